import { describe, expect, it, test } from 'vitest';
import type { SourceEvent } from '../event/event.ts';
import {
  USD,
  appFailed,
  authorized,
  captured,
  confirmed,
  event,
  failed,
  inTime,
  ledgerReversed,
  overdue,
  posted,
  refunded,
  rejected,
} from '../testing/payment.ts';

const REASON = 'CONFLICTING_EVENT';

describe('the same event id with other content', () => {
  test.each<[what: string, events: SourceEvent[]]>([
    ['amount', [posted(), posted({ amount: 1n }), captured()]],
    ['currency', [posted(), captured(), captured({ currency: USD })]],
    ['status', [posted(), captured(), captured({ status: 'PENDING' })]],
    ['type', [posted(), captured(), authorized()]],
    ['channel', [posted(), captured(), captured({ channel: 'POS' })]],
    ['direction', [captured(), posted(), posted({ direction: 'CREDIT' })]],
    ['event time in a book', [posted(), captured(), captured({ eventAt: 1 })]],
    ['amount in the app', [posted(), captured(), confirmed(), confirmed({ amount: 1n })]],
  ])('%s', (_, events) => {
    expect(inTime(...events).reasons).toContain(REASON);
  });

  it('may be the same id in two sources', () => {
    expect(inTime(posted({ id: 'x' }), captured({ id: 'x' }), confirmed({ id: 'x' })).reasons).toEqual([]);
  });

  it("does not mean the app's clock, a fee or a reference", () => {
    expect(inTime(posted(), captured(), confirmed(), confirmed({ eventAt: 9, appendAt: 9 })).reasons).toEqual(
      [],
    );
    expect(inTime(posted(), captured({ fee: 1n }), captured({ fee: 2n, reference: 'x' })).reasons).toEqual(
      [],
    );
  });
});

describe('a book that fails after it succeeded', () => {
  it('conflicts where the failure is strictly later by event time', () => {
    const succeeded = [posted(), captured({ id: 'a' })];
    expect(inTime(...succeeded, failed({ id: 'b', eventAt: 0 })).reasons).toEqual([]);
    expect(inTime(...succeeded, failed({ id: 'b', eventAt: 1 })).reasons).toEqual([REASON]);
    expect(inTime(captured(), posted({ id: 'a' }), rejected({ id: 'b', eventAt: 1 })).reasons).toEqual([
      REASON,
    ]);
  });

  it('still stands by its success', () => {
    const verdict = inTime(posted(), captured({ id: 'a' }), failed({ id: 'b', eventAt: 1 }));
    expect(verdict.legs.gateway).toMatchObject({ outcome: 'SUCCESS', eventId: 'a' });
    expect(verdict.status).toBe('MISMATCHED');
  });

  it('must fail after every success', () => {
    const events = [posted(), captured({ id: 'a' }), failed({ id: 'b', eventAt: 1 })];
    expect(inTime(...events, captured({ id: 'a', eventAt: 2 })).reasons).toContain(REASON);
    const between = [
      posted({ eventAt: 3 }),
      failed({ id: 'b', eventAt: 1 }),
      captured({ id: 'c', eventAt: 3 }),
    ];
    expect(inTime(captured({ id: 'a' }), ...between).reasons).toEqual(['DUPLICATE_EVENT']);
  });

  it('must have succeeded, not been reversed', () => {
    expect(inTime(ledgerReversed(), refunded({ id: 'a' }), failed({ id: 'b', eventAt: 1 })).reasons).toEqual(
      [],
    );
    expect(inTime(rejected(), failed({ id: 'a' }), failed({ id: 'b', eventAt: 1 })).reasons).toEqual([]);
  });

  it('is a book: the app may have tried twice', () => {
    expect(
      inTime(posted(), captured(), confirmed({ id: 'a' }), appFailed({ id: 'b', eventAt: 1 })).reasons,
    ).toEqual([]);
  });

  it('is no reason yet while the book alone has spoken and is in time', () => {
    const events = [captured({ id: 'a' }), failed({ id: 'b', eventAt: 1 })];
    expect(inTime(...events).reasons).toEqual([]);
    expect(overdue(...events).reasons).toEqual(['MISSING_CORE', REASON]);
  });
});

describe('gravity', () => {
  it('in a book is the largest amount, and high', () => {
    const large = { amount: 10n ** 9n };
    const events = [posted(large), captured(large), event('gateway', 'PAYMENT_CAPTURED', 'PENDING', large)];
    expect(inTime(...events)).toMatchObject({ reasons: [REASON], atRiskMinor: 10n ** 9n, severity: 'high' });
  });

  it('after a success in a book is the same', () => {
    const events = [posted(), captured({ id: 'a' }), failed({ id: 'b', eventAt: 1 })];
    expect(inTime(...events)).toMatchObject({ atRiskMinor: 500_000n, severity: 'high' });
  });

  it('in the app is high, with nothing at risk', () => {
    const events = [posted(), captured(), confirmed(), event('mobile', 'PAYMENT_CONFIRMED', 'PENDING')];
    expect(inTime(...events)).toMatchObject({ reasons: [REASON], atRiskMinor: 0n, severity: 'high' });
  });
});
