import { describe, expect, it, test } from 'vitest';
import {
  MINUTE_MS,
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
  ledgerPending,
  ledgerReversed,
  overdue,
  posted,
  refunded,
  rejected,
  verdictAt,
} from '../testing/payment.ts';
import { CHANNELS } from '../vocabulary.ts';
import { emptyState } from '../event/state.ts';
import { judge } from './judge.ts';

describe('the channel', () => {
  it("is the core leg's, else the gateway leg's, else MOBILE", () => {
    const mobile = confirmed();
    expect(inTime(posted({ channel: 'POS' }), captured({ channel: 'WEB' }), mobile).channel).toBe('POS');
    expect(inTime(captured({ channel: 'WEB' }), mobile).channel).toBe('WEB');
    expect(inTime(mobile).channel).toBe('MOBILE');
  });

  test.each([
    ['MOBILE', ['gateway', 'mobile']],
    ['WEB', ['gateway']],
    ['POS', ['gateway']],
    ['ATM', ['gateway']],
    ['BRANCH', []],
  ] as const)('%s expects beside core %j', (channel, missing) => {
    expect(inTime(posted({ channel })).missing).toEqual(missing);
    expect(overdue(posted({ channel })).missing).toEqual(missing);
  });

  it('selects the policy that judges', () => {
    for (const channel of CHANNELS) {
      const policies = { ...RULES_V1.policies };
      policies[channel] = { ...policies[channel], slaMs: 5 };
      const state = { ...emptyState(), events: [posted({ channel })] };
      expect(judge(state, T0, { ...RULES_V1, policies }).deadlineAt).toBe(T0 + 5);
    }
  });
});

describe('the row', () => {
  it('has currency and amount of the core leg, else the gateway, else the app', () => {
    const gateway = captured({ amount: 2n });
    const mobile = confirmed({ amount: 3n });
    expect(inTime(mobile, gateway, posted({ amount: 1n })).amountMinor).toBe(1n);
    expect(inTime(mobile, gateway).amountMinor).toBe(2n);
    expect(inTime(mobile).amountMinor).toBe(3n);
  });

  it('lists the sources that have spoken and first saw the earliest append', () => {
    const verdict = inTime(confirmed({ appendAt: 5 }), ledgerPending({ appendAt: 3 }));
    expect(verdict).toMatchObject({ sources: ['core', 'mobile'], firstSeenAt: T0 + 3, ruleVersion: 1 });
  });
});

describe('expected sources', () => {
  it('are those of the policy only once money has moved', () => {
    expect(inTime(authorized()).missing).toEqual([]);
    expect(overdue(failed()).missing).toEqual([]);
    expect(inTime(captured()).missing).toEqual(['core']);
    expect(inTime(refunded()).missing).toEqual(['core']);
    expect(inTime(appReversed()).missing).toEqual(['core', 'gateway']);
  });
});

describe('the arrival deadline', () => {
  test.each([
    ['a first event that moved no money', [authorized({ appendAt: 7 })], 7 + PENDING_LIMIT_MS],
    ['a failure', [failed({ appendAt: 7 })], 7 + PENDING_LIMIT_MS],
    ['a success', [captured({ appendAt: 7 })], 7 + SLA_MS],
    ['a reversal', [ledgerReversed({ appendAt: 7 })], 7 + SLA_MS],
    ['a success of the app', [confirmed({ appendAt: 7 })], 7 + SLA_MS],
    ['the first of two moves', [captured({ appendAt: 9 }), posted({ appendAt: 7 })], 7 + SLA_MS],
    ['a move after a promise', [authorized({ appendAt: 0 }), captured({ appendAt: 700 })], 700 + SLA_MS],
    [
      'the first move, though a later event is the leg',
      [captured({ appendAt: 3, eventAt: 0 }), captured({ id: 'b', appendAt: 8, eventAt: 9 })],
      3 + SLA_MS,
    ],
  ])('runs from %s', (_, events, afterT0) => {
    expect(inTime(...events).deadlineAt).toBe(T0 + afterT0);
  });

  it('has passed when lane time reaches it, not a millisecond before', () => {
    expect(verdictAt(SLA_MS - 1, captured()).overdue).toBe(false);
    expect(verdictAt(SLA_MS, captured()).overdue).toBe(true);
  });

  it('makes late what was appended after it, not what was appended at it', () => {
    expect(inTime(captured(), posted({ appendAt: SLA_MS })).late).toEqual([]);
    expect(inTime(captured(), posted({ appendAt: SLA_MS + 1 })).late).toEqual(['core']);
  });
});

describe('the reversal deadline', () => {
  it('runs from the first reversal in a book', () => {
    const reversals = [ledgerReversed({ appendAt: 90, eventAt: 90 }), refunded({ appendAt: 70 })];
    expect(inTime(posted(), captured(), ...reversals).reversalDeadlineAt).toBe(T0 + 70 + SLA_MS);
  });

  it('does not exist without one: the app is no book', () => {
    expect(inTime(posted(), captured(), rejected({ id: 'x' }), appReversed()).reversalDeadlineAt).toBeNull();
  });

  it('has a limit of its own in the policy', () => {
    const policies = {
      ...RULES_V1.policies,
      WEB: { ...RULES_V1.policies.WEB, reversalSlaMs: 3 * MINUTE_MS },
    };
    const state = { ...emptyState(), events: [refunded()] };
    const verdict = judge(state, T0 + 3 * MINUTE_MS - 1, { ...RULES_V1, policies });
    expect(verdict).toMatchObject({ reversalDeadlineAt: T0 + 3 * MINUTE_MS, deadlineAt: T0 + SLA_MS });
    expect(verdict.reversalOverdue).toBe(false);
    expect(judge(state, T0 + 3 * MINUTE_MS, { ...RULES_V1, policies }).reversalOverdue).toBe(true);
  });

  it('is null and never passed where nothing was reversed', () => {
    expect(overdue(posted(), initiated())).toMatchObject({
      reversalDeadlineAt: null,
      reversalOverdue: false,
    });
  });
});

it('needs at least one event', () => {
  expect(() => judge(emptyState(), T0, RULES_V1)).toThrow('without events');
});
