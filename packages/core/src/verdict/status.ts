import { BOOKS, SOURCES } from '../vocabulary.ts';
import type { Book, Reason, Source, VerdictStatus } from '../vocabulary.ts';
import type { Facts } from './facts.ts';
import type { Moment } from './moment.ts';

/** The sources that may still change the verdict by speaking, in SOURCES order. */
export function awaitedSources(facts: Facts, moment: Moment): Source[] {
  return SOURCES.filter((source) => isAwaited(source, facts, moment));
}

function isAwaited(source: Source, facts: Facts, moment: Moment): boolean {
  const leg = facts.legs[source];
  if (!leg) return facts.missing.includes(source);
  // The app's last word is worth waiting for only until the deadline: a customer may have closed it.
  if (source === 'mobile') return leg.outcome === 'PENDING' && !moment.overdue;
  if (leg.outcome === 'PENDING') return true;
  return (
    leg.outcome === 'SUCCESS' && otherBook(facts, source)?.outcome === 'REVERSED' && !moment.reversalOverdue
  );
}

function otherBook({ legs }: Facts, book: Book) {
  const [core, gateway] = BOOKS;
  return legs[book === core ? gateway : core];
}

/** The first row that holds. `covered`: a resolution covers the reasons. */
export function statusOf(
  facts: Facts,
  moment: Moment,
  reasons: readonly Reason[],
  awaited: readonly Source[],
  covered: boolean,
): VerdictStatus {
  const fewFinal = facts.finalLegs.length < 2;
  if (reasons.length > 0) return covered ? 'RESOLVED' : 'MISMATCHED';
  if (!moment.overdue && fewFinal) return 'PENDING';
  if (fewFinal && awaited.length === 0) return 'CLOSED';
  return awaited.length > 0 ? 'PARTIAL' : 'MATCHED';
}
