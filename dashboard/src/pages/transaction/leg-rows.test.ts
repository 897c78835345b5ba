import { describe, expect, it } from 'vitest';
import type { Txn } from '../../api/schema.ts';
import { sampleLeg, sampleTransaction } from '../../testing/sample-transaction.ts';
import { deltaToBank, legRows } from './leg-rows.ts';

const legs = {
  core: sampleLeg('core', { amount_minor: '450000' }),
  gateway: sampleLeg('gateway', { fee_minor: '1180' }),
  mobile: null,
};

const marked = (change: Partial<Txn>): Record<string, string[]> =>
  Object.fromEntries(
    legRows(sampleTransaction({ legs, ...change }))
      .filter(({ differing }) => differing.size > 0)
      .map(({ kind, differing }) => [kind, [...differing]]),
  );

describe('the legs side by side', () => {
  it('mark only what the verdict holds against a leg', () => {
    expect(marked({ reasons: [] })).toEqual({});
    expect(marked({ reasons: ['AMOUNT_MISMATCH'] })).toEqual({ amount: ['gateway'] });
    expect(marked({ reasons: ['AMOUNT_MISMATCH', 'TIMESTAMP_MISMATCH'] })).toEqual({
      amount: ['gateway'],
      'event-time': ['gateway'],
    });
  });

  it('mark the one at fault where the others agree with each other', () => {
    const three = { ...legs, mobile: sampleLeg('mobile') };
    expect(marked({ reasons: ['AMOUNT_MISMATCH'], at_fault: 'core', legs: three })).toEqual({
      amount: ['core'],
    });
  });

  it('leave a pending leg out of the comparison', () => {
    const pending = { ...legs, gateway: sampleLeg('gateway', { outcome: 'PENDING' }) };
    expect(marked({ reasons: ['AMOUNT_MISMATCH'], legs: pending })).toEqual({});
  });

  it('have a row for what only some legs carry only where one does', () => {
    const kinds = legRows(sampleTransaction({ legs })).map(({ kind }) => kind);
    expect(kinds).toContain('fee');
    expect(kinds).not.toContain('client-time');
    expect(kinds).not.toContain('late');
  });

  it('measure against the bank, signed, within one currency', () => {
    expect(deltaToBank(legs, 'gateway')).toBe('50000');
    expect(deltaToBank(legs, 'core')).toBeNull();
    expect(deltaToBank(legs, 'mobile')).toBeNull();
    expect(
      deltaToBank({ ...legs, gateway: sampleLeg('gateway', { currency: 'USD' }) }, 'gateway'),
    ).toBeNull();
  });
});
