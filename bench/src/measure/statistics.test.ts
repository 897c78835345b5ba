import { expect, test } from 'vitest';
import { median, percentile, spread } from './statistics.ts';

test('the median is the middle, whatever the order', () => {
  expect(median([9, 1, 5])).toBe(5);
  expect(median([4, 1, 2, 3])).toBe(2.5);
  expect(() => median([])).toThrow('no median');
});

test('the spread is half the range, as a share of the median', () => {
  expect(spread([9, 10, 12])).toBeCloseTo(0.15);
  expect(spread([7])).toBe(0);
});

test('a percentile is a value that was seen', () => {
  const values = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect(percentile(values, 0.5)).toBe(50);
  expect(percentile(values, 0.99)).toBe(99);
  expect(percentile([3], 0.99)).toBe(3);
});
