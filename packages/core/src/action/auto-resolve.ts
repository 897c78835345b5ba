import type { TxnState } from '../event/state.ts';
import type { Currency } from '../money/currency.ts';
import type { AutoResolvePolicy, RuleSet } from '../rule-set/rule-set.ts';
import { seenBreak } from '../verdict/coverage.ts';
import type { Resolution } from '../verdict/resolution.ts';
import type { Verdict } from '../verdict/verdict.ts';

/** What is left of the day's caps. A cap is divided evenly among the lanes, so that none has to ask another. */
export interface DayShare {
  readonly lanes: number;
  /** What the lane has resolved by this policy in this currency today, minor units at risk. */
  usedMinor(policy: string, currency: Currency): bigint;
}

export interface AutoResolution {
  readonly policy: AutoResolvePolicy;
  readonly resolution: Resolution;
}

/**
 * The resolution that the first fitting policy of the rule set gives a break; null where none fits. A policy waits until no deadline ahead can change the
 * verdict, and keeps its hands off what a person has taken up, settled or reopened.
 */
export function autoResolution(
  state: TxnState,
  verdict: Verdict,
  ruleSet: RuleSet,
  share: DayShare,
  at: number,
): AutoResolution | null {
  if (ruleSet.autoResolve.length === 0) return null;
  if (verdict.status !== 'MISMATCHED' || !verdict.closed || isTakenUp(state)) return null;
  const policy = ruleSet.autoResolve.find((one) => fits(one, verdict, share));
  if (policy === undefined) return null;
  const resolution: Resolution = {
    code: 'AUTO_POLICY',
    by: policyActor(policy),
    approvedBy: null,
    at,
    note: `Policy ${policy.name} of rule set ${ruleSet.version}`,
    reference: null,
    seen: seenBreak(state, verdict),
  };
  return { policy, resolution };
}

/** As audit rows name it. */
export function policyActor({ name }: AutoResolvePolicy): string {
  return `system:policy/${name}`;
}

function isTakenUp({ resolution, work }: TxnState): boolean {
  const byPerson = resolution !== null && resolution.code !== 'AUTO_POLICY';
  return byPerson || work.assignee !== null || work.proposal !== null || work.reopened;
}

function fits(
  policy: AutoResolvePolicy,
  { reasons, currency, atRiskMinor }: Verdict,
  share: DayShare,
): boolean {
  const caps = policy.caps.get(currency);
  if (caps === undefined || atRiskMinor > caps.itemMinor) return false;
  if (!reasons.every((reason) => policy.reasons.includes(reason))) return false;
  return share.usedMinor(policy.name, currency) + atRiskMinor <= caps.dayMinor / BigInt(share.lanes);
}
