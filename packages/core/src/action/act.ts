import type { TxnState } from '../event/state.ts';
import type { ActionRefusal } from '../errors.ts';
import { limitIn } from '../rule-set/rule-set.ts';
import type { RuleSet } from '../rule-set/rule-set.ts';
import { seenBreak } from '../verdict/coverage.ts';
import type { Resolution } from '../verdict/resolution.ts';
import type { Verdict } from '../verdict/verdict.ts';
import type { Action, ActionRequest, Person } from './action.ts';
import { proposalStands } from './work-state.ts';

/** A transaction as an action finds it. */
export interface Matter {
  readonly state: TxnState;
  /** Of this state, at `laneTime`. */
  readonly verdict: Verdict;
  readonly laneTime: number;
  /** Whether people have been shown another verdict, or are about to be, since they saw this revision. */
  readonly changedSince: (revision: number) => boolean;
  /** What judges it. */
  readonly ruleSet: RuleSet;
  /** In force now: what people may do is a matter of today, whenever the payment was made. */
  readonly limits: RuleSet['approval'];
  /** When it is done, ms UTC. */
  readonly at: number;
}

export type ActionResult =
  | { readonly kind: 'applied'; readonly state: TxnState }
  | { readonly kind: 'refused'; readonly code: ActionRefusal; readonly error: string };

/** Does what a person asked for, or says why not. Pure. The same state comes back where it is only written down. */
export function act(matter: Matter, request: ActionRequest): ActionResult {
  const { action } = request;
  switch (action.verb) {
    case 'resolve':
      return resolve(matter, request, action);
    case 'approve':
      return approve(matter, request.by, action);
    case 'return':
      return giveBack(matter, action);
    case 'reopen':
      return reopen(matter);
    case 'assign':
      return assign(matter, action);
    case 'comment':
      return applied(matter.state);
  }
}

type Of<V extends Action['verb']> = Extract<Action, { verb: V }>;

function resolve(matter: Matter, { id, by }: ActionRequest, action: Of<'resolve'>): ActionResult {
  const { state, verdict, at } = matter;
  const refusal = notOpen(verdict);
  if (refusal) return refusal;
  if (matter.changedSince(action.revision))
    return refused('VERDICT_CHANGED', `the verdict is no longer the one of revision ${action.revision}`);
  const resolution: Resolution = {
    code: action.code,
    by: by.actor,
    approvedBy: null,
    at,
    note: action.note,
    reference: action.reference,
    seen: seenBreak(state, verdict),
  };
  if (needsSecondPerson(matter, action)) {
    const proposal = { commandId: id, subject: by.subject, resolution };
    return applied({ ...state, work: { ...state.work, proposal } });
  }
  return applied(settled(state, resolution));
}

function needsSecondPerson({ verdict, limits }: Matter, { code }: Of<'resolve'>): boolean {
  return code === 'WRITTEN_OFF' || verdict.atRiskMinor > limitIn(limits.secondPersonAbove, verdict.currency);
}

function approve(matter: Matter, by: Person, { proposal: wanted }: Of<'approve'>): ActionResult {
  const { state, verdict, at } = matter;
  const { proposal } = state.work;
  const refusal = otherProposal(matter, wanted) ?? notOpen(verdict);
  if (refusal || proposal === null) return refusal ?? refused('NO_PROPOSAL', 'nothing waits for approval');
  if (!proposalStands(state, matter.laneTime, matter.ruleSet))
    return refused('VERDICT_CHANGED', 'the break is no longer what the proposal was made for');
  if (by.subject === proposal.subject)
    return refused('SAME_PERSON', 'whoever made a resolution cannot be its second person');
  if (!mayApprove(matter, by))
    return refused(
      'OVER_LIMIT',
      `${verdict.atRiskMinor} ${verdict.currency} (minor units) at risk is above your limit`,
    );
  // Less may be wrong by now than the maker saw: two people answer for what both of them saw.
  const seen = seenBreak(state, verdict);
  return applied(settled(state, { ...proposal.resolution, approvedBy: by.actor, at, seen }));
}

/** By the highest of the person's limits; null has none. */
function mayApprove({ verdict, limits }: Matter, { roles }: Person): boolean {
  const { admin, operator } = limits.approver;
  const limit = roles.includes('admin') ? admin : roles.includes('operator') ? operator : undefined;
  if (limit === undefined) return false;
  return limit === null || verdict.atRiskMinor <= limitIn(limit, verdict.currency);
}

function giveBack(matter: Matter, { proposal: wanted }: Of<'return'>): ActionResult {
  const { state } = matter;
  return otherProposal(matter, wanted) ?? applied({ ...state, work: { ...state.work, proposal: null } });
}

function reopen({ state, verdict }: Matter): ActionResult {
  if (verdict.status !== 'RESOLVED') return refused('NOT_RESOLVED', `it is ${verdict.status}`);
  return applied({ ...state, resolution: null, work: { ...state.work, reopened: true } });
}

function assign({ state }: Matter, { assignee }: Of<'assign'>): ActionResult {
  if (assignee === state.work.assignee) return applied(state);
  return applied({ ...state, work: { ...state.work, assignee } });
}

function settled(state: TxnState, resolution: Resolution): TxnState {
  return { ...state, resolution, work: { ...state.work, proposal: null } };
}

function notOpen({ status }: Verdict): ActionResult | undefined {
  if (status === 'MISMATCHED') return undefined;
  if (status === 'RESOLVED') return refused('ALREADY_RESOLVED', 'it is RESOLVED');
  return refused('NOT_BROKEN', `nothing is wrong with it: it is ${status}`);
}

function otherProposal({ state: { work } }: Matter, wanted: string): ActionResult | undefined {
  if (work.proposal === null) return refused('NO_PROPOSAL', 'nothing waits for approval');
  if (work.proposal.commandId === wanted) return undefined;
  return refused('PROPOSAL_CHANGED', `another proposal stands there now: ${work.proposal.commandId}`);
}

function applied(state: TxnState): ActionResult {
  return { kind: 'applied', state };
}

function refused(code: ActionRefusal, error: string): ActionResult {
  return { kind: 'refused', code, error };
}
