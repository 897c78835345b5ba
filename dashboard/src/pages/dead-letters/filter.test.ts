import { describe, expect, it } from 'vitest';
import { filterOf, isFiltered, NO_FILTER, peekOf, queryOf, searchOf, toggled } from './filter.ts';

describe('the address of a list of dead letters', () => {
  it('comes back as it was written, codes in the order of the contract', () => {
    const filter = filterOf({ codes: 'PAN_LIKE,TOO_LARGE', range: '24h', q: 'TXN' });
    expect(filter).toEqual({ code: ['TOO_LARGE', 'PAN_LIKE'], range: '24h', q: 'TXN' });
    expect(searchOf(filter, 'core_txns:3:7')).toEqual({
      codes: 'TOO_LARGE,PAN_LIKE',
      range: '24h',
      q: 'TXN',
      peek: 'core_txns:3:7',
    });
    expect(filterOf({ ...searchOf(filter, null) })).toEqual(filter);
  });

  it('drops what nobody knows, so that an old link still opens', () => {
    expect(filterOf({ codes: 'BROKEN', range: 'toString', q: 'a b', colour: 'red' })).toEqual(NO_FILTER);
    expect(searchOf(NO_FILTER, null)).toEqual({});
  });

  it.each(['core_txns:3', 'core_txns:3:x', '../me:1:1', ''])('opens nothing for %j', (peek) => {
    expect(peekOf({ peek })).toBeNull();
  });

  it('opens the record it names', () => {
    expect(peekOf({ peek: 'core_txns:3:9007199254740993' })).toBe('core_txns:3:9007199254740993');
  });
});

describe('a filter of dead letters', () => {
  it('asks the API for the same, counting its range back from now', () => {
    const now = Date.parse('2026-03-02T10:00:00Z');
    expect(queryOf(filterOf({ codes: 'TOO_LARGE', range: '1h', q: 'TXN' }), now)).toEqual({
      code: ['TOO_LARGE'],
      from: '2026-03-02T09:00:00.000Z',
      q: 'TXN',
    });
    expect(queryOf(NO_FILTER, now)).toEqual({});
  });

  it('takes a code in and out', () => {
    const both = toggled(toggled(NO_FILTER, 'PAN_LIKE'), 'TOO_LARGE');
    expect(both.code).toEqual(['TOO_LARGE', 'PAN_LIKE']);
    expect(toggled(both, 'PAN_LIKE').code).toEqual(['TOO_LARGE']);
    expect(isFiltered(both)).toBe(true);
    expect(isFiltered({ ...NO_FILTER, range: '1h' })).toBe(false);
  });
});
