/* Which buckets of time a chart shows. Pure; all times ms since 1970 UTC. */

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

export const RANGE_NAMES = ['15m', '1h', '6h', '24h', '7d'] as const;
type RangeName = (typeof RANGE_NAMES)[number];

const SPAN_MS: Readonly<Record<RangeName, number>> = {
  '15m': 15 * MINUTE_MS,
  '1h': HOUR_MS,
  '6h': 6 * HOUR_MS,
  '24h': DAY_MS,
  '7d': 7 * DAY_MS,
};

/** Each is a whole part of the next but one, so that buckets of any width begin on the hour or on the day. */
const STEPS_MS = [1, 5, 15, 30, 60, 120, 360, 720, 1440].map((minutes) => minutes * MINUTE_MS);
/** As many bars as a chart can show side by side. */
const BUCKETS_MAX = 100;
export const SPAN_MAX_MS = BUCKETS_MAX * DAY_MS;

export interface Buckets {
  /** Start of the first. */
  readonly from: number;
  /** End of the last, exclusive. */
  readonly to: number;
  readonly stepMs: number;
}

/** The last so much time: the bucket of `now` is the last one. */
export function lastBuckets(range: RangeName, now: number): Buckets {
  const spanMs = SPAN_MS[range];
  const stepMs = stepFor(spanMs);
  const to = (Math.floor(now / stepMs) + 1) * stepMs;
  return { from: to - spanMs, to, stepMs };
}

/** All buckets that have a part in [from, to); at most `SPAN_MAX_MS` apart. */
export function bucketsWithin(from: number, to: number): Buckets {
  const stepMs = stepFor(to - from);
  return { from: Math.floor(from / stepMs) * stepMs, to: Math.ceil(to / stepMs) * stepMs, stepMs };
}

function stepFor(spanMs: number): number {
  return STEPS_MS.find((stepMs) => spanMs / stepMs <= BUCKETS_MAX) ?? DAY_MS;
}

export function startsOf({ from, to, stepMs }: Buckets): number[] {
  return Array.from({ length: (to - from) / stepMs }, (_, index) => from + index * stepMs);
}
