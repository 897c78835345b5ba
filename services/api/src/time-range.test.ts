import { describe, expect, it } from 'vitest';
import { bucketsWithin, lastBuckets, RANGE_NAMES, startsOf } from './time-range.ts';

const now = Date.parse('2026-03-01T09:17:42.500Z');
const iso = (ms: number): string => new Date(ms).toISOString();

describe('the last', () => {
  it.each([
    ['15m', 15, '2026-03-01T09:03:00.000Z', '2026-03-01T09:17:00.000Z'],
    ['1h', 60, '2026-03-01T08:18:00.000Z', '2026-03-01T09:17:00.000Z'],
    ['6h', 72, '2026-03-01T03:20:00.000Z', '2026-03-01T09:15:00.000Z'],
    ['24h', 96, '2026-02-28T09:30:00.000Z', '2026-03-01T09:15:00.000Z'],
    ['7d', 84, '2026-02-22T10:00:00.000Z', '2026-03-01T08:00:00.000Z'],
  ] as const)('%s are %d buckets from %s, the last one filling since %s', (range, count, first, last) => {
    const starts = startsOf(lastBuckets(range, now));
    expect([starts.length, iso(starts[0] ?? 0), iso(starts.at(-1) ?? 0)]).toEqual([count, first, last]);
  });

  it('are all told', () => {
    expect(RANGE_NAMES).toEqual(['15m', '1h', '6h', '24h', '7d']);
  });
});

describe('a span of one’s own', () => {
  it('is covered whole by buckets that begin on the hour or the day', () => {
    const day = 86_400_000;
    const { from, to, stepMs } = bucketsWithin(now - 30 * day, now);
    expect([iso(from), iso(to), stepMs]).toEqual([
      '2026-01-30T00:00:00.000Z',
      '2026-03-01T12:00:00.000Z',
      day / 2,
    ]);
  });

  it('of less than a minute is one minute', () => {
    expect(startsOf(bucketsWithin(now, now + 1)).map(iso)).toEqual(['2026-03-01T09:17:00.000Z']);
  });
});
