import { describe, expect, it } from 'vitest';
import type { Txn } from '../../api/schema.ts';
import { sampleTransaction } from '../../testing/sample-transaction.ts';
import {
  asksStatusOnly,
  filterOf,
  isFiltered,
  NO_FILTER,
  searchOf,
  toggled,
  type TransactionFilter,
} from './filter.ts';
import { fits as fitsAsked } from './filter-fits.ts';
import { queryOf } from './filter-query.ts';
import { NOTHING_ASKED } from './transaction-list.ts';

const AT = Date.parse('2026-11-21T15:00:00.000Z');
const asked = (filter: TransactionFilter) => ({ ...NOTHING_ASKED, filter, me: 'olga', at: AT });
const least = (amount_min: string) => filterOf({ currency: 'INR', amount_min });
const fits = (filter: TransactionFilter, txn: Txn): boolean => fitsAsked(filter, txn, asked(filter));

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
    expect(queryOf(asked(NO_FILTER))).toEqual({});
    expect(queryOf(asked(filterOf({ severity: 'critical' })))).toEqual({ severity: ['critical'] });
  });

  it('asks for what is left out, for whoever asks, in minor units, from when it was asked', () => {
    const filter = filterOf({
      '-reason': 'FX_ADJUSTMENT',
      assignee: 'me,ravi',
      currency: 'EUR',
      amount_min: '1000.5',
      within: '15m',
      older: '1h',
    });
    expect(queryOf({ ...asked(filter), sort: 'severity' })).toEqual({
      not_reason: ['FX_ADJUSTMENT'],
      assignee: ['olga', 'ravi'],
      currency: ['EUR'],
      amount_min: '100050',
      from: '2026-11-21T14:45:00.000Z',
      older_than: '1h',
      sort: 'severity',
    });
    expect(queryOf(asked(filterOf({ assignee: 'nobody' })))).toEqual({ unassigned: 'true' });
    expect(queryOf(asked(filterOf({ '-assignee': 'nobody,ravi' })))).toEqual({
      not_assignee: ['ravi'],
      unassigned: 'false',
    });
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

  it('leaves out what is left out', () => {
    expect(fits(filterOf({ '-reason': 'TIMESTAMP_MISMATCH' }), broken)).toBe(false);
    expect(fits(filterOf({ '-reason': 'FX_ADJUSTMENT', '-status': 'MATCHED' }), broken)).toBe(true);
    expect(fits(filterOf({ '-severity': 'medium' }), broken)).toBe(false);
  });

  it('counts the age from when it broke to when it was asked', () => {
    const old = { ...broken, broken_at: '2026-11-21T13:59:00.000Z' };
    expect(fits(filterOf({ older: '1h' }), old)).toBe(true);
    expect(fits(filterOf({ older: '2h' }), old)).toBe(false);
    expect(fits(filterOf({ younger: '1h' }), old)).toBe(false);
    expect(fits(filterOf({ older: '1m' }), broken)).toBe(false);
  });

  it('knows whose it is', () => {
    const mine = { ...broken, assignee: 'olga' };
    expect(fits(filterOf({ assignee: 'me' }), mine)).toBe(true);
    expect(fits(filterOf({ assignee: 'ravi,nobody' }), mine)).toBe(false);
    expect(fits(filterOf({ assignee: 'nobody' }), broken)).toBe(true);
    expect(fits(filterOf({ '-assignee': 'olga' }), mine)).toBe(false);
  });

  it('compares amounts exactly, in the one currency they are of', () => {
    const exact = { ...broken, amount_minor: '9007199254740993' };
    expect(fits(least('90071992547409.93'), exact)).toBe(true);
    expect(fits(least('90071992547409.94'), exact)).toBe(false);
    expect(fits(filterOf({ currency: 'INR', amount_max: '90071992547409.92' }), exact)).toBe(false);
  });

  it('takes times from the first on, and not the last', () => {
    const { first_seen_at } = broken;
    expect(fits(filterOf({ from: first_seen_at }), broken)).toBe(true);
    expect(fits(filterOf({ to: first_seen_at }), broken)).toBe(false);
    expect(fits(filterOf({ within: '15m' }), broken)).toBe(false);
    expect(fits(filterOf({ within: '1h' }), broken)).toBe(true);
  });

  it('asks for statuses alone, or for something that counters of statuses do not know', () => {
    expect(asksStatusOnly(NO_FILTER)).toBe(true);
    expect(asksStatusOnly(filterOf({ status: 'MATCHED,CLOSED' }))).toBe(true);
    expect(asksStatusOnly(filterOf({ status: 'MATCHED', channel: 'WEB' }))).toBe(false);
  });
});
