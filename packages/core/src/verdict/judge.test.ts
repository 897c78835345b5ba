import { describe, expect, it, test } from 'vitest';
import type { SourceEvent } from '../event/event.ts';
import {
  PENDING_LIMIT_MS,
  RULES_V1,
  SLA_MS,
  T0,
  appReversed,
  authorized,
  captured,
  confirmed,
  failed,
  inTime,
  initiated,
  overdue,
  posted,
  refunded,
  resolvedAt,
  verdictAt,
} from '../testing/payment.ts';
import { judge } from './judge.ts';
import type { Verdict } from './verdict.ts';

const viaApp = { channel: 'MOBILE' } as const;

/** What people see of a verdict. */
function shown({ status, reasons, severity, atRiskMinor }: Verdict) {
  return { status, reasons, severity, atRiskMinor };
}

describe('the next deadline', () => {
  test.each<[what: string, events: SourceEvent[], dueAt: number | null]>([
    ['a first leg waits for its counterpart', [captured()], SLA_MS],
    ['a promise waits for the pending limit', [authorized()], PENDING_LIMIT_MS],
    ['a decline too: it may yet turn out to be a success elsewhere', [failed()], PENDING_LIMIT_MS],
    ['two books that agree wait for nothing', [captured(), posted()], null],
    ['nor do two that disagree', [captured({ amount: 1n }), posted()], null],
    ['two books of an app payment wait for the app', [captured(viaApp), posted(viaApp)], SLA_MS],
    [
      'also where they disagree: a reason more',
      [captured({ ...viaApp, amount: 1n }), posted(viaApp)],
      SLA_MS,
    ],
    ['a pending app is waited for', [captured(), posted(), initiated()], SLA_MS],
    [
      'but not where nothing it says matters any more',
      [captured({ amount: 1n }), posted(), initiated()],
      null,
    ],
    ['a stuck book', [posted(), authorized()], SLA_MS],
    [
      'a reversal waits for the other book',
      [posted(), captured(), refunded({ id: 'r', appendAt: 5000 })],
      5000 + SLA_MS,
    ],
    [
      'a reversal the app contradicts turns graver',
      [posted(), refunded({ appendAt: 5000 }), appReversed()],
      5000 + SLA_MS,
    ],
    ['of two deadlines the sooner', [posted(viaApp), refunded({ ...viaApp, appendAt: 5000 })], SLA_MS],
    ['a branch posting', [posted({ channel: 'BRANCH' })], SLA_MS],
  ])('%s', (_, events, dueAt) => {
    const verdict = inTime(...events);
    expect(verdict).toMatchObject({ nextDueAt: dueAt === null ? null : T0 + dueAt, closed: dueAt === null });
    if (dueAt !== null) {
      expect(shown(verdictAt(dueAt - 1, ...events))).toEqual(shown(verdict));
      expect(shown(verdictAt(dueAt, ...events))).not.toEqual(shown(verdict));
    }
  });

  it('moves on to the second deadline when the first has passed', () => {
    const events = [posted(viaApp), refunded({ ...viaApp, appendAt: 5000 })];
    expect(verdictAt(SLA_MS, ...events)).toMatchObject({
      status: 'MISMATCHED',
      reasons: ['MISSING_MOBILE'],
      closed: false,
      nextDueAt: T0 + 5000 + SLA_MS,
    });
    expect(verdictAt(SLA_MS + 5000, ...events)).toMatchObject({ closed: true, nextDueAt: null });
  });

  it('skips a deadline that changes nothing', () => {
    const events = [posted(), captured(), refunded({ id: 'r', appendAt: 70_000 })];
    expect(verdictAt(0, ...events).nextDueAt).toBe(T0 + 70_000 + SLA_MS);
  });

  it('is none for a settled break that no deadline changes', () => {
    const resolved = resolvedAt(0, posted(), captured({ amount: 1n }));
    expect(judge(resolved, T0, RULES_V1)).toMatchObject({
      status: 'RESOLVED',
      closed: true,
      nextDueAt: null,
    });
  });

  it('is none once all have passed', () => {
    for (const events of [[captured()], [authorized()], [posted(), refunded()], [confirmed(), initiated()]]) {
      expect(overdue(...events)).toMatchObject({ closed: true, nextDueAt: null });
    }
  });
});

it('has the very event for a leg that stands for its source', () => {
  const gateway = captured();
  const mobile = confirmed();
  expect(inTime(gateway, mobile).legs).toEqual({ core: null, gateway, mobile });
});

describe('the demo answers', () => {
  it('the same amount in gateway and core ties out', () => {
    expect(inTime(captured(), posted())).toMatchObject({
      status: 'MATCHED',
      reasons: [],
      discrepancyMinor: 0n,
    });
  });

  it('a gateway capture alone is MISSING_CORE after the SLA', () => {
    expect(verdictAt(SLA_MS, captured())).toMatchObject({ status: 'MISMATCHED', reasons: ['MISSING_CORE'] });
  });

  it('5000 against 4500 is AMOUNT_MISMATCH', () => {
    expect(inTime(captured({ amount: 500_000n }), posted({ amount: 450_000n }))).toMatchObject({
      status: 'MISMATCHED',
      reasons: ['AMOUNT_MISMATCH'],
      discrepancyMinor: 50_000n,
    });
  });
});
