import { largestAmount } from '../verdict/facts.ts';
import type { Conflict } from '../verdict/conflicts.ts';
import { count, text } from './rule.ts';
import type { Rule } from './rule.ts';

export const conflictingEvent: Rule = {
  reason: 'CONFLICTING_EVENT',
  statement:
    'No source contradicts itself: an event id keeps its content, and a book reports no failure after a success.',
  nextAction: 'Ask the source which of its records is right, and have the other withdrawn.',

  broken: ({ conflicts }) => conflicts.length > 0,
  atRisk: (facts) =>
    facts.conflicts.some((conflict) => conflict.source !== 'mobile') ? largestAmount(facts) : 0n,
  severity: () => 'high',

  evidence({ conflicts }) {
    const [first] = conflicts;
    return {
      limit: count(0),
      expected: count(0),
      actual: first ? text(describe(first), first.source) : count(0),
      difference: count(conflicts.length),
    };
  },
};

function describe({ eventId, what }: Conflict): string {
  return what === 'OTHER_CONTENT'
    ? `${eventId} came with other content`
    : `${eventId} failed after a success`;
}
