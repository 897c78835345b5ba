import type { SourceEvent } from '../event/event.ts';
import { movesMoney } from '../verdict/facts.ts';
import type { Facts } from '../verdict/facts.ts';
import { duration, time } from './rule.ts';
import type { Rule } from './rule.ts';

export const timestampMismatch: Rule = {
  reason: 'TIMESTAMP_MISMATCH',
  statement: 'Both books date the same booking within the time window.',
  nextAction: 'Check the clock and time zone of the book that is off; the money itself agrees.',

  broken(facts) {
    const apart = bookingTimesApart(facts);
    return apart !== null && apart > facts.policy.windowMs;
  },
  atRisk: () => 0n,
  severity: () => 'low',

  evidence(facts) {
    const books = sameBooking(facts);
    if (books === null) return null;
    const [core, gateway] = books;
    return {
      limit: duration(facts.policy.windowMs),
      expected: time(core.eventTime, 'core'),
      actual: time(gateway.eventTime, 'gateway'),
      difference: duration(Math.abs(core.eventTime - gateway.eventTime)),
    };
  },
};

/** How far apart the books date the same booking, ms; null where they do not hold the same one. */
export function bookingTimesApart(facts: Facts): number | null {
  const books = sameBooking(facts);
  return books && Math.abs(books[0].eventTime - books[1].eventTime);
}

function sameBooking({ legs: { core, gateway } }: Facts): readonly [SourceEvent, SourceEvent] | null {
  return core && gateway && core.outcome === gateway.outcome && movesMoney(core.outcome)
    ? [core, gateway]
    : null;
}
