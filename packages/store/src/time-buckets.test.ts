import { describe, expect, it } from 'vitest';
import { timeBucket, withinMs } from './time-buckets.ts';

describe('buckets of times', () => {
  it.each([
    [-5, '10'],
    [10, '10'],
    [10.5, '15'],
    [1000, '1000'],
    [1001, '1500'],
    [60_000, '70000'],
    [1e12, '700000000'],
  ])('%d ms falls under %s', (ms, bucket) => {
    expect(timeBucket(ms)).toBe(bucket);
  });

  it('say within what time a share of them lies', () => {
    const times = [40, 900, 950, 1400, 20_000];
    const counts = new Map<string, number>();
    for (const ms of times) counts.set(timeBucket(ms), (counts.get(timeBucket(ms)) ?? 0) + 1);
    expect(withinMs(counts, 0.5)).toBe(1000);
    expect(withinMs(counts, 0.8)).toBe(1500);
    expect(withinMs(counts, 0.95)).toBe(20_000);
    expect(withinMs(new Map(), 0.5)).toBeNull();
  });
});
