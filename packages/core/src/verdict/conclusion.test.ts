import { describe, expect, it, test } from 'vitest';
import {
  MINUTE_MS,
  SLA_MS,
  USD,
  appFailed,
  authorized,
  captured,
  confirmed,
  failed,
  inTime,
  ledgerPending,
  overdue,
  posted,
  verdictAt,
} from '../testing/payment.ts';
import { EVENTS_MAX } from '../event/state.ts';
import { REASONS, SEVERITIES } from '../vocabulary.ts';

describe('the reasons', () => {
  it('are none while one source alone has spoken and is in time', () => {
    expect(verdictAt(SLA_MS - 1, captured({ id: 'a' }), captured({ id: 'b' }))).toMatchObject({
      status: 'PENDING',
      reasons: [],
      severity: null,
      atFault: null,
      hints: [],
      atRiskMinor: 0n,
    });
  });

  it('are looked for at once when two have spoken', () => {
    expect(inTime(posted(), captured({ id: 'a' }), captured({ id: 'b' })).reasons).toEqual([
      'DUPLICATE_EVENT',
    ]);
  });

  it('may be several, in one order', () => {
    const verdict = overdue(
      posted({ channel: 'MOBILE', eventAt: 6 * MINUTE_MS }),
      captured({ id: 'a', amount: 1n, eventAt: -1 }),
      captured({ id: 'b', amount: 1n }),
      captured({ id: 'b', amount: 1n, channel: 'POS' }),
      failed({ id: 'c', eventAt: 1 }),
    );
    expect(verdict.reasons).toEqual([
      'AMOUNT_MISMATCH',
      'TIMESTAMP_MISMATCH',
      'MISSING_MOBILE',
      'DUPLICATE_EVENT',
      'CONFLICTING_EVENT',
    ]);
    expect(verdict.reasons).toEqual(REASONS.filter((reason) => verdict.reasons.includes(reason)));
  });

  it('may be a mismatch of status, of currency and a stuck book together', () => {
    expect(overdue(ledgerPending(), captured(), appFailed()).reasons).toEqual([
      'STATUS_MISMATCH',
      'STUCK_PENDING',
    ]);
    expect(overdue(confirmed({ currency: USD }), captured()).reasons).toEqual([
      'CURRENCY_MISMATCH',
      'MISSING_CORE',
    ]);
  });
});

describe('several reasons together', () => {
  it('put at risk what the greatest of them does', () => {
    const verdict = inTime(
      posted({ amount: 900n }),
      captured({ id: 'a', amount: 400n, eventAt: -1 }),
      captured({ id: 'b', amount: 300n }),
    );
    expect(verdict).toMatchObject({ reasons: ['AMOUNT_MISMATCH', 'DUPLICATE_EVENT'], atRiskMinor: 600n });
    const other = inTime(
      posted({ amount: 400n }),
      captured({ id: 'a', amount: 700n, eventAt: -1 }),
      captured({ id: 'b', amount: 200n }),
    );
    expect(other).toMatchObject({ reasons: ['AMOUNT_MISMATCH', 'DUPLICATE_EVENT'], atRiskMinor: 700n });
  });

  it('are as grave as the gravest of them', () => {
    // FX alone is low, a duplicate below the threshold high.
    const verdict = inTime(
      posted({ amount: 499n }),
      captured({ id: 'a', amount: 1n, eventAt: -1 }),
      captured({ amount: 500n }),
    );
    expect(verdict).toMatchObject({ reasons: ['FX_ADJUSTMENT', 'DUPLICATE_EVENT'], severity: 'high' });
    expect(overdue(posted({ channel: 'MOBILE' }), authorized())).toMatchObject({
      reasons: ['MISSING_MOBILE', 'STUCK_PENDING'],
      severity: 'medium',
    });
  });

  it('are grave by what all of them put at risk', () => {
    // The duplicate itself risks little; the amount mismatch beside it is above the threshold.
    const verdict = inTime(
      posted({ amount: 10n ** 8n }),
      captured({ id: 'a', amount: 1n, eventAt: -1 }),
      captured({ amount: 1n }),
    );
    expect(verdict).toMatchObject({ reasons: ['AMOUNT_MISMATCH', 'DUPLICATE_EVENT'], severity: 'critical' });
  });
});

test('severities are ordered, gravest last', () => {
  expect(SEVERITIES).toEqual(['low', 'medium', 'high', 'critical']);
});

it('holds an absurdly large transaction to the same rules', () => {
  const copies = Array.from({ length: EVENTS_MAX + 50 }, (_, i) =>
    captured({ id: `c${String(i).padStart(3, '0')}` }),
  );
  const verdict = inTime(posted(), ...copies);
  expect(verdict).toMatchObject({
    reasons: ['DUPLICATE_EVENT', 'TOO_MANY_EVENTS'],
    hints: ['IDENTICAL_COPY'],
    severity: 'critical',
    atRiskMinor: 98n * 500_000n,
  });
});
