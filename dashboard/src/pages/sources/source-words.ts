import type { SourceHealth } from '../../api/schema.ts';
import { formatCount, LOCALE, UNKNOWN } from '../../format/money.ts';

const MINUS = '\u2212';

/** "1,204 / min"; few are told to the tenth. */
export function rateWords(perMinute: number): string {
  const figure =
    perMinute > 0 && perMinute < 10 ? perMinute.toFixed(1) : formatCount(Math.round(perMinute), LOCALE);
  return `${figure} / min`;
}

/** How much more or less comes than a week before. */
export function changeWords({ per_minute, per_minute_last_week }: SourceHealth): string {
  if (per_minute_last_week === 0) return 'nothing at this time last week';
  const change = Math.round((per_minute / per_minute_last_week - 1) * 100);
  const sign = change < 0 ? MINUS : change > 0 ? '+' : '±';
  return `${sign}${Math.abs(change)} % on last week`;
}

/** "40 ms", "1.2 s", "−3.0 s", "4.5 min", "2.0 h", "9 d": from the event to its arrival. */
export function latenessWords(ms: number | null): string {
  if (ms === null) return UNKNOWN;
  const size = Math.abs(ms);
  const sign = ms < 0 ? MINUS : '';
  if (size < 1_000) return `${sign}${size} ms`;
  if (size < 120_000) return `${sign}${(size / 1_000).toFixed(1)} s`;
  if (size < 7_200_000) return `${sign}${(size / 60_000).toFixed(1)} min`;
  if (size < 172_800_000) return `${sign}${(size / 3_600_000).toFixed(1)} h`;
  return `${sign}${Math.round(size / 86_400_000)} d`;
}
