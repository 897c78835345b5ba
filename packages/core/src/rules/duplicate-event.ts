import { compareInSource } from '../event/order.ts';
import { movesMoney } from '../verdict/facts.ts';
import type { SettlementSet } from '../verdict/settlements.ts';
import { count } from './rule.ts';
import type { Rule } from './rule.ts';

export const duplicateEvent: Rule = {
  reason: 'DUPLICATE_EVENT',
  statement: 'A book settles a payment, and reverses it, at most once under one event id.',
  nextAction: 'Find out whether money moved twice; refund the copy, or record it as a re-sent message.',

  broken: ({ duplicates }) => duplicates.length > 0,

  atRisk({ duplicates }) {
    let sum = 0n;
    for (const set of duplicates) sum += surplus(set);
    return sum;
  },

  severity: (grave) => (grave ? 'critical' : 'high'),

  evidence({ legs: { core, gateway }, duplicates }) {
    const book = [core, gateway].find((leg) => leg !== null && movesMoney(leg.outcome));
    if (!book) return null;
    let [worst] = duplicates;
    for (const set of duplicates) if (worst && set.byId.size > worst.byId.size) worst = set;
    const ids = worst ? worst.byId.size : 1;
    return {
      limit: count(1),
      expected: count(1, worst?.book ?? book.source),
      actual: count(ids, worst?.book ?? book.source),
      difference: count(ids - 1),
    };
  },
};

/** What the set settles beyond its greatest event, minor units. */
function surplus({ byId }: SettlementSet): bigint {
  const counted = [...byId.values()].toSorted(compareInSource);
  return counted.slice(0, -1).reduce((sum, event) => sum + event.amountMinor, 0n);
}
