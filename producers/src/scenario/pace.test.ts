import { describe, expect, test } from 'vitest';
import { BusinessHours, EvenPace } from './pace.ts';

const START = Date.UTC(2026, 0, 1);
const DAY_MS = 86_400_000;

describe.each([
  ['even', new EvenPace(START, 333.3)],
  ['business hours', new BusinessHours(START, 3)],
  ['business hours, slow', new BusinessHours(START, 0.01)],
])('%s', (_, pace) => {
  test('times never go back, and are whole milliseconds', () => {
    let last = -Infinity;
    for (let index = 0; index < 20_000; index += 7) {
      const time = pace.timeOf(index);
      expect(Number.isInteger(time)).toBe(true);
      expect(time).toBeGreaterThanOrEqual(last);
      last = time;
    }
  });

  test('counting and dating fit each other: a payment counts as soon as its time is past', () => {
    for (const index of [0, 1, 2, 99, 5_000, 1_234_567]) {
      const time = pace.timeOf(index);
      // Times are cut at the millisecond.
      expect(pace.countBefore(time + 2)).toBeGreaterThan(index);
      expect(pace.countBefore(time - 2)).toBeLessThanOrEqual(index);
    }
  });
});

test('a day of business hours brings as many payments as an even one, more by day than by night', () => {
  const pace = new BusinessHours(START, 2);
  const noon = Date.UTC(2026, 5, 10, 6, 30);
  const between = (from: number, to: number) => pace.countBefore(to) - pace.countBefore(from);
  expect(between(noon, noon + DAY_MS)).toBe(2 * 86_400);
  const hour = 3_600_000;
  expect(between(noon, noon + hour)).toBeGreaterThan(4 * between(noon + 14 * hour, noon + 15 * hour));
});
