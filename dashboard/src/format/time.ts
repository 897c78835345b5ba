/**
 * Times as people read them. Everything takes a time zone by its IANA name, so a test owns it; 'UTC' is the default everywhere. Input is milliseconds since 1970 UTC.
 */
const clocks = new Map<string, Intl.DateTimeFormat>();
const days = new Map<string, Intl.DateTimeFormat>();

function remembered(
  made: Map<string, Intl.DateTimeFormat>,
  timeZone: string,
  options: Intl.DateTimeFormatOptions,
): Intl.DateTimeFormat {
  let format = made.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-GB', { ...options, timeZone });
    made.set(timeZone, format);
  }
  return format;
}

/** "14:03:22.418" */
export function formatClock(at: number, timeZone: string): string {
  return remembered(clocks, timeZone, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
    hourCycle: 'h23',
  }).format(at);
}

/** "14:03": for axes and buckets of a minute. */
export function formatMinute(at: number, timeZone: string): string {
  return formatClock(at, timeZone).slice(0, 5);
}

/** "2026-11-21" */
export function formatDay(at: number, timeZone: string): string {
  const parts = remembered(days, timeZone, {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes): string =>
    parts.find((p) => p.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')}`;
}

/**
 * "14:03:22.418" for the day of `now`, "20 Nov 14:03:22.418" for another of that year, "2025-12-31 14:03:22.418" for any other: a clock
 * without a date always means today.
 */
export function formatMoment(at: number, now: number, timeZone: string): string {
  const day = formatDay(at, timeZone);
  const today = formatDay(now, timeZone);
  const clock = formatClock(at, timeZone);
  if (day === today) return clock;
  if (day.slice(0, 4) !== today.slice(0, 4)) return `${day} ${clock}`;
  return `${formatDate(at, timeZone)} ${clock}`;
}

/** "20 Nov" */
export function formatDate(at: number, timeZone: string): string {
  const day = formatDay(at, timeZone);
  return `${Number(day.slice(8))} ${MONTHS[Number(day.slice(5, 7)) - 1] ?? ''}`;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** In UTC and the other zones, and the ISO form, for tooltips. `clock` says whose clock it was: "event time", "received", "verdict". */
export function describeMoment(at: number, clock: string, otherZones: readonly string[]): string {
  const inZone = (timeZone: string): string =>
    `${formatDay(at, timeZone)} ${formatClock(at, timeZone)} ${timeZone}`;
  const zones = [...new Set(['UTC', ...otherZones])].map(inZone);
  return [`${clock[0]?.toUpperCase() ?? ''}${clock.slice(1)}`, ...zones, new Date(at).toISOString()].join(
    '\n',
  );
}

const UNITS = [
  { limit: 60_000, size: 1000, name: 's' },
  { limit: 3_600_000, size: 60_000, name: 'min' },
  { limit: 172_800_000, size: 3_600_000, name: 'h' },
  { limit: Number.POSITIVE_INFINITY, size: 86_400_000, name: 'd' },
] as const;

/** A span in one unit, rounded down: "42 s", "12 min", "3 h", "9 d". Negative spans count as 0. */
export function formatSpan(ms: number): string {
  const span = Math.max(0, ms);
  const unit = UNITS.find((candidate) => span < candidate.limit) ?? UNITS[3];
  return `${Math.floor(span / unit.size)} ${unit.name}`;
}

/** Seconds with one decimal, for how long a verdict took: "1.2", "61.0". */
export function formatSeconds(ms: number): string {
  return (Math.max(0, ms) / 1000).toFixed(1);
}

/** Whether this browser knows a zone by this name. */
export function isTimeZone(name: string): boolean {
  // Not Intl.supportedValuesOf: it has one name for each zone, often the older one ("Asia/Calcutta").
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** A zone as people call it: "Asia/Kolkata" → "Kolkata". */
export function zoneWords(timeZone: string): string {
  return (timeZone.split('/').at(-1) ?? timeZone).replaceAll('_', ' ');
}

/** The IANA zone this browser is set to. */
export const LOCAL_ZONE = new Intl.DateTimeFormat().resolvedOptions().timeZone;
