import type { TxnState } from '../event/state.ts';
import type { RuleSet } from '../rule-set/rule-set.ts';
import { judge } from '../verdict/judge.ts';
import type { Verdict } from '../verdict/verdict.ts';
import type { WorkState } from '../vocabulary.ts';

/**
 * Whether the proposal still covers what is wrong: it lapses as a resolution would be reopened, and stands again as one would hold again, so
 * that neither depends on how events were batched.
 */
export function proposalStands(state: TxnState, laneTime: number, ruleSet: RuleSet): boolean {
  const { proposal } = state.work;
  if (proposal === null) return false;
  return judge({ ...state, resolution: proposal.resolution }, laneTime, ruleSet).status === 'RESOLVED';
}

/** @param verdict that of this state at this lane time */
export function workState(
  state: TxnState,
  verdict: Pick<Verdict, 'status'>,
  laneTime: number,
  ruleSet: RuleSet,
): WorkState {
  if (verdict.status === 'RESOLVED') return 'RESOLVED';
  if (proposalStands(state, laneTime, ruleSet)) return 'AWAITING_APPROVAL';
  return state.work.assignee === null ? 'OPEN' : 'ASSIGNED';
}
