import { EVENTS_MAX } from '../event/state.ts';
import { count } from './rule.ts';
import type { Rule } from './rule.ts';

export const tooManyEvents: Rule = {
  reason: 'TOO_MANY_EVENTS',
  statement: `A transaction has at most ${EVENTS_MAX} distinct events.`,
  nextAction: 'Find out which source reuses this transaction id; the events beyond the limit are kept raw.',

  broken: ({ tooMany }) => tooMany,
  atRisk: () => 0n,
  severity: () => 'high',

  evidence: ({ events, tooMany }) => ({
    limit: count(EVENTS_MAX),
    expected: count(EVENTS_MAX),
    // Those beyond the limit are not counted, so "at least one more" is all that is known.
    actual: count(tooMany ? EVENTS_MAX + 1 : events.length),
    difference: tooMany ? count(1) : null,
  }),
};
