import type { SummarySeries } from '../../api/schema.ts';
import { UNKNOWN } from '../../format/money.ts';

const MINUS = '\u2212';

/** Rounded down: it says 100 % only when nothing is left over. */
export function rateText(rate: number | null): string {
  return rate === null ? UNKNOWN : `${(Math.floor(rate * 10_000) / 100).toFixed(2)} %`;
}

/** "+0.40 points on last week": the last hour beside the same one a week before. */
export function changeWords({ last_hour, week_before }: SummarySeries['match_rate']): string {
  if (last_hour === null) return 'nothing decided in the last hour';
  if (week_before === null) return `${rateText(last_hour)} in the last hour`;
  const points = Math.round((last_hour - week_before) * 10_000) / 100;
  const sign = points < 0 ? MINUS : points > 0 ? '+' : '±';
  return `last hour ${sign}${Math.abs(points).toFixed(2)} points on last week`;
}

/** "1.5 s", "70 s", "5 min": a bound within which so many were decided. */
export function withinText(ms: number | null): string {
  if (ms === null) return UNKNOWN;
  if (ms < 1000) return `${ms} ms`;
  if (ms < 120_000) return `${ms / 1000} s`;
  if (ms < 7_200_000) return `${Math.round(ms / 60_000)} min`;
  return `${Math.round(ms / 3_600_000)} h`;
}
