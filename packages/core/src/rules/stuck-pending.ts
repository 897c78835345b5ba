import type { SourceEvent } from '../event/event.ts';
import { largestAmount } from '../verdict/facts.ts';
import type { Facts } from '../verdict/facts.ts';
import { text } from './rule.ts';
import type { Rule } from './rule.ts';

export const stuckPending: Rule = {
  reason: 'STUCK_PENDING',
  statement: 'By the arrival deadline a book that has spoken has said how the payment ended.',
  nextAction: 'Ask the book that is still pending for the final state; capture or void the payment.',

  broken: (facts, { overdue }) => overdue && pendingBook(facts) !== null,
  atRisk: largestAmount,
  severity: () => 'medium',

  evidence(facts, { overdue }) {
    const book = pendingBook(facts) ?? facts.legs.core ?? facts.legs.gateway;
    if (!overdue || !book) return null;
    return {
      limit: null,
      expected: text('FINAL', book.source),
      actual: text(book.outcome, book.source),
      difference: null,
    };
  },
};

/** A pending leg means that the book has nothing but pending events. */
function pendingBook({ legs: { core, gateway } }: Facts): SourceEvent | null {
  if (core?.outcome === 'PENDING') return core;
  return gateway?.outcome === 'PENDING' ? gateway : null;
}
