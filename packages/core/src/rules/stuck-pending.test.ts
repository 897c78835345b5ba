import { describe, expect, it } from 'vitest';
import {
  PENDING_LIMIT_MS,
  SLA_MS,
  authorized,
  captured,
  failed,
  initiated,
  inTime,
  ledgerPending,
  overdue,
  posted,
  rejected,
  verdictAt,
} from '../testing/payment.ts';

const REASON = 'STUCK_PENDING';

describe('a book with only pending events', () => {
  it('is stuck once the pending limit has passed: authorised but never captured', () => {
    expect(verdictAt(PENDING_LIMIT_MS - 1, authorized())).toMatchObject({ status: 'PENDING', reasons: [] });
    expect(verdictAt(PENDING_LIMIT_MS, authorized())).toMatchObject({
      status: 'MISMATCHED',
      reasons: [REASON],
    });
  });

  it('is stuck once the SLA has passed where the other book moved money', () => {
    expect(verdictAt(SLA_MS - 1, posted(), authorized()).reasons).toEqual([]);
    expect(verdictAt(SLA_MS, posted(), authorized()).reasons).toEqual([REASON]);
    expect(verdictAt(SLA_MS, captured(), ledgerPending()).reasons).toEqual([REASON]);
  });

  it('is not stuck once it has said how it ended', () => {
    expect(overdue(authorized(), failed({ id: 'x' })).reasons).toEqual([]);
    expect(overdue(ledgerPending(), rejected({ id: 'x' })).reasons).toEqual([]);
    expect(overdue(posted(), authorized(), captured({ id: 'x' })).reasons).toEqual([]);
  });

  it('does not mean the app: a customer may close it', () => {
    expect(overdue(initiated()).reasons).toEqual([]);
    expect(overdue(posted(), captured(), initiated()).reasons).toEqual([]);
  });

  it('puts the largest amount at risk, and is medium', () => {
    const large = { amount: 10n ** 9n };
    expect(overdue(authorized(large))).toMatchObject({ atRiskMinor: 10n ** 9n, severity: 'medium' });
    expect(inTime(authorized(large))).toMatchObject({ atRiskMinor: 0n, severity: null });
  });
});
