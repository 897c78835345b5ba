import { formatDate, formatDay, formatMinute } from '../../format/time.ts';

/** Room beside the bars: for the labels of the scale, and for half of the time axis's last one. */
export const LEFT_PX = 52;
export const RIGHT_PX = 18;

const DAY_MS = 86_400_000;

/** "14:05"; at midnight, and where a bucket is a day, "21 Nov". */
export function axisLabel(at: number, stepMs: number, timeZone: string): string {
  const clock = formatMinute(at, timeZone);
  return stepMs >= DAY_MS || clock === '00:00' ? formatDate(at, timeZone) : clock;
}

/** A bucket in words: "14:05 – 14:10", "20 Nov, 22:00 – 24:00", "20 Nov". */
export function bucketLabel(start: number, stepMs: number, timeZone: string, now: number): string {
  const day = formatDate(start, timeZone);
  if (stepMs >= DAY_MS) return day;
  const begin = formatMinute(start, timeZone);
  const end = formatMinute(start + stepMs, timeZone);
  const times = stepMs <= 60_000 ? begin : `${begin} – ${end === '00:00' ? '24:00' : end}`;
  return formatDay(start, timeZone) === formatDay(now, timeZone) ? times : `${day}, ${times}`;
}
