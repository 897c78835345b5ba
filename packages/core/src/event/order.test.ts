import { describe, expect, it, test } from 'vitest';
import {
  T0,
  USD,
  appFailed,
  authorized,
  captured,
  confirmed,
  event,
  failed,
  initiated,
  inTime,
  ledgerPending,
  ledgerReversed,
  posted,
  refunded,
  rejected,
} from '../testing/payment.ts';
import type { SourceEvent } from './event.ts';
import { compareEvents, compareInSource, sameContent } from './order.ts';

const bookPending = (over?: Parameters<typeof event>[3]) =>
  event('gateway', 'PAYMENT_CAPTURED', 'PENDING', over);

describe('the leg of a source is its greatest event', () => {
  // Each pair differs in the criterion named and, where it can, disagrees in every later one.
  test.each<[criterion: string, greater: SourceEvent, less: SourceEvent]>([
    ['a success above a later failure', captured({ eventAt: 0 }), failed({ eventAt: 9 })],
    ['a reversal above a later failure', refunded({ eventAt: 0 }), failed({ eventAt: 9 })],
    ['a failure above a later pending one', failed({ eventAt: 0 }), authorized({ eventAt: 9 })],
    ['a success above a later pending one', posted({ eventAt: 0 }), ledgerPending({ eventAt: 9 })],
    ['the later event time, whatever the rank', captured({ eventAt: 1 }), refunded({ eventAt: 0 })],
    ['the later event time among pending ones', authorized({ eventAt: 1 }), bookPending({ eventAt: 0 })],
    [
      'the later event time among failures',
      rejected({ eventAt: 1, id: 'a' }),
      rejected({ eventAt: 0, id: 'b' }),
    ],
    ['POSTED above REJECTED', event('core', 'LEDGER_POSTED', 'FAILED', { id: 'a' }), rejected({ id: 'b' })],
    ['REVERSED above POSTED', ledgerReversed({ id: 'a' }), posted({ id: 'b' })],
    [
      'AUTHORIZED above FAILED',
      event('gateway', 'PAYMENT_AUTHORIZED', 'FAILED', { id: 'a' }),
      failed({ id: 'b' }),
    ],
    ['CAPTURED above AUTHORIZED', bookPending({ id: 'a' }), authorized({ id: 'b' })],
    ['REFUNDED above CAPTURED', refunded({ id: 'a' }), captured({ id: 'b' })],
    [
      'CONFIRMED above INITIATED',
      event('mobile', 'PAYMENT_CONFIRMED', 'PENDING', { id: 'a' }),
      initiated({ id: 'b' }),
    ],
    [
      'INITIATED above FAILED',
      event('mobile', 'PAYMENT_INITIATED', 'FAILED', { id: 'a' }),
      appFailed({ id: 'b' }),
    ],
    ['the greater event id', captured({ id: 'b', amount: 1n }), captured({ id: 'a', amount: 2n })],
    ['ids bytewise: lower case above upper', captured({ id: 'a' }), captured({ id: 'B' })],
    ['ids bytewise: 9 above 10', captured({ id: 'e9' }), captured({ id: 'e10' })],
    ['the greater amount', captured({ amount: 2n }), captured({ amount: 1n, currency: USD })],
    ['amounts beyond 2^53', captured({ amount: 2n ** 53n + 1n }), captured({ amount: 2n ** 53n })],
    ['the greater currency', captured({ currency: USD }), captured({ status: 'REVERSED' })],
    ['REVERSED above SUCCESS', posted({ status: 'REVERSED' }), posted({ direction: 'CREDIT' })],
    [
      'CREDIT above DEBIT',
      posted({ direction: 'CREDIT' }),
      posted({ direction: 'DEBIT', channel: 'BRANCH' }),
    ],
    ['the later channel of the schema', captured({ channel: 'POS' }), captured({ channel: 'WEB' })],
    ['BRANCH, the last channel, above ATM', captured({ channel: 'BRANCH' }), captured({ channel: 'ATM' })],
    ['a channel above none', captured({ channel: 'MOBILE' }), captured({ channel: null })],
    ['the later status of the schema', failed({ status: 'REVERSED' }), failed({ status: 'FAILED' })],
  ])('%s', (_, greater, less) => {
    expect(compareInSource(greater, less)).toBeGreaterThan(0);
    expect(compareInSource(less, greater)).toBeLessThan(0);
    const { source } = greater;
    for (const verdict of [inTime(greater, less), inTime(less, greater)]) {
      const leg = verdict.legs[source];
      expect(leg).toMatchObject({
        type: greater.type,
        outcome: greater.outcome,
        amountMinor: greater.amountMinor,
      });
      expect(leg).toMatchObject({
        eventId: greater.eventId,
        currency: greater.currency,
        channel: greater.channel,
      });
    }
  });

  it("does not look at the app's own clock", () => {
    const early = confirmed({ id: 'b', eventAt: 0 });
    const late = confirmed({ id: 'a', eventAt: 9 });
    expect(inTime(early, late).legs.mobile?.eventId).toBe('b');
  });
});

describe('all events of a transaction', () => {
  it('are ordered by source first', () => {
    const events = [confirmed(), captured(), posted({ eventAt: 9 }), captured({ eventAt: -1, id: 'z' })];
    const sorted = events.toSorted(compareEvents).map(({ source, eventTime }) => [source, eventTime - T0]);
    expect(sorted).toEqual([
      ['core', 9],
      ['gateway', -1],
      ['gateway', 0],
      ['mobile', 0],
    ]);
  });

  it('are the same where only what is carried differs', () => {
    const one = captured({ fee: 1n, reference: 'a', appendAt: 0 });
    expect(compareEvents(one, captured({ fee: 2n, reference: 'b', appendAt: 5 }))).toBe(0);
    expect(compareEvents(confirmed({ eventAt: 0 }), confirmed({ eventAt: 5 }))).toBe(0);
  });
});

describe('the content of an event', () => {
  const base = posted();
  test.each<[field: string, other: SourceEvent]>([
    ['type', ledgerReversed({ status: 'SUCCESS' })],
    ['status', posted({ status: 'REVERSED' })],
    ['amount', posted({ amount: 1n })],
    ['currency', posted({ currency: USD })],
    ['channel', posted({ channel: 'POS' })],
    ['direction', posted({ direction: 'CREDIT' })],
    ['event time in a book', posted({ eventAt: 1 })],
  ])('includes its %s', (_, other) => {
    expect(sameContent(base, other)).toBe(false);
  });

  it('is not its id, its delivery, or the clock of an app', () => {
    expect(sameContent(base, posted({ id: 'other', appendAt: 7, reference: 'x' }))).toBe(true);
    expect(sameContent(confirmed(), confirmed({ eventAt: 7 }))).toBe(true);
  });
});
