import type { TxnState } from '../event/state.ts';
import type { RuleSet } from '../rule-set/rule-set.ts';
import { RULES } from '../rules/index.ts';
import type { Evidence } from '../rules/rule.ts';
import type { Reason } from '../vocabulary.ts';
import { isJudged } from './conclusion.ts';
import { gatherFacts } from './facts.ts';
import type { Moment } from './moment.ts';

/** One check of the rule set that had something to look at, passed or failed. Ready for JSON. */
export interface Check extends Evidence {
  /** The reason the check guards against. */
  readonly check: Reason;
  /** The same where the check failed. */
  readonly reason: Reason | null;
  readonly passed: boolean;
  /** What ought to hold, as a sentence. */
  readonly rule: string;
}

/**
 * Why the verdict is what it is: every check that applied, in REASONS order. None while a source alone waits for its counterparts.
 * @param moment the verdict that `judge` gave for this state and rule set, or any other saying where lane time stood
 */
export function explain(state: TxnState, moment: Moment, ruleSet: RuleSet): Check[] {
  const facts = gatherFacts(state, ruleSet);
  if (!isJudged(facts, moment)) return [];
  const checks: Check[] = [];
  for (const rule of RULES) {
    const evidence = rule.evidence(facts, moment);
    if (!evidence) continue;
    const passed = !rule.broken(facts, moment);
    checks.push({
      check: rule.reason,
      reason: passed ? null : rule.reason,
      passed,
      rule: rule.statement,
      ...evidence,
    });
  }
  return checks;
}
