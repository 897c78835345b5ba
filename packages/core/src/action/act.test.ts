import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { fold } from '../event/state.ts';
import type { TxnState } from '../event/state.ts';
import type { MoneyLimit, RuleSet } from '../rule-set/rule-set.ts';
import { INR, RULES_V1, T0, captured, confirmed, posted, rulesWith, stateOf } from '../testing/payment.ts';
import { judge } from '../verdict/judge.ts';
import { RESOLUTION_CODES } from '../vocabulary.ts';
import { act } from './act.ts';
import type { ActionResult, Matter } from './act.ts';
import type { Action, ActionRequest, Person } from './action.ts';
import { NO_WORK } from './work.ts';
import { workState } from './work-state.ts';

const AT = T0 + 7;
const LONG_MS = 10 * 24 * 3_600_000;
const ID = '00000000-0000-4000-8000-000000000001';
const OTHER_ID = '00000000-0000-4000-8000-000000000002';
const ANNA: Person = { actor: 'user:anna', subject: 's-anna', roles: ['operator'] };
const BERT: Person = { actor: 'user:bert', subject: 's-bert', roles: ['operator'] };
const BOSS: Person = { actor: 'user:boss', subject: 's-boss', roles: ['viewer', 'admin', 'operator'] };

/** 1.00 INR apart: more than the tolerance, below the severity threshold, and far below any limit. */
const BROKEN = [posted(), captured({ amount: 499_500n })];
const RESOLVE: Action = {
  verb: 'resolve',
  code: 'FEE_NETTED',
  note: 'the fee was netted',
  reference: null,
  revision: 3,
};
const WRITE_OFF: Action = { ...RESOLVE, code: 'WRITTEN_OFF' };

/** People last saw revision 3, and nothing has changed since. */
function matterOf(state: TxnState, ruleSet: RuleSet = RULES_V1): Matter {
  return {
    state,
    verdict: judge(state, T0 + LONG_MS, ruleSet),
    laneTime: T0 + LONG_MS,
    changedSince: (revision) => revision < 3,
    ruleSet,
    limits: ruleSet.approval,
    at: AT,
  };
}

function ask(state: TxnState, action: Action, by: Person = ANNA, ruleSet = RULES_V1, id = ID): ActionResult {
  const request: ActionRequest = { id, by, action };
  return act(matterOf(state, ruleSet), request);
}

function after(state: TxnState, action: Action, by: Person = ANNA, ruleSet = RULES_V1, id = ID): TxnState {
  const result = ask(state, action, by, ruleSet, id);
  if (result.kind === 'refused') throw new Error(`${result.code}: ${result.error}`);
  return result.state;
}

/** Status and work state. */
function standing(state: TxnState, ruleSet: RuleSet = RULES_V1): string {
  const verdict = judge(state, T0 + LONG_MS, ruleSet);
  return `${verdict.status} ${workState(state, verdict, T0 + LONG_MS, ruleSet)}`;
}

const broken = stateOf(...BROKEN);
const proposed = after(broken, WRITE_OFF);
const settled = after(broken, RESOLVE);

describe('resolving', () => {
  it('settles a break with who, why and what was seen', () => {
    expect(standing(broken)).toBe('MISMATCHED OPEN');
    expect(standing(settled)).toBe('RESOLVED RESOLVED');
    expect(settled.resolution).toEqual({
      code: 'FEE_NETTED',
      by: 'user:anna',
      approvedBy: null,
      at: AT,
      note: 'the fee was netted',
      reference: null,
      seen: {
        reasons: ['AMOUNT_MISMATCH'],
        discrepancyMinor: 500n,
        atRiskMinor: 500n,
        legs: {
          core: { outcome: 'SUCCESS', amountMinor: 500_000n, currency: 'INR' },
          gateway: { outcome: 'SUCCESS', amountMinor: 499_500n, currency: 'INR' },
          mobile: null,
        },
        settlements: { core: 1, gateway: 1 },
      },
    });
  });

  it('is refused where nothing is wrong, or it is settled already', () => {
    expect(ask(stateOf(posted(), captured()), RESOLVE)).toMatchObject({ code: 'NOT_BROKEN' });
    expect(ask(settled, RESOLVE, BERT)).toMatchObject({ code: 'ALREADY_RESOLVED' });
  });

  it('is refused where the person saw another verdict', () => {
    expect(ask(broken, { ...RESOLVE, revision: 2 })).toMatchObject({
      kind: 'refused',
      code: 'VERDICT_CHANGED',
    });
  });

  test.each<[what: string, rules: RuleSet, status: string]>([
    ['at the limit', limited({ above: 500n }), 'RESOLVED RESOLVED'],
    ['above the limit', limited({ above: 499n }), 'MISMATCHED AWAITING_APPROVAL'],
  ])('%s of what one person may close: %#', (_, rules, expected) => {
    expect(standing(after(broken, RESOLVE, ANNA, rules), rules)).toBe(expected);
    expect(standing(after(broken, RESOLVE, BOSS, rules), rules)).toBe(expected);
  });

  it('always takes two people to write something off', () => {
    expect(standing(proposed)).toBe('MISMATCHED AWAITING_APPROVAL');
    expect(proposed.resolution).toBeNull();
  });

  it('puts a new proposal in the place of one that waits', () => {
    const again = after(proposed, WRITE_OFF, BERT, RULES_V1, OTHER_ID);
    expect(again.work.proposal).toMatchObject({ commandId: OTHER_ID, subject: 's-bert' });
    expect(after(proposed, RESOLVE, BERT).work.proposal).toBeNull();
  });
});

describe('approving', () => {
  const approve: Action = { verb: 'approve', proposal: ID, note: null };

  it('settles the break in the name of both', () => {
    const approved = after(proposed, approve, BERT);
    expect(standing(approved)).toBe('RESOLVED RESOLVED');
    expect(approved.resolution).toMatchObject({
      code: 'WRITTEN_OFF',
      by: 'user:anna',
      approvedBy: 'user:bert',
      note: 'the fee was netted',
    });
    expect(approved.work.proposal).toBeNull();
  });

  it('is never for the one who made the proposal, under whatever name', () => {
    const renamed = { ...BOSS, subject: ANNA.subject };
    expect(ask(proposed, approve, renamed)).toMatchObject({ code: 'SAME_PERSON' });
  });

  it('is refused where nothing waits, or something else than what was read', () => {
    expect(ask(broken, approve, BERT)).toMatchObject({ code: 'NO_PROPOSAL' });
    const other = after(proposed, WRITE_OFF, BERT, RULES_V1, OTHER_ID);
    expect(ask(other, approve, BOSS)).toMatchObject({ code: 'PROPOSAL_CHANGED' });
  });

  it('is refused once more is wrong than the proposal was made for, or nothing', () => {
    const worse = fold(proposed, [captured({ id: 'again' })]);
    expect(standing(worse)).toBe('MISMATCHED OPEN');
    expect(ask(worse, approve, BERT)).toMatchObject({ code: 'VERDICT_CHANGED' });
    const healed = fold(after(stateOf(captured()), WRITE_OFF), [posted()]);
    expect(ask(healed, approve, BERT)).toMatchObject({ code: 'NOT_BROKEN' });
  });

  it('covers no more than is wrong when the second person looks', () => {
    const viaApp = { channel: 'MOBILE' } as const;
    const twice = after(stateOf(posted(viaApp), captured({ ...viaApp, amount: 499_500n })), WRITE_OFF);
    const approved = after(fold(twice, [confirmed({ appendAt: 1 })]), approve, BERT);
    expect(twice.work.proposal?.resolution.seen.reasons).toEqual(['AMOUNT_MISMATCH', 'MISSING_MOBILE']);
    expect(approved.resolution?.seen.reasons).toEqual(['AMOUNT_MISMATCH']);
  });

  test.each<[who: string, by: Person, rules: RuleSet, code: string | undefined]>([
    ['an operator at the limit', BERT, limited({ operator: 500n }), undefined],
    ['an operator above the limit', BERT, limited({ operator: 499n }), 'OVER_LIMIT'],
    ['an operator without a limit', BERT, limited({ operator: null }), undefined],
    ['an admin, though an operator may not', BOSS, limited({ operator: 1n }), undefined],
    ['an admin above their own limit', BOSS, limited({ admin: 499n }), 'OVER_LIMIT'],
    ['an admin at their own limit', BOSS, limited({ admin: 500n }), undefined],
    ['somebody of no such role', { ...BERT, roles: ['viewer'] }, limited({}), 'OVER_LIMIT'],
  ])('goes by the limit of the role: %s', (_, by, rules, code) => {
    const result = ask(proposed, approve, by, rules);
    expect(result.kind === 'refused' ? result.code : undefined).toBe(code);
  });
});

describe('returning', () => {
  it('takes the proposal away', () => {
    const returned = after(proposed, { verb: 'return', proposal: ID, note: 'ask the bank first' }, BERT);
    expect(standing(returned)).toBe('MISMATCHED OPEN');
    expect(returned.work).toEqual(NO_WORK);
  });

  it('is refused where nothing waits, or another proposal', () => {
    const action: Action = { verb: 'return', proposal: OTHER_ID, note: 'ask the bank first' };
    expect(ask(broken, action)).toMatchObject({ code: 'NO_PROPOSAL' });
    expect(ask(proposed, action)).toMatchObject({ code: 'PROPOSAL_CHANGED' });
  });
});

describe('reopening', () => {
  const reopen: Action = { verb: 'reopen', note: 'the bank says otherwise' };

  it('makes it a break again, one that policies leave to people', () => {
    const reopened = after(settled, reopen, BERT);
    expect(standing(reopened)).toBe('MISMATCHED OPEN');
    expect(reopened).toMatchObject({ resolution: null, work: { reopened: true } });
  });

  it('is refused where nothing is settled', () => {
    expect(ask(broken, reopen)).toMatchObject({ code: 'NOT_RESOLVED' });
    expect(ask(proposed, reopen)).toMatchObject({ code: 'NOT_RESOLVED' });
    expect(ask(fold(settled, [captured({ id: 'again' })]), reopen)).toMatchObject({ code: 'NOT_RESOLVED' });
  });
});

describe('assigning and commenting', () => {
  it('says whose it is, or nobody’s', () => {
    const assigned = after(broken, { verb: 'assign', assignee: 'bert' });
    expect(standing(assigned)).toBe('MISMATCHED ASSIGNED');
    expect(standing(after(assigned, { verb: 'assign', assignee: null }))).toBe('MISMATCHED OPEN');
    expect(standing(after(assigned, RESOLVE))).toBe('RESOLVED RESOLVED');
    expect(standing(after(assigned, WRITE_OFF))).toBe('MISMATCHED AWAITING_APPROVAL');
  });

  it('changes nothing where nothing is new', () => {
    const assigned = after(broken, { verb: 'assign', assignee: 'bert' });
    expect(after(assigned, { verb: 'assign', assignee: 'bert' }, BERT)).toBe(assigned);
    expect(after(broken, { verb: 'comment', note: 'asked the bank' })).toBe(broken);
  });
});

describe('for any actions, one after another', () => {
  const people = fc.constantFrom(ANNA, BERT, BOSS);
  const ids = fc.constantFrom(ID, OTHER_ID);
  const actions: fc.Arbitrary<Action> = fc.oneof(
    fc.record({
      verb: fc.constant('resolve' as const),
      code: fc.constantFrom(...RESOLUTION_CODES.filter((code) => code !== 'AUTO_POLICY')),
      note: fc.constant('some note or other'),
      reference: fc.constant(null),
      revision: fc.constantFrom(2, 3),
    }),
    fc.record({ verb: fc.constant('approve' as const), proposal: ids, note: fc.constant(null) }),
    fc.record({ verb: fc.constant('return' as const), proposal: ids, note: fc.constant('not like this') }),
    fc.record({ verb: fc.constant('reopen' as const), note: fc.constant('not like this') }),
    fc.record({ verb: fc.constant('assign' as const), assignee: fc.constantFrom(null, 'anna', 'bert') }),
  );
  const requests = fc.array(fc.record({ id: ids, by: people, action: actions }), { maxLength: 12 });
  const events = fc.constantFrom(
    BROKEN,
    [captured()],
    [posted(), captured()],
    [posted(), captured({ id: 'a' }), captured({ id: 'b' })],
  );

  it('what takes two people never stands without a second one, who is not the first', () => {
    fc.assert(
      fc.property(events, requests, (given, asked) => {
        const rules = limited({ above: 499n });
        let state = stateOf(...given);
        for (const request of asked) {
          const result = act(matterOf(state, rules), request);
          if (result.kind === 'applied') ({ state } = result);
          const { resolution, work } = state;
          if (resolution !== null) {
            const alone = resolution.code !== 'WRITTEN_OFF' && resolution.seen.atRiskMinor <= 499n;
            expect(resolution.approvedBy === null).toBe(alone);
            expect(resolution.approvedBy).not.toBe(resolution.by);
            // What was just settled holds, and covers exactly what is wrong.
            expect(judge(state, T0 + LONG_MS, rules).status).toBe('RESOLVED');
            expect(resolution.seen.reasons).toEqual(judge(state, T0 + LONG_MS, rules).reasons);
            expect(work.proposal).toBeNull();
          }
        }
      }),
    );
  });
});

function limit(minor: bigint): MoneyLimit {
  return { defaultMajor: 0n, minorByCurrency: new Map([[INR, minor]]) };
}

function limited(limits: { above?: bigint; operator?: bigint | null; admin?: bigint | null }): RuleSet {
  const { above = 10n ** 12n, operator = 10n ** 12n, admin = null } = limits;
  return {
    ...rulesWith({}),
    approval: {
      secondPersonAbove: limit(above),
      approver: {
        operator: operator === null ? null : limit(operator),
        admin: admin === null ? null : limit(admin),
      },
    },
  };
}
