import { describe, expect, it } from 'vitest';
import { ticksOf } from './minute-axis.ts';

/** Sixty minutes from this one on. */
const hourFrom = (start: string): string[] =>
  Array.from({ length: 60 }, (_, index) => new Date(Date.parse(start) + index * 60_000).toISOString());

describe('the labels of an hour of minutes', () => {
  it('stand at the quarters of the hour, wherever it begins', () => {
    expect(ticksOf(hourFrom('2026-11-21T14:07:00Z'), 'UTC')).toEqual([
      { index: 8, label: '14:15' },
      { index: 23, label: '14:30' },
      { index: 38, label: '14:45' },
      { index: 53, label: '15:00' },
    ]);
  });

  it('follow the clock of the zone, also where it is off by three quarters', () => {
    const [first] = ticksOf(hourFrom('2026-11-21T23:50:00Z'), 'Asia/Kathmandu');
    expect(first).toEqual({ index: 10, label: '05:45' });
  });
});
