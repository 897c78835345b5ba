import { describe, expect, it, test } from 'vitest';
import type { SourceEvent } from '../event/event.ts';
import { fold } from '../event/state.ts';
import {
  MINUTE_MS,
  RULES_V1,
  SLA_MS,
  T0,
  USD,
  appFailed,
  captured,
  confirmed,
  failed,
  ledgerPending,
  ledgerReversed,
  posted,
  refunded,
  rejected,
  resolvedAt,
  rulesWith,
  stateOf,
} from '../testing/payment.ts';
import { seenBreak } from './coverage.ts';
import { judge } from './judge.ts';

const LATER_MS = 24 * 3_600_000;
const viaApp = { channel: 'MOBILE' } as const;

/** Settles the break as it stood with the first events, long overdue, lets the others arrive, and judges again. */
function after(seen: readonly SourceEvent[], more: readonly SourceEvent[], rules = RULES_V1) {
  return judge(fold(resolvedAt(LATER_MS, ...seen), more), T0 + LATER_MS, rules);
}

describe('a resolution', () => {
  test.each<[what: string, events: SourceEvent[]]>([
    ['an amount mismatch', [posted(), captured({ amount: 1n })]],
    ['a missing book', [captured()]],
    ['a duplicate', [posted(), captured({ id: 'a' }), captured({ id: 'b' })]],
    ['a stuck book', [posted(), captured({ status: 'PENDING' })]],
    ['several reasons', [posted(viaApp), captured({ ...viaApp, amount: 1n, eventAt: 6 * MINUTE_MS })]],
  ])('covers what was seen: %s', (_, events) => {
    expect(after(events, [])).toMatchObject({ status: 'RESOLVED' });
    expect(after(events, []).reasons.length).toBeGreaterThan(0);
  });

  it('is nothing without reasons', () => {
    const verdict = after([captured()], [posted({ appendAt: LATER_MS })]);
    expect(verdict).toMatchObject({ status: 'MATCHED', reasons: [] });
    const branch = after([posted({ channel: 'BRANCH' }), posted({ channel: 'BRANCH', amount: 1n })], []);
    expect(branch.status).toBe('RESOLVED');
  });

  it('outlives the loss of some reasons', () => {
    const verdict = after([captured(viaApp)], [posted({ ...viaApp, appendAt: LATER_MS })]);
    expect(verdict).toMatchObject({ status: 'RESOLVED', reasons: ['MISSING_MOBILE'], discrepancyMinor: 0n });
  });

  it('outlives it though the leg that came differs within the tolerance', () => {
    const tolerant = rulesWith({ tolerance: { absoluteMinor: 3n } });
    const verdict = after([captured(viaApp)], [posted({ ...viaApp, amount: 499_997n })], tolerant);
    expect(verdict).toMatchObject({ status: 'RESOLVED', reasons: ['MISSING_MOBILE'], discrepancyMinor: 3n });
  });

  it('outlives redeliveries', () => {
    expect(after([captured()], [captured({ appendAt: 9, reference: 'again' })]).status).toBe('RESOLVED');
  });

  it('outlives a source that takes its place in a reason seen', () => {
    const verdict = after([posted(), failed()], [appFailed()]);
    expect(verdict).toMatchObject({ status: 'RESOLVED', reasons: ['STATUS_MISMATCH'] });
  });
});

describe('a resolution is reopened by', () => {
  test.each<[what: string, seen: SourceEvent[], more: SourceEvent[], reasons: string[]]>([
    ['a reason that was not there', [captured()], [posted({ amount: 1n })], ['AMOUNT_MISMATCH']],
    [
      'a reason beside those that were there',
      [posted(), captured({ amount: 1n })],
      [confirmed(), confirmed({ status: 'PENDING' })],
      ['AMOUNT_MISMATCH', 'CONFLICTING_EVENT'],
    ],
    [
      'a greater discrepancy',
      [posted(), captured({ amount: 1n })],
      [confirmed({ amount: 900_000n })],
      ['AMOUNT_MISMATCH'],
    ],
    [
      'a greater discrepancy, though the duplicate beside it puts more at risk',
      [
        posted({ amount: 700n }),
        captured({ id: 'a', amount: 1_000_000n, eventAt: -1 }),
        captured({ id: 'b', amount: 500n }),
      ],
      [confirmed({ amount: 100n })],
      ['AMOUNT_MISMATCH', 'DUPLICATE_EVENT'],
    ],
    [
      'a greater amount at risk',
      [posted(viaApp), failed(viaApp)],
      [appFailed({ amount: 500_001n })],
      ['STATUS_MISMATCH'],
    ],
    [
      'a leg with another outcome',
      [posted(), failed(), appFailed({ id: 'x' })],
      [confirmed({ id: 'y' })],
      ['STATUS_MISMATCH'],
    ],
    [
      'a leg with another amount',
      [posted(), captured({ amount: 1n, status: 'PENDING' }), confirmed({ amount: 9n })],
      [captured({ id: 'b', amount: 2n, status: 'PENDING', eventAt: 1 })],
      ['AMOUNT_MISMATCH', 'STUCK_PENDING'],
    ],
    [
      'a leg with another currency',
      [posted(), captured({ status: 'PENDING' })],
      [captured({ id: 'b', status: 'PENDING', eventAt: 1, currency: USD })],
      ['STUCK_PENDING'],
    ],
    [
      'one more copy, though of amount zero',
      [posted({ amount: 0n }), captured({ id: 'a', amount: 0n }), captured({ id: 'b', amount: 0n })],
      [captured({ id: 'c', amount: 0n })],
      ['DUPLICATE_EVENT'],
    ],
    [
      'one more settlement of a book seen, though the leg stays',
      [posted(viaApp), captured({ ...viaApp, eventAt: 5 })],
      [refunded({ ...viaApp, id: 'r', eventAt: 1 })],
      ['MISSING_MOBILE'],
    ],
    [
      'a silent book that settles twice',
      [captured({ id: 'a', amount: 0n, ...viaApp }), captured({ id: 'b', amount: 0n, ...viaApp })],
      [posted({ id: 'a', amount: 0n, ...viaApp }), posted({ id: 'b', amount: 0n, ...viaApp })],
      ['MISSING_MOBILE', 'DUPLICATE_EVENT'],
    ],
  ])('%s', (_, seen, more, reasons) => {
    expect(judge(resolvedAt(LATER_MS, ...seen), T0 + LATER_MS, RULES_V1).status).toBe('RESOLVED');
    expect(after(seen, more)).toMatchObject({ status: 'MISMATCHED', reasons });
  });

  it('time, where a deadline brings a reason', () => {
    const state = resolvedAt(0, posted(viaApp), captured({ ...viaApp, amount: 1n }));
    expect(judge(state, T0, RULES_V1)).toMatchObject({
      status: 'RESOLVED',
      closed: false,
      nextDueAt: T0 + SLA_MS,
    });
    expect(judge(state, T0 + SLA_MS, RULES_V1).status).toBe('MISMATCHED');
  });

  it('a leg that settles in a book seen pending or failed', () => {
    const stuck = [ledgerPending(), confirmed(), captured({ amount: 490_000n })];
    const verdict = after(stuck, [posted({ id: 'x', amount: 490_000n, eventAt: 1 })]);
    expect(verdict).toMatchObject({ status: 'MISMATCHED', reasons: ['AMOUNT_MISMATCH'] });
  });
});

describe('what is seen', () => {
  it('is what a later verdict is held against', () => {
    const state = stateOf(
      posted(),
      captured({ id: 'a', amount: 400_000n }),
      captured({ id: 'b', amount: 300_000n, eventAt: 1 }),
      refunded({ id: 'c', eventAt: -5 }),
      failed({ id: 'd', eventAt: -9 }),
    );
    expect(seenBreak(state, judge(state, T0, RULES_V1))).toEqual({
      reasons: ['AMOUNT_MISMATCH', 'DUPLICATE_EVENT'],
      discrepancyMinor: 200_000n,
      atRiskMinor: 400_000n,
      legs: {
        core: { outcome: 'SUCCESS', amountMinor: 500_000n, currency: 'INR' },
        gateway: { outcome: 'SUCCESS', amountMinor: 300_000n, currency: 'INR' },
        mobile: null,
      },
      settlements: { core: 1, gateway: 3 },
    });
    expect(seenBreak(stateOf(rejected()), judge(stateOf(rejected()), T0, RULES_V1)).settlements.core).toBe(0);
    expect(
      seenBreak(stateOf(ledgerReversed()), judge(stateOf(ledgerReversed()), T0, RULES_V1)).settlements.core,
    ).toBe(1);
  });
});
