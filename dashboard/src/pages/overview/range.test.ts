import { describe, expect, it } from 'vitest';
import { neighbour, queryOf, rangeOf, rangeSearch } from './range.ts';

describe('a range in the address', () => {
  it.each([
    [{}, {}],
    [{ range: '6h' }, { range: '6h' }],
    [{ range: '1h' }, {}],
    [{ range: '2h' }, {}],
    [{ from: '2026-03-01T09:00:00Z' }, {}],
    [
      { from: '2026-03-01T09:00:00Z', to: '2026-03-01T10:00:00Z', range: '6h' },
      { from: '2026-03-01T09:00:00.000Z', to: '2026-03-01T10:00:00.000Z' },
    ],
    [{ from: '2026-03-01T10:00:00Z', to: '2026-03-01T09:00:00Z' }, {}],
    [{ from: '2025-03-01T10:00:00Z', to: '2026-03-01T09:00:00Z' }, {}],
    [{ from: 'once', to: 'upon' }, {}],
  ])('%j is kept as %j', (search, kept) => {
    expect(rangeSearch(search)).toEqual(kept);
  });

  it('is an hour where nothing is said', () => {
    expect(queryOf(rangeOf({}))).toEqual({ range: '1h' });
  });
});

describe('the keys for another range', () => {
  it('go through all of them and stop at the ends', () => {
    let range = rangeOf({ range: '15m' });
    const seen = [range];
    for (let step = 0; step < 5; step++) seen.push((range = neighbour(range, 1)));
    expect(seen.map((one) => one.kind === 'last' && one.name)).toEqual([
      '15m',
      '1h',
      '6h',
      '24h',
      '7d',
      '7d',
    ]);
    expect(neighbour(rangeOf({ range: '15m' }), -1)).toEqual(rangeOf({ range: '15m' }));
  });

  it('lead from a span of one’s own back to the usual', () => {
    const own = rangeOf({ from: '2026-03-01T09:00:00Z', to: '2026-03-01T10:00:00Z' });
    expect(neighbour(own, 1)).toEqual(rangeOf({}));
  });
});
