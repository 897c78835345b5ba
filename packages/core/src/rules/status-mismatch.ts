import type { SourceEvent } from '../event/event.ts';
import { largestAmount } from '../verdict/facts.ts';
import type { Facts } from '../verdict/facts.ts';
import type { Moment } from '../verdict/moment.ts';
import { text, time } from './rule.ts';
import type { Rule } from './rule.ts';

export const statusMismatch: Rule = {
  reason: 'STATUS_MISMATCH',
  statement:
    'Where one leg succeeded, no other failed or was reversed; a reversal in one book has its time to reach the other.',
  nextAction: 'Find out whether the money moved, then post or reverse it in the book that is wrong.',

  broken: (facts, moment) => booksClash(facts, moment) || witnessClash(facts) !== null,

  atRisk: (facts, moment) => (booksClash(facts, moment) ? largestAmount(facts) : 0n),

  severity(grave, facts, moment) {
    if (!booksClash(facts, moment)) return 'medium';
    return grave ? 'critical' : 'high';
  },

  evidence(facts, moment) {
    const [one, other] = booksClash(facts, moment)
      ? facts.finalLegs
      : (witnessClash(facts) ?? facts.finalLegs);
    if (!one || !other) return null;
    return {
      limit: facts.reversalDeadlineAt === null ? null : time(facts.reversalDeadlineAt),
      expected: text(one.outcome, one.source),
      actual: text(other.outcome, other.source),
      difference: null,
    };
  },
};

/** The books disagree; where one has reversed what the other still holds, only once the reversal deadline has passed. */
function booksClash({ legs: { core, gateway } }: Facts, { reversalOverdue }: Moment): boolean {
  if (!core || !gateway || !clash(core, gateway)) return false;
  return reversalOverdue || core.outcome === 'FAILED' || gateway.outcome === 'FAILED';
}

/** The app and the first book it disagrees with. An app that saw the payment succeed says nothing of a later reversal. */
function witnessClash({
  legs: { core, gateway, mobile },
}: Facts): readonly [SourceEvent, SourceEvent] | null {
  if (!mobile) return null;
  for (const book of [core, gateway]) {
    if (book && clash(book, mobile) && book.outcome !== 'REVERSED') return [book, mobile];
  }
  return null;
}

/** One stands and the other does not. FAILED and REVERSED agree: nothing stands. */
function clash(a: SourceEvent, b: SourceEvent): boolean {
  return (a.outcome === 'SUCCESS' && isVoid(b)) || (b.outcome === 'SUCCESS' && isVoid(a));
}

function isVoid({ outcome }: SourceEvent): boolean {
  return outcome === 'FAILED' || outcome === 'REVERSED';
}
