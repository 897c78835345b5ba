import type { TxnCounts } from '../../api/schema.ts';

type Histogram = TxnCounts['histogram'];

export interface Bar {
  /** ms since 1970, the first of the bucket and the first after it. */
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly exact: boolean;
  /** Of the whole, 0 to 1: where it begins, how wide and how high it is. */
  readonly x: number;
  readonly width: number;
  readonly height: number;
}

export interface Axis {
  readonly from: number;
  readonly to: number;
}

/** What the buckets span, whole buckets; null where there are none. */
export function axisOf({ buckets, width_s }: Histogram): Axis | null {
  const [first, last] = [buckets[0], buckets.at(-1)];
  if (first === undefined || last === undefined) return null;
  return { from: Date.parse(first.at), to: Date.parse(last.at) + width_s * 1000 };
}

/** The bars, each where its time is: what nothing was seen in stays empty. Something is never too small to be seen. */
export function barsOf({ buckets, width_s }: Histogram, axis: Axis): readonly Bar[] {
  const span = axis.to - axis.from;
  const most = Math.max(1, ...buckets.map(({ count }) => count));
  return buckets.map(({ at, count, exact }) => {
    const from = Date.parse(at);
    return {
      from,
      to: from + width_s * 1000,
      count,
      exact,
      x: (from - axis.from) / span,
      width: (width_s * 1000) / span,
      height: Math.max(0.06, count / most),
    };
  });
}

/** The whole buckets between two places of the axis, 0 to 1, in either order. */
export function stretchOf(one: number, other: number, axis: Axis, widthMs: number): Axis {
  const span = axis.to - axis.from;
  const placeOf = (share: number): number => (Math.min(1, Math.max(0, share)) * span) / widthMs;
  const first = Math.floor(placeOf(Math.min(one, other)));
  const last = Math.max(first + 1, Math.ceil(placeOf(Math.max(one, other))));
  const end = Math.round(span / widthMs);
  return {
    from: axis.from + Math.min(first, end - 1) * widthMs,
    to: axis.from + Math.min(last, end) * widthMs,
  };
}
