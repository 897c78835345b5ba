import { describe, expect, it, test } from 'vitest';
import type { SourceEvent } from '../event/event.ts';
import {
  authorized,
  captured,
  confirmed,
  failed,
  inTime,
  ledgerPending,
  ledgerReversed,
  overdue,
  posted,
  refunded,
  rejected,
} from '../testing/payment.ts';

const REASON = 'DUPLICATE_EVENT';
const a = { id: 'a' };
const b = { id: 'b' };

describe('a book that settles twice', () => {
  test.each<[what: string, events: SourceEvent[]]>([
    ['two captures', [posted(), captured(a), captured(b)]],
    ['two postings', [captured(), posted(a), posted(b)]],
    ['two refunds', [ledgerReversed(), refunded(a), refunded(b)]],
    ['two ledger reversals', [refunded(), ledgerReversed(a), ledgerReversed(b)]],
    [
      'a posting reversed by status and a reversal',
      [refunded(), posted({ ...a, status: 'REVERSED' }), ledgerReversed(b)],
    ],
    [
      'two captures of different amounts',
      [posted(), captured(a), captured({ ...b, amount: 1n, eventAt: -1 })],
    ],
  ])('%s', (_, events) => {
    expect(inTime(...events).reasons).toContain(REASON);
  });

  test.each<[what: string, events: SourceEvent[]]>([
    ['the same event delivered twice', [posted(), captured({ appendAt: 1 }), captured({ appendAt: 2 })]],
    ['a capture and its refund', [posted(), ledgerReversed({ id: 'x' }), captured(a), refunded(b)]],
    ['an authorisation and a capture', [posted(), authorized(a), captured(b)]],
    ['two authorisations', [ledgerPending(), authorized(a), authorized(b)]],
    ['two failures', [rejected(), failed(a), failed(b)]],
    [
      'postings in different directions',
      [captured(), posted({ ...a, direction: 'DEBIT' }), posted({ ...b, direction: 'CREDIT' })],
    ],
    ['two confirmations of the app, which is no book', [posted(), captured(), confirmed(a), confirmed(b)]],
    ['one settlement in each book', [posted(a), captured(b)]],
  ])('not: %s', (_, events) => {
    expect(inTime(...events).reasons).not.toContain(REASON);
  });

  it('counts an id that counts by any of its contents', () => {
    const verdict = inTime(posted(), captured(a), captured(b), failed({ id: 'b', eventAt: -1 }));
    expect(verdict.reasons).toEqual([REASON, 'CONFLICTING_EVENT']);
  });

  it('counts one id once, however many contents of it settle', () => {
    expect(inTime(posted(), captured(a), captured({ ...a, amount: 1n })).reasons).not.toContain(REASON);
  });

  it('is no reason yet while the book alone has spoken and is in time', () => {
    expect(inTime(captured(a), captured(b))).toMatchObject({ status: 'PENDING', reasons: [] });
    expect(overdue(captured(a), captured(b)).reasons).toEqual(['MISSING_CORE', REASON]);
  });
});

describe('gravity', () => {
  const one = captured({ id: 'a', amount: 300n, eventAt: 1 });
  const two = captured({ id: 'b', amount: 500n, eventAt: 3 });
  const three = captured({ id: 'c', amount: 900n, eventAt: 2 });

  it('is what was settled beyond the greatest by leg order', () => {
    expect(inTime(posted({ amount: 500n }), one, two, three)).toMatchObject({
      reasons: [REASON],
      atRiskMinor: 1200n,
    });
  });

  it('takes each id by its greatest content of the set', () => {
    const older = captured({ id: 'a', amount: 7000n, eventAt: 0 });
    expect(inTime(posted({ amount: 500n }), one, older, two).atRiskMinor).toBe(500n);
    // The conflict puts the largest leg, 500, at risk; the duplicate 300 only.
    const newer = captured({ id: 'a', amount: 7000n, eventAt: 2 });
    expect(inTime(posted({ amount: 500n }), one, newer, two).atRiskMinor).toBe(7000n);
  });

  it('adds up both books, outcomes and directions', () => {
    const events = [
      posted({ id: 'd1', amount: 10n, eventAt: 8 }),
      posted({ id: 'd2', amount: 500n, eventAt: 9 }),
      posted({ id: 'c1', amount: 20n, eventAt: 6, direction: 'CREDIT' }),
      posted({ id: 'c2', amount: 500n, eventAt: 7, direction: 'CREDIT' }),
      ledgerReversed({ id: 'r1', amount: 40n, eventAt: 2 }),
      ledgerReversed({ id: 'r2', amount: 500n, eventAt: 3 }),
      captured({ id: 'g1', amount: 80n, eventAt: 8 }),
      captured({ id: 'g2', amount: 500n, eventAt: 9 }),
    ];
    expect(inTime(...events)).toMatchObject({ reasons: [REASON], atRiskMinor: 150n });
  });

  it('is critical from the threshold on, else high', () => {
    const copies = [captured({ id: 'a', amount: 999_999n }), captured({ id: 'b', amount: 999_999n })];
    expect(inTime(posted({ amount: 999_999n }), ...copies).severity).toBe('high');
    const larger = [captured({ id: 'a', amount: 1_000_000n }), captured({ id: 'b', amount: 1_000_000n })];
    expect(inTime(posted({ amount: 1_000_000n }), ...larger).severity).toBe('critical');
  });
});
