/** The stretch of time the charts of the page show, as it stands in the address. */
export interface RangeSearch {
  readonly range?: string;
  /** ISO 8601; both or none, instead of `range`. */
  readonly from?: string;
  readonly to?: string;
}

export const RANGES = ['15m', '1h', '6h', '24h', '7d'] as const;
export type RangeName = (typeof RANGES)[number];
export const DEFAULT_RANGE: RangeName = '1h';

export type Range =
  | { readonly kind: 'last'; readonly name: RangeName }
  | { readonly kind: 'span'; readonly from: string; readonly to: string };

export const RANGE_WORDS: Record<RangeName, string> = {
  '15m': 'last 15 min',
  '1h': 'last hour',
  '6h': 'last 6 h',
  '24h': 'last 24 h',
  '7d': 'last 7 d',
};

const SPAN_MAX_MS = 100 * 86_400_000;

/** What makes no range is dropped, here and from the address. */
export function rangeSearch(search: Readonly<Record<string, unknown>>): RangeSearch {
  return searchOf(rangeOf(search));
}

export function rangeOf({ range, from, to }: Readonly<Record<string, unknown>>): Range {
  if (typeof from === 'string' && typeof to === 'string') {
    const ms = Date.parse(to) - Date.parse(from);
    if (ms > 0 && ms <= SPAN_MAX_MS) return { kind: 'span', from: utc(from), to: utc(to) };
  }
  return { kind: 'last', name: RANGES.find((name) => name === range) ?? DEFAULT_RANGE };
}

export function searchOf(range: Range): RangeSearch {
  if (range.kind === 'span') return { from: range.from, to: range.to };
  return range.name === DEFAULT_RANGE ? {} : { range: range.name };
}

/** The next wider or narrower one; from a span of one's own back to the usual. */
export function neighbour(range: Range, step: -1 | 1): Range {
  if (range.kind === 'span') return { kind: 'last', name: DEFAULT_RANGE };
  const at = RANGES.indexOf(range.name) + step;
  return { kind: 'last', name: RANGES[Math.max(0, Math.min(RANGES.length - 1, at))] ?? DEFAULT_RANGE };
}

/** What the API is asked for. */
export function queryOf(range: Range): { range: RangeName } | { from: string; to: string } {
  return range.kind === 'last' ? { range: range.name } : { from: range.from, to: range.to };
}

const utc = (text: string): string => new Date(text).toISOString();
