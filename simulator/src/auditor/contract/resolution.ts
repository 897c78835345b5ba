import { BOOKS, SOURCES, type Source } from './event.ts';
import type { Judgement } from './judgement.ts';

/** What was wrong when somebody settled it. */
export interface Seen {
  readonly reasons: ReadonlySet<string>;
  readonly discrepancy: bigint | null;
  readonly atRisk: bigint;
  readonly legs: Readonly<Record<Source, string | null>>;
  readonly settlements: Judgement['settlements'];
}

export function seenIn(judgement: Judgement): Seen {
  const { reasons, discrepancy, atRisk, settlements } = judgement;
  const { core, gateway, mobile } = judgement.legs;
  return {
    reasons: new Set(reasons),
    discrepancy,
    atRisk,
    legs: { core: legText(core), gateway: legText(gateway), mobile: legText(mobile) },
    settlements,
  };
}

/**
 * Section 3, RESOLVED: each reason was there when it was made, discrepancy and amount at risk are not greater, no leg seen then has changed, no further
 * settlement. A book that had been silent may settle once: that is what was missing.
 */
export function covers(seen: Seen, now: Judgement): boolean {
  if (now.reasons.length === 0) return false;
  if (now.reasons.some((reason) => !seen.reasons.has(reason))) return false;
  if (now.atRisk > seen.atRisk) return false;
  if (seen.discrepancy !== null && now.discrepancy !== null && now.discrepancy > seen.discrepancy)
    return false;
  for (const source of SOURCES) {
    const leg = legText(now.legs[source]);
    if (seen.legs[source] !== null && leg !== null && leg !== seen.legs[source]) return false;
  }
  return BOOKS.every((book) =>
    seen.legs[book] === null
      ? !now.settledTwice.includes(book)
      : now.settlements[book] <= seen.settlements[book],
  );
}

function legText(leg: Judgement['legs'][Source]): string | null {
  return leg && [leg.outcome, leg.told.amount, leg.told.currency].join(' ');
}
