import { describe, expect, it } from 'vitest';
import { axisLabel, bucketLabel } from './time-axis.ts';

const MINUTE = 60_000;
const at = (text: string): number => Date.parse(text);
const now = at('2026-03-01T15:00:00Z');

describe('a tick of the time axis', () => {
  it.each([
    ['2026-03-01T14:05:00Z', MINUTE, 'UTC', '14:05'],
    ['2026-03-01T00:00:00Z', MINUTE, 'UTC', '1 Mar'],
    ['2026-03-01T18:30:00Z', MINUTE, 'Asia/Kolkata', '2 Mar'],
    ['2026-02-27T00:00:00Z', 1440 * MINUTE, 'Asia/Kolkata', '27 Feb'],
  ])('at %s is written in the zone', (time, step, zone, label) => {
    expect(axisLabel(at(time), step, zone)).toBe(label);
  });
});

describe('a bucket', () => {
  it.each([
    ['2026-03-01T14:05:00Z', 1, '14:05'],
    ['2026-03-01T14:05:00Z', 5, '14:05 – 14:10'],
    ['2026-02-28T22:00:00Z', 120, '28 Feb, 22:00 – 24:00'],
    ['2026-02-28T00:00:00Z', 1440, '28 Feb'],
  ])('from %s, %d minutes long, is %s', (time, minutes, label) => {
    expect(bucketLabel(at(time), minutes * MINUTE, 'UTC', now)).toBe(label);
  });
});
