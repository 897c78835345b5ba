import { describe, expect, it, test } from 'vitest';
import type { SourceEvent } from '../event/event.ts';
import type { TxnState } from '../event/state.ts';
import type { AutoResolvePolicy, RuleSet } from '../rule-set/rule-set.ts';
import {
  INR,
  MINUTE_MS,
  RULES_V1,
  SLA_MS,
  T0,
  USD,
  captured,
  posted,
  resolvedAt,
  stateOf,
} from '../testing/payment.ts';
import { judge } from '../verdict/judge.ts';
import { autoResolution } from './auto-resolve.ts';
import type { DayShare } from './auto-resolve.ts';
import { NO_WORK } from './work.ts';

const LONG_MS = 10 * 24 * 3_600_000;
const ROUNDING: AutoResolvePolicy = {
  name: 'rounding',
  reasons: ['FX_ADJUSTMENT'],
  caps: new Map([[INR, { itemMinor: 50n, dayMinor: 600n }]]),
};
const ANY: AutoResolvePolicy = {
  name: 'any-small',
  reasons: ['FX_ADJUSTMENT', 'MISSING_MOBILE'],
  caps: new Map([[INR, { itemMinor: 100n, dayMinor: 6_000n }]]),
};
const share = (used: bigint, lanes = 6): DayShare => ({ lanes, usedMinor: () => used });
const rules = (...autoResolve: AutoResolvePolicy[]): RuleSet => ({ ...RULES_V1, version: 4, autoResolve });
/** 0.40 INR apart: within the FX band. */
const apart = (minor: bigint, viaApp = false): SourceEvent[] => {
  const channel = viaApp ? 'MOBILE' : 'WEB';
  return [posted({ channel }), captured({ channel, amount: 500_000n - minor })];
};

function auto(state: TxnState, ruleSet = rules(ROUNDING), used = share(0n), laneMs = LONG_MS) {
  return autoResolution(state, judge(state, T0 + laneMs, ruleSet), ruleSet, used, T0 + 9);
}

describe('a policy', () => {
  it('settles a break in its own name, and covers exactly what it saw', () => {
    const state = stateOf(...apart(40n));
    const resolved = auto(state);
    expect(resolved?.policy).toBe(ROUNDING);
    expect(resolved?.resolution).toMatchObject({
      code: 'AUTO_POLICY',
      by: 'system:policy/rounding',
      approvedBy: null,
      at: T0 + 9,
      note: 'Policy rounding of rule set 4',
      seen: { reasons: ['FX_ADJUSTMENT'], atRiskMinor: 40n },
    });
    const after = judge(
      { ...state, resolution: resolved?.resolution ?? null },
      T0 + LONG_MS,
      rules(ROUNDING),
    );
    expect(after.status).toBe('RESOLVED');
  });

  it('is none in the first rule set', () => {
    expect(RULES_V1.autoResolve).toEqual([]);
    expect(auto(stateOf(...apart(40n)), RULES_V1)).toBeNull();
  });

  test.each<[what: string, state: TxnState]>([
    ['nothing is wrong', stateOf(posted(), captured())],
    [
      'there is another reason too',
      stateOf(posted(), captured({ amount: 499_960n, eventAt: 6 * MINUTE_MS })),
    ],
    ['the item is above its cap', stateOf(...apart(51n))],
    [
      'the currency is another',
      stateOf(...apart(40n).map((event) => Object.assign(event, { currency: USD }))),
    ],
    ['a person looks after it', { ...stateOf(...apart(40n)), work: { ...NO_WORK, assignee: 'anna' } }],
    ['a person reopened it', { ...stateOf(...apart(40n)), work: { ...NO_WORK, reopened: true } }],
    [
      'a person settled it before',
      { ...resolvedAt(0, ...apart(10n)), events: stateOf(...apart(40n)).events },
    ],
  ])('keeps its hands off where %s', (_, state) => {
    expect(auto(state)).toBeNull();
  });

  it('keeps its hands off what waits for a second person', () => {
    const state = stateOf(...apart(40n));
    const { resolution } = resolvedAt(0, ...apart(40n));
    if (resolution === null) throw new Error('it is resolved');
    const proposal = { commandId: 'c', subject: 's', resolution };
    expect(auto({ ...state, work: { ...NO_WORK, proposal } })).toBeNull();
  });

  it('settles again what a policy had settled and more became wrong with', () => {
    const first = auto(stateOf(...apart(10n)));
    const state = { ...stateOf(...apart(40n)), resolution: first?.resolution ?? null };
    expect(auto(state)?.resolution.seen.atRiskMinor).toBe(40n);
  });

  it('waits until no deadline can change the verdict', () => {
    const state = stateOf(...apart(40n, true));
    expect(auto(state, rules(ANY), share(0n), SLA_MS - 1)).toBeNull();
    expect(auto(state, rules(ANY), share(0n), SLA_MS)?.resolution.seen.reasons).toEqual([
      'FX_ADJUSTMENT',
      'MISSING_MOBILE',
    ]);
  });

  it('that comes first acts, and where it may not, the next that may', () => {
    expect(auto(stateOf(...apart(40n)), rules(ROUNDING, ANY))?.policy.name).toBe('rounding');
    expect(auto(stateOf(...apart(60n)), rules(ROUNDING, ANY))?.policy.name).toBe('any-small');
  });

  test.each<[used: bigint, lanes: number, acts: boolean]>([
    [0n, 6, true],
    [60n, 6, true],
    [61n, 6, false],
    [560n, 1, true],
    [561n, 1, false],
    [0n, 15, true],
    [0n, 16, false],
  ])('with %d used of 600 among %d lanes settles 40 more: %s', (used, lanes, acts) => {
    expect(auto(stateOf(...apart(40n)), rules(ROUNDING), share(used, lanes)) !== null).toBe(acts);
  });

  test.each([
    [50n, true],
    [51n, false],
  ])('settles an item of %d with a cap of 50: %s', (minor, acts) => {
    expect(auto(stateOf(...apart(minor))) !== null).toBe(acts);
  });
});
