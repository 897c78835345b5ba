import { describe, expect, it } from 'vitest';
import { outcomeOf } from './outcome.ts';

const detail = {
  action: 'VERDICT',
  actor: 'system:lane-3',
  amount_minor: '9223372036854775807',
  at: '2026-11-21T10:00:00.007Z',
  at_risk_minor: '18446744073709551614',
  chain: 'lane-3',
  channel: 'WEB',
  currency: 'INR',
  discrepancy_minor: '50000',
  previous_status: 'PENDING',
  reasons: ['AMOUNT_MISMATCH', 'DUPLICATE_EVENT'],
  rule_version: 1,
  seq: '57',
  severity: 'high',
  status: 'MISMATCHED',
  txn_id: 'TXN1',
};
const outcome = (changes: object = {}) =>
  outcomeOf({
    chain: 'lane-3',
    seq: 57,
    hash: Buffer.alloc(32),
    detail: JSON.stringify({ ...detail, ...changes }),
  });

describe('an outcome', () => {
  it('tells the change, its place in the log, and every figure exactly', () => {
    expect(outcome()).toEqual({
      txn_id: 'TXN1',
      chain: 'lane-3',
      seq: 57n,
      at: Date.UTC(2026, 10, 21, 10, 0, 0, 7),
      status: 'MISMATCHED',
      previous_status: 'PENDING',
      reasons: ['AMOUNT_MISMATCH', 'DUPLICATE_EVENT'],
      severity: 'high',
      amount_minor: 9_223_372_036_854_775_807n,
      currency: 'INR',
      discrepancy_minor: 50_000n,
      at_risk_minor: '18446744073709551614',
      channel: 'WEB',
      rule_version: 1,
    });
  });

  it('says null where there is nothing to say', () => {
    expect(
      outcome({ discrepancy_minor: null, previous_status: null, severity: null, reasons: [] }),
    ).toMatchObject({
      discrepancy_minor: null,
      previous_status: null,
      severity: null,
      reasons: [],
    });
  });

  it.each([
    ['another place than the row has', { seq: '58' }, 'row 57 of lane-3 says that it is row 58'],
    ['another chain', { chain: 'lane-4' }, 'of lane-4'],
    ['an amount that is no integer', { amount_minor: '1.5' }, 'amount_minor'],
    ['no status', { status: undefined }, 'status'],
  ])('is none of a row that tells %s', (_, changes, reason) => {
    expect(() => outcome(changes)).toThrow(reason);
  });
});
