import { limitIn } from '../rule-set/rule-set.ts';
import { RULES } from '../rules/index.ts';
import type { Rule } from '../rules/rule.ts';
import { SEVERITIES } from '../vocabulary.ts';
import type { Hint, Reason, Severity, Source, VerdictStatus } from '../vocabulary.ts';
import { atFault } from './at-fault.ts';
import { covers } from './coverage.ts';
import type { Facts } from './facts.ts';
import { hintsOf } from './hints.ts';
import type { Moment } from './moment.ts';
import type { Resolution } from './resolution.ts';
import { awaitedSources, statusOf } from './status.ts';

/** The part of a verdict that a deadline may change. */
export interface Conclusion {
  readonly status: VerdictStatus;
  readonly reasons: readonly Reason[];
  readonly severity: Severity | null;
  readonly atFault: Source | null;
  readonly hints: readonly Hint[];
  readonly atRiskMinor: bigint;
  readonly awaited: readonly Source[];
}

const NOTHING: readonly never[] = [];

export function conclude(facts: Facts, moment: Moment, resolution: Resolution | null): Conclusion {
  const broken = brokenRules(facts, moment);
  const awaited = awaitedSources(facts, moment);
  if (broken.length === 0) {
    return {
      status: statusOf(facts, moment, NOTHING, awaited, false),
      reasons: NOTHING,
      severity: null,
      atFault: null,
      hints: NOTHING,
      atRiskMinor: 0n,
      awaited,
    };
  }
  const reasons = broken.map((rule) => rule.reason);
  const atRiskMinor = greatestRisk(broken, facts, moment);
  const covered = resolution !== null && covers(resolution.seen, facts, reasons, atRiskMinor);
  return {
    status: statusOf(facts, moment, reasons, awaited, covered),
    reasons,
    severity: gravest(broken, facts, moment, atRiskMinor),
    atFault: atFault(facts, reasons),
    hints: hintsOf(facts, reasons),
    atRiskMinor,
    awaited,
  };
}

/** A source alone is not judged before its counterparts are overdue: there is nothing yet to hold it against. */
export function isJudged(facts: Facts, moment: Moment): boolean {
  return facts.sources.length >= 2 || moment.overdue;
}

function brokenRules(facts: Facts, moment: Moment): readonly Rule[] {
  return isJudged(facts, moment) ? RULES.filter((rule) => rule.broken(facts, moment)) : NOTHING;
}

function greatestRisk(broken: readonly Rule[], facts: Facts, moment: Moment): bigint {
  let greatest = 0n;
  for (const rule of broken) {
    const risk = rule.atRisk(facts, moment);
    if (risk > greatest) greatest = risk;
  }
  return greatest;
}

function gravest(broken: readonly Rule[], facts: Facts, moment: Moment, atRiskMinor: bigint): Severity {
  const grave = atRiskMinor >= limitIn(facts.ruleSet.severityThreshold, facts.currency);
  let place = 0;
  for (const rule of broken) place = Math.max(place, SEVERITIES.indexOf(rule.severity(grave, facts, moment)));
  return SEVERITIES[place] ?? 'low';
}

/** Whether two conclusions say the same to people; whom the engine still waits for is not said. */
export function sameConclusion(a: Conclusion, b: Conclusion): boolean {
  // Hints and the source at fault follow from the reasons and from facts that no deadline changes.
  return (
    a.status === b.status &&
    a.severity === b.severity &&
    a.atRiskMinor === b.atRiskMinor &&
    a.reasons.length === b.reasons.length &&
    a.reasons.every((reason, place) => reason === b.reasons[place])
  );
}
