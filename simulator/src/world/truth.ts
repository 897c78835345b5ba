import { SOURCES, type Source } from '@tieout/core';
import type { Scenario } from '@tieout/producers';
import type { ResultRow, Violation } from '../auditor/evidence.ts';

/** The third voice: what the workload knows by construction of the transactions of which everything was sent and kept. */
export function checkTruth(scenarios: readonly Scenario[], results: readonly ResultRow[]): Violation[] {
  const rows = new Map(results.map((row) => [row.txnId, row]));
  return scenarios.flatMap(({ txnId, caseName, truth }) => {
    const row = rows.get(txnId);
    const { legs } = truth;
    const wanted = {
      status: truth.status,
      reasons: [...truth.reasons].toSorted().join('+'),
      severity: truth.severity,
      atFault: truth.atFault,
      hints: [...truth.hints].toSorted().join('+'),
      currency: truth.currency,
      amount: truth.amountMinor,
      discrepancy: truth.discrepancyMinor,
      atRisk: truth.atRiskMinor,
      channel: truth.channel,
      legs: SOURCES.map((source: Source) => {
        const leg = legs[source];
        return leg && [leg.eventId, leg.type, leg.outcome, leg.amountMinor, leg.currency].join(' ');
      }).join(),
    };
    const found = row && {
      ...row,
      reasons: [...row.reasons].toSorted().join('+'),
      hints: [...row.hints].toSorted().join('+'),
      legs: SOURCES.map((source: Source) => {
        const leg = row.legs[source];
        return leg && [leg.eventId, leg.type, leg.outcome, leg.amount, leg.currency].join(' ');
      }).join(),
    };
    const differences = Object.entries(wanted).filter(
      ([name, value]) => found === undefined || !isSame(name, Reflect.get(found, name), value),
    );
    return differences.map(([name, value]) => ({
      invariant: 'TRUTH',
      where: `${txnId} (${caseName})`,
      what: `${name}: ${found && String(Reflect.get(found, name))} instead of ${String(value)}`,
    }));
  });
}

/** Somebody may have settled what was broken. */
function isSame(name: string, found: unknown, wanted: unknown): boolean {
  return found === wanted || (name === 'status' && wanted === 'MISMATCHED' && found === 'RESOLVED');
}
