import { describe, expect, it, test } from 'vitest';
import type { SourceEvent } from '../event/event.ts';
import {
  PENDING_LIMIT_MS,
  SLA_MS,
  appFailed,
  authorized,
  captured,
  confirmed,
  failed,
  inTime,
  initiated,
  ledgerPending,
  ledgerReversed,
  overdue,
  posted,
  refunded,
  rejected,
  verdictAt,
} from '../testing/payment.ts';

const viaApp = { channel: 'MOBILE' } as const;
const other = { id: 'other' };

describe('the status', () => {
  // In time, and long overdue.
  test.each<[what: string, events: SourceEvent[], inTime: string, overdue: string]>([
    ['one book of two', [captured()], 'PENDING', 'MISMATCHED'],
    ['both books agree', [captured(), posted()], 'MATCHED', 'MATCHED'],
    ['both books of an app payment, no app', [captured(viaApp), posted(viaApp)], 'PARTIAL', 'MISMATCHED'],
    ['all three agree', [captured(viaApp), posted(viaApp), confirmed()], 'MATCHED', 'MATCHED'],
    ['one book and the app agree', [captured(), confirmed()], 'PARTIAL', 'MISMATCHED'],
    ['a branch posting', [posted({ channel: 'BRANCH' })], 'PENDING', 'CLOSED'],
    ['a declined payment', [failed()], 'PENDING', 'CLOSED'],
    ['a payment abandoned in the app', [initiated()], 'PENDING', 'CLOSED'],
    ['authorised but never captured', [authorized()], 'PENDING', 'MISMATCHED'],
    [
      'authorised and void',
      [authorized(), authorized({ ...other, status: 'REVERSED' })],
      'PENDING',
      'CLOSED',
    ],
    ['declined while the app waits', [failed(), initiated()], 'PENDING', 'CLOSED'],
    ['declined, and the bank still pending', [failed(), ledgerPending()], 'PENDING', 'MISMATCHED'],
    ['declined by both', [failed(), rejected()], 'MATCHED', 'MATCHED'],
    ['all failed', [failed(), rejected(), appFailed()], 'MATCHED', 'MATCHED'],
    ['declined and reversed', [failed(), ledgerReversed()], 'MATCHED', 'MATCHED'],
    ['both promised', [authorized(), ledgerPending()], 'PENDING', 'MISMATCHED'],
    ['posted, gateway pending', [posted(), authorized()], 'PENDING', 'MISMATCHED'],
    ['posted and confirmed, gateway pending', [posted(), authorized(), confirmed()], 'PARTIAL', 'MISMATCHED'],
    ['both books agree, the app waits', [posted(), captured(), initiated()], 'PARTIAL', 'MATCHED'],
    [
      'refunded in both',
      [posted(), captured(), refunded(other), ledgerReversed(other)],
      'MATCHED',
      'MATCHED',
    ],
    ['a refund booked on one side only', [posted(), captured(), refunded(other)], 'PARTIAL', 'MISMATCHED'],
    ['different outcomes', [posted(), failed()], 'MISMATCHED', 'MISMATCHED'],
    [
      'a late failure notice after a success',
      [posted(), captured(), failed({ id: 'x', eventAt: 9 })],
      'MISMATCHED',
      'MISMATCHED',
    ],
    [
      'an earlier failed attempt',
      [posted(), captured(), failed({ id: 'x', eventAt: -9 })],
      'MATCHED',
      'MATCHED',
    ],
    [
      'a refund that failed',
      [posted(), captured(), refunded({ ...other, status: 'FAILED' })],
      'MATCHED',
      'MATCHED',
    ],
    [
      'a conflict while one leg is pending',
      [authorized(), authorized({ amount: 1n }), initiated()],
      'MISMATCHED',
      'MISMATCHED',
    ],
  ])('%s', (_, events, early, late) => {
    expect([inTime(...events).status, overdue(...events).status]).toEqual([early, late]);
    expect(overdue(...events.toReversed()).status).toBe(late);
  });

  it('of one final leg beside an awaited one is PARTIAL once overdue without a reason', () => {
    // The gateway's refund is in time until its own deadline, while the arrival deadline has passed.
    const events = [posted(), captured(), refunded({ ...other, appendAt: 30_000 })];
    expect(verdictAt(SLA_MS, ...events)).toMatchObject({ overdue: true, status: 'PARTIAL', reasons: [] });
    expect(verdictAt(SLA_MS + 30_000, ...events)).toMatchObject({ status: 'MISMATCHED' });
  });

  it('waits for the pending limit where no money has moved', () => {
    expect(verdictAt(PENDING_LIMIT_MS - 1, failed()).status).toBe('PENDING');
    expect(verdictAt(PENDING_LIMIT_MS, failed()).status).toBe('CLOSED');
  });
});

describe('whom a transaction waits for', () => {
  test.each<[what: string, events: SourceEvent[], inTime: string[], overdue: string[]]>([
    ['an expected source without an event, however late', [captured()], ['core'], ['core']],
    ['nobody where no money moved', [failed()], [], []],
    ['a pending book, however late', [posted(), authorized()], ['gateway'], ['gateway']],
    ['a pending core', [ledgerPending(), captured()], ['core'], ['core']],
    ['a pending app until overdue', [posted(), captured(), initiated()], ['mobile'], []],
    ['a book that still holds what the other reversed', [posted(), refunded()], ['core'], []],
    ['the other way round', [captured(), ledgerReversed()], ['gateway'], []],
    ['nobody where both reversed', [ledgerReversed(), refunded()], [], []],
    ['nobody where a book failed', [rejected(), refunded()], [], []],
    ['several', [confirmed(), authorized()], ['core', 'gateway'], ['core', 'gateway']],
  ])('%s', (_, events, early, late) => {
    expect([inTime(...events).awaited, overdue(...events).awaited]).toEqual([early, late]);
  });
});
