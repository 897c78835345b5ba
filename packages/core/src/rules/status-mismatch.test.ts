import { describe, expect, it, test } from 'vitest';
import type { SourceEvent } from '../event/event.ts';
import {
  SLA_MS,
  appFailed,
  appReversed,
  captured,
  confirmed,
  failed,
  inTime,
  initiated,
  ledgerReversed,
  overdue,
  posted,
  refunded,
  rejected,
  verdictAt,
} from '../testing/payment.ts';

const REASON = 'STATUS_MISMATCH';

describe('a success against a failure', () => {
  test.each<[who: string, events: SourceEvent[]]>([
    ['core and gateway', [posted(), failed()]],
    ['gateway and core', [captured(), rejected()]],
    ['core and app', [posted(), appFailed()]],
    ['gateway and app', [captured(), appFailed()]],
    ['app and core', [confirmed(), rejected()]],
    ['app and gateway', [confirmed(), failed()]],
    ['one against two', [posted(), failed(), appFailed()]],
  ])('of %s is a mismatch at once', (_, events) => {
    expect(inTime(...events).reasons).toEqual([REASON]);
  });
});

describe('a success against a reversal', () => {
  test.each<[who: string, events: SourceEvent[]]>([
    ['core and gateway', [posted(), refunded()]],
    ['gateway and core', [captured(), ledgerReversed()]],
  ])('of %s is a mismatch only once the reversal deadline has passed', (_, events) => {
    expect(verdictAt(SLA_MS - 1, ...events)).toMatchObject({ reasons: [], status: 'PARTIAL' });
    expect(verdictAt(SLA_MS, ...events)).toMatchObject({ reasons: [REASON], status: 'MISMATCHED' });
  });

  it('of a book and the app is a mismatch at once', () => {
    expect(inTime(posted(), appReversed()).reasons).toEqual([REASON]);
    expect(inTime(captured(), appReversed()).reasons).toEqual([REASON]);
  });

  it('of the app and a book is none: the app does not see refunds', () => {
    expect(overdue(ledgerReversed(), refunded(), confirmed()).reasons).toEqual([]);
  });

  it('leaves an app that saw success against a failed book a mismatch', () => {
    expect(inTime(rejected(), refunded(), confirmed()).reasons).toEqual([REASON]);
    expect(inTime(ledgerReversed(), failed(), confirmed()).reasons).toEqual([REASON]);
  });
});

describe('agreement', () => {
  test.each<[what: string, events: SourceEvent[]]>([
    ['all succeeded', [posted(), captured(), confirmed()]],
    ['all failed', [rejected(), failed(), appFailed()]],
    ['all reversed', [ledgerReversed(), refunded(), appReversed()]],
    ['failed and reversed: nothing stands', [rejected(), refunded(), appFailed()]],
    ['a success beside a pending one', [posted(), captured(), initiated()]],
  ])('%s', (_, events) => {
    expect(overdue(...events).reasons).toEqual([]);
  });
});

describe('gravity', () => {
  it('between books: the largest amount is at risk, critical from the threshold on', () => {
    expect(inTime(posted({ amount: 999_999n }), failed({ amount: 1n }))).toMatchObject({
      atRiskMinor: 999_999n,
      severity: 'high',
    });
    expect(inTime(posted({ amount: 1n }), failed({ amount: 1_000_000n }))).toMatchObject({
      atRiskMinor: 1_000_000n,
      severity: 'critical',
    });
  });

  it('against the app only: nothing at risk, medium', () => {
    expect(inTime(posted({ amount: 10n ** 9n }), captured({ amount: 10n ** 9n }), appFailed())).toMatchObject(
      {
        reasons: [REASON],
        atRiskMinor: 0n,
        severity: 'medium',
      },
    );
  });

  it('between books once the reversal deadline has passed, though the app disagreed before', () => {
    const events = [posted(), refunded(), appReversed()];
    expect(verdictAt(SLA_MS - 1, ...events)).toMatchObject({
      reasons: [REASON],
      atRiskMinor: 0n,
      severity: 'medium',
    });
    expect(verdictAt(SLA_MS, ...events)).toMatchObject({
      reasons: [REASON],
      atRiskMinor: 500_000n,
      severity: 'high',
    });
  });
});
