import type { SourceEvent } from '../event/event.ts';
import type { TxnState } from '../event/state.ts';
import type { RuleSet } from '../rule-set/rule-set.ts';
import { conclude, sameConclusion } from './conclusion.ts';
import type { Conclusion } from './conclusion.ts';
import { gatherFacts } from './facts.ts';
import type { Facts } from './facts.ts';
import { deadlinesAhead, momentAt } from './moment.ts';
import type { Resolution } from './resolution.ts';
import type { Source } from '../vocabulary.ts';
import type { Verdict } from './verdict.ts';

const NOTHING: readonly never[] = [];

/**
 * Decides one transaction. Pure: equal sets of events, lane times, resolutions and rule sets give deeply equal verdicts.
 * @param state at least one event
 * @param laneTime how far the input is known to have been read, ms UTC
 * @param ruleSet the one `ruleSetAt` names for the transaction's first event
 */
export function judge(state: TxnState, laneTime: number, ruleSet: RuleSet): Verdict {
  const facts = gatherFacts(state, ruleSet);
  const moment = momentAt(facts, laneTime);
  const conclusion = conclude(facts, moment, state.resolution);
  const nextDueAt = nextChange(facts, laneTime, conclusion, state.resolution);
  return {
    ...conclusion,
    currency: facts.currency,
    amountMinor: facts.amountMinor,
    discrepancyMinor: facts.comparison?.amounts?.differenceMinor ?? null,
    channel: facts.channel,
    sources: facts.sources,
    missing: facts.missing,
    firstSeenAt: facts.firstSeenAt,
    deadlineAt: facts.deadlineAt,
    reversalDeadlineAt: facts.reversalDeadlineAt,
    overdue: moment.overdue,
    reversalOverdue: moment.reversalOverdue,
    closed: nextDueAt === null,
    nextDueAt,
    ruleVersion: ruleSet.version,
    legs: facts.legs,
    late: lateSources(facts),
  };
}

/** The first deadline ahead that changes the conclusion if no event comes: found by concluding again at each. At most two. */
function nextChange(
  facts: Facts,
  laneTime: number,
  conclusion: Conclusion,
  resolution: Resolution | null,
): number | null {
  for (const deadline of deadlinesAhead(facts, laneTime)) {
    const then = conclude(facts, momentAt(facts, deadline), resolution);
    if (!sameConclusion(then, conclusion)) return deadline;
  }
  return null;
}

function lateSources({ legs, sources, deadlineAt }: Facts): readonly Source[] {
  const late = sources.filter((source) => isAfter(legs[source], deadlineAt));
  return late.length === 0 ? NOTHING : late;
}

function isAfter(leg: SourceEvent | null, deadlineAt: number): boolean {
  return leg !== null && leg.appendTime > deadlineAt;
}
