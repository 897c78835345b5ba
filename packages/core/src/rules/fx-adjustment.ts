import { amountEvidence, comparedAmounts, differenceMinor, fxBand, tolerance } from './amount.ts';
import type { Rule } from './rule.ts';

export const fxAdjustment: Rule = {
  reason: 'FX_ADJUSTMENT',
  statement:
    'Amounts with the same outcome differ by no more than the tolerance; up to the FX band it looks like rounding.',
  nextAction: 'Accept it as FX or rounding, or correct the amount; many alike point to a wrong rate.',

  broken(facts) {
    const amounts = comparedAmounts(facts);
    if (amounts === null) return false;
    const { differenceMinor: difference } = amounts;
    return difference > tolerance(facts, amounts) && difference <= fxBand(facts, amounts);
  },
  atRisk: differenceMinor,
  severity: () => 'low',

  // Beyond the band the difference is AMOUNT_MISMATCH's, unless the tolerance is the wider and allows it.
  evidence(facts) {
    const amounts = comparedAmounts(facts);
    if (amounts === null) return null;
    const allowed = tolerance(facts, amounts);
    const beyond = amounts.differenceMinor > allowed && amounts.differenceMinor > fxBand(facts, amounts);
    return beyond ? null : amountEvidence(amounts, allowed);
  },
};
