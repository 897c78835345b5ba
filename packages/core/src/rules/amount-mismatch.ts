import type { ComparedAmounts } from '../verdict/comparison.ts';
import type { Facts } from '../verdict/facts.ts';
import { amountEvidence, comparedAmounts, differenceMinor, fxBand, tolerance } from './amount.ts';
import type { Rule } from './rule.ts';

export const amountMismatch: Rule = {
  reason: 'AMOUNT_MISMATCH',
  statement:
    'Amounts with the same outcome differ by no more than the tolerance or the FX band, whichever is wider.',
  nextAction: 'Compare the amounts with the payment order, then correct the book that is wrong.',

  broken(facts) {
    const amounts = comparedAmounts(facts);
    return amounts !== null && amounts.differenceMinor > widestLimit(facts, amounts);
  },
  atRisk: differenceMinor,
  severity: (grave) => (grave ? 'high' : 'medium'),

  evidence(facts) {
    const amounts = comparedAmounts(facts);
    return amounts && amountEvidence(amounts, widestLimit(facts, amounts));
  },
};

function widestLimit(facts: Facts, amounts: ComparedAmounts): bigint {
  const allowed = tolerance(facts, amounts);
  const band = fxBand(facts, amounts);
  return allowed > band ? allowed : band;
}
