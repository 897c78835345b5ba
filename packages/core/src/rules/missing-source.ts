import { largestAmount } from '../verdict/facts.ts';
import type { Source } from '../vocabulary.ts';
import { duration, time } from './rule.ts';
import type { Rule } from './rule.ts';

function missingSource(reason: Rule['reason'], source: Source, nextAction: string): Rule {
  const isBook = source !== 'mobile';
  return {
    reason,
    statement: `Once money has moved, ${source} is heard of by the arrival deadline.`,
    nextAction,

    broken: ({ missing }, { overdue }) => overdue && missing.includes(source),
    atRisk: (facts) => (isBook ? largestAmount(facts) : 0n),
    severity(grave) {
      if (!isBook) return 'low';
      return grave ? 'critical' : 'high';
    },

    // Before the deadline an absent source has not been checked yet. A late one passes: it clears the reason by itself.
    evidence({ legs, missing, moneyMoved, deadlineAt }, { overdue }) {
      const leg = legs[source];
      if (!moneyMoved || (!leg && !(overdue && missing.includes(source)))) return null;
      return {
        limit: time(deadlineAt),
        expected: time(deadlineAt, source),
        actual: leg && time(leg.appendTime, source),
        difference: leg && duration(leg.appendTime - deadlineAt),
      };
    },
  };
}

export const missingCore = missingSource(
  'MISSING_CORE',
  'core',
  'Look for the payment in the ledger; post it there, or refund it at the gateway.',
);
export const missingGateway = missingSource(
  'MISSING_GATEWAY',
  'gateway',
  'Look for the payment at the gateway; recover its record, or reverse the posting.',
);
export const missingMobile = missingSource(
  'MISSING_MOBILE',
  'mobile',
  'Nothing is owed; check that the app reports its confirmations.',
);
