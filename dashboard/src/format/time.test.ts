import { describe, expect, it } from 'vitest';
import {
  describeMoment,
  formatClock,
  formatDay,
  formatMoment,
  formatSeconds,
  formatSpan,
  isTimeZone,
  zoneWords,
} from './time.ts';

const at = Date.UTC(2026, 10, 21, 23, 3, 22, 418);

describe('time', () => {
  it('is shown to the millisecond in the zone asked for', () => {
    expect(formatClock(at, 'UTC')).toBe('23:03:22.418');
    expect(formatClock(at, 'Asia/Kolkata')).toBe('04:33:22.418');
    expect(formatClock(Date.UTC(2026, 0, 1), 'UTC')).toBe('00:00:00.000');
  });

  it('takes the day from the zone, not from UTC', () => {
    expect(formatDay(at, 'UTC')).toBe('2026-11-21');
    expect(formatDay(at, 'Asia/Kolkata')).toBe('2026-11-22');
  });

  it('carries its date unless it is of today', () => {
    const later = at + 3_600_000; // already the 22nd in UTC
    expect(formatMoment(at, at + 1000, 'UTC')).toBe('23:03:22.418');
    expect(formatMoment(at, later, 'UTC')).toBe('21 Nov 23:03:22.418');
    expect(formatMoment(at, later, 'Asia/Kolkata')).toBe('04:33:22.418');
    expect(formatMoment(Date.UTC(2025, 11, 31, 8), at, 'UTC')).toBe('2025-12-31 08:00:00.000');
  });

  it('tells each zone once, the ISO form and whose clock it was', () => {
    expect(describeMoment(at, 'event time', ['Asia/Kolkata', 'UTC', 'Asia/Kolkata'])).toBe(
      'Event time\n2026-11-21 23:03:22.418 UTC\n2026-11-22 04:33:22.418 Asia/Kolkata\n2026-11-21T23:03:22.418Z',
    );
    expect(describeMoment(at, 'received', ['UTC']).split('\n')).toHaveLength(3);
  });

  it('knows zones by their IANA names, and calls them as people do', () => {
    expect(isTimeZone('America/New_York')).toBe(true);
    expect(isTimeZone('UTC')).toBe(true);
    expect(isTimeZone('Mars/Base')).toBe(false);
    expect(zoneWords('America/New_York')).toBe('New York');
    expect(zoneWords('UTC')).toBe('UTC');
  });

  it('tells an age in one unit, rounded down, and never below nothing', () => {
    expect(formatSpan(999)).toBe('0 s');
    expect(formatSpan(59_999)).toBe('59 s');
    expect(formatSpan(60_000)).toBe('1 min');
    expect(formatSpan(3_599_999)).toBe('59 min');
    expect(formatSpan(3_600_000)).toBe('1 h');
    expect(formatSpan(172_799_999)).toBe('47 h');
    expect(formatSpan(172_800_000)).toBe('2 d');
    expect(formatSpan(-5)).toBe('0 s');
  });

  it('tells how long a verdict took in seconds', () => {
    expect(formatSeconds(1240)).toBe('1.2');
    expect(formatSeconds(-1)).toBe('0.0');
  });
});
