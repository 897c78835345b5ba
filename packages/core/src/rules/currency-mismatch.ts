import { largestAmount } from '../verdict/facts.ts';
import { text } from './rule.ts';
import type { Rule } from './rule.ts';

export const currencyMismatch: Rule = {
  reason: 'CURRENCY_MISMATCH',
  statement: 'Legs with the same outcome name the same currency.',
  nextAction:
    'Ask the source whose currency differs to correct its record; amounts are compared once currencies agree.',

  broken: ({ comparison }) => comparison !== null && comparison.amounts === null,
  atRisk: largestAmount,
  severity: () => 'high',

  evidence({ comparison }) {
    const [first, second] = comparison?.legs ?? [];
    if (!first || !second) return null;
    const other = comparison?.legs.find((leg) => leg.currency !== first.currency) ?? second;
    return {
      limit: null,
      expected: text(first.currency, first.source),
      actual: text(other.currency, other.source),
      difference: null,
    };
  },
};
