import { limitIn, toleranceFor } from '../rule-set/rule-set.ts';
import { SOURCES } from '../vocabulary.ts';
import type { ComparedAmounts } from '../verdict/comparison.ts';
import type { Facts } from '../verdict/facts.ts';
import { money } from './rule.ts';
import type { Evidence } from './rule.ts';

// What the two reasons about amounts share.

export function comparedAmounts(facts: Facts): ComparedAmounts | null {
  return facts.comparison?.amounts ?? null;
}

export function differenceMinor(facts: Facts): bigint {
  return comparedAmounts(facts)?.differenceMinor ?? 0n;
}

export function tolerance(facts: Facts, amounts: ComparedAmounts): bigint {
  return toleranceFor(facts.ruleSet, amounts.currency, amounts.largest.amountMinor);
}

export function fxBand(facts: Facts, amounts: ComparedAmounts): bigint {
  return limitIn(facts.ruleSet.fxBand, amounts.currency);
}

/** The two amounts furthest apart, that of the source named first in SOURCES first. */
export function amountEvidence(amounts: ComparedAmounts, limitMinor: bigint): Evidence {
  const { currency, largest, smallest } = amounts;
  const inOrder = SOURCES.indexOf(largest.source) <= SOURCES.indexOf(smallest.source);
  const [one, other] = inOrder ? [largest, smallest] : [smallest, largest];
  return {
    limit: money(limitMinor, currency),
    expected: money(one.amountMinor, currency, one.source),
    actual: money(other.amountMinor, currency, other.source),
    difference: money(amounts.differenceMinor, currency),
  };
}
