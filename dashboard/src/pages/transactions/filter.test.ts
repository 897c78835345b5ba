import { describe, expect, it } from 'vitest';
import { sampleTransaction } from '../../testing/sample-transaction.ts';
import {
  asksStatusOnly,
  filterOf,
  fits,
  isFiltered,
  NO_FILTER,
  queryOf,
  searchOf,
  toggled,
} from './filter.ts';

describe('a filter in the address', () => {
  it('comes back as it was written, in one order', () => {
    const filter = filterOf({ status: 'PARTIAL,MISMATCHED', reason: 'MISSING_CORE', q: 'TXN' });
    expect(searchOf(filter)).toEqual({ status: 'MISMATCHED,PARTIAL', reason: 'MISSING_CORE', q: 'TXN' });
    expect(filterOf(searchOf(filter))).toEqual(filter);
  });

  it('drops what nobody knows, so that an old link still opens', () => {
    expect(
      filterOf({
        status: 'MISMATCHED,BROKEN',
        reason: 'X',
        currency: 'inr,INR',
        q: 'a b',
        colour: 'red',
        missing: 7,
      }),
    ).toEqual({
      ...NO_FILTER,
      status: ['MISMATCHED'],
      currency: ['INR'],
    });
  });

  it('asks the API only for what is set', () => {
    expect(queryOf(NO_FILTER)).toEqual({});
    expect(queryOf(filterOf({ severity: 'critical' }))).toEqual({ severity: ['critical'] });
  });

  it('is toggled value by value', () => {
    const once = toggled(NO_FILTER, 'status', 'MISMATCHED');
    expect(once.status).toEqual(['MISMATCHED']);
    expect(isFiltered(once)).toBe(true);
    expect(isFiltered(toggled(once, 'status', 'MISMATCHED'))).toBe(false);
  });
});

describe('whether a transaction fits', () => {
  const broken = sampleTransaction({
    status: 'MISMATCHED',
    reasons: ['AMOUNT_MISMATCH', 'TIMESTAMP_MISMATCH'],
    severity: 'medium',
  });

  it('takes any value within a field and all fields together', () => {
    expect(fits(filterOf({ status: 'PARTIAL,MISMATCHED' }), broken)).toBe(true);
    expect(fits(filterOf({ reason: 'TIMESTAMP_MISMATCH' }), broken)).toBe(true);
    expect(fits(filterOf({ status: 'MISMATCHED', reason: 'MISSING_CORE' }), broken)).toBe(false);
    expect(fits(filterOf({ severity: 'critical' }), broken)).toBe(false);
    expect(fits(filterOf({ currency: 'USD' }), broken)).toBe(false);
    expect(fits(filterOf({ channel: 'WEB', q: 'TXN1' }), broken)).toBe(true);
    expect(fits(filterOf({ q: 'TXN2' }), broken)).toBe(false);
    expect(fits(NO_FILTER, broken)).toBe(true);
  });

  it('asks for statuses alone, or for something that counters of statuses do not know', () => {
    expect(asksStatusOnly(NO_FILTER)).toBe(true);
    expect(asksStatusOnly(filterOf({ status: 'MATCHED,CLOSED' }))).toBe(true);
    expect(asksStatusOnly(filterOf({ status: 'MATCHED', channel: 'WEB' }))).toBe(false);
  });
});
