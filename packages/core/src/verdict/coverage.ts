import { BOOKS, SOURCES } from '../vocabulary.ts';
import type { Reason } from '../vocabulary.ts';
import type { TxnState } from '../event/state.ts';
import type { Facts } from './facts.ts';
import type { SeenBreak, SeenLeg } from './resolution.ts';
import { settlementCounts } from './settlements.ts';
import type { Verdict } from './verdict.ts';

/** What a resolution made now would cover. */
export function seenBreak(state: TxnState, verdict: Verdict): SeenBreak {
  const { core, gateway, mobile } = verdict.legs;
  return {
    reasons: verdict.reasons,
    discrepancyMinor: verdict.discrepancyMinor,
    atRiskMinor: verdict.atRiskMinor,
    legs: { core: seenLeg(core), gateway: seenLeg(gateway), mobile: seenLeg(mobile) },
    settlements: settlementCounts(state.events),
  };
}

function seenLeg(leg: SeenLeg | null): SeenLeg | null {
  return leg && { outcome: leg.outcome, amountMinor: leg.amountMinor, currency: leg.currency };
}

/** Whether what is wrong now is no more than what a person had seen. Losing reasons never reopens a resolution. */
export function covers(
  seen: SeenBreak,
  facts: Facts,
  reasons: readonly Reason[],
  atRiskMinor: bigint,
): boolean {
  return (
    reasons.every((reason) => seen.reasons.includes(reason)) &&
    discrepancyNotGreater(seen, facts) &&
    atRiskMinor <= seen.atRiskMinor &&
    SOURCES.every((source) => sameLeg(seen.legs[source], facts.legs[source])) &&
    !settledFurther(seen, facts)
  );
}

/** Where nothing was compared then, a difference that matters now comes with a reason that was not there then. */
function discrepancyNotGreater({ discrepancyMinor }: SeenBreak, { comparison }: Facts): boolean {
  const now = comparison?.amounts?.differenceMinor;
  return now === undefined || discrepancyMinor === null || now <= discrepancyMinor;
}

function sameLeg(seen: SeenLeg | null, now: SeenLeg | null): boolean {
  // A source that had been silent may speak: that is how a missing leg heals.
  if (seen === null || now === null) return true;
  return (
    seen.outcome === now.outcome && seen.amountMinor === now.amountMinor && seen.currency === now.currency
  );
}

/** A book that was seen has settled once more, or one that was silent more than once: its first is what had been missing. */
function settledFurther(seen: SeenBreak, { events, duplicates }: Facts): boolean {
  const now = settlementCounts(events);
  return BOOKS.some((book) =>
    seen.legs[book] === null
      ? duplicates.some((set) => set.book === book)
      : now[book] > seen.settlements[book],
  );
}
