import type { SourceEvent } from '../event/event.ts';
import type { Currency } from '../money/currency.ts';

/** Legs that claim the same effect on the money, so that their figures can be held against each other. At least two. */
export interface Comparison {
  readonly outcome: 'SUCCESS' | 'REVERSED';
  /** In SOURCES order. */
  readonly legs: readonly SourceEvent[];
  /** Null where the legs name different currencies: their amounts are then not compared. */
  readonly amounts: ComparedAmounts | null;
}

export interface ComparedAmounts {
  readonly currency: Currency;
  readonly largest: SourceEvent;
  readonly smallest: SourceEvent;
  readonly differenceMinor: bigint;
}

/** The legs of the same outcome, SUCCESS or REVERSED. With three sources at most one of the two groups has two members. */
export function compareLegs(legs: readonly SourceEvent[]): Comparison | null {
  return compareGroup(legs, 'SUCCESS') ?? compareGroup(legs, 'REVERSED');
}

function compareGroup(legs: readonly SourceEvent[], outcome: Comparison['outcome']): Comparison | null {
  const group = legs.filter((leg) => leg.outcome === outcome);
  const [first, second] = group;
  if (!first || !second) return null;
  let largest = first;
  let smallest = first;
  for (const leg of group) {
    if (leg.currency !== first.currency) return { outcome, legs: group, amounts: null };
    if (leg.amountMinor > largest.amountMinor) largest = leg;
    if (leg.amountMinor < smallest.amountMinor) smallest = leg;
  }
  const differenceMinor = largest.amountMinor - smallest.amountMinor;
  return { outcome, legs: group, amounts: { currency: first.currency, largest, smallest, differenceMinor } };
}
