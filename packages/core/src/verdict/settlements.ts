import type { SourceEvent } from '../event/event.ts';
import { compareInSource } from '../event/order.ts';
import type { EventId } from '../ids.ts';
import { BOOKS, DIRECTIONS } from '../vocabulary.ts';
import type { Book, Direction } from '../vocabulary.ts';

/** The bookings of one book that say the same thing. One id is a settlement; a second makes it a duplicate. */
export interface SettlementSet {
  readonly book: Book;
  readonly outcome: 'SUCCESS' | 'REVERSED';
  readonly direction: Direction | null;
  /** Every event that says so, never none. */
  readonly events: readonly SourceEvent[];
  /** The ids counted, each with its greatest event of this set in leg order. */
  readonly byId: ReadonlyMap<EventId, SourceEvent>;
}

const MOVES = ['SUCCESS', 'REVERSED'] as const;
const DIRECTED = [null, ...DIRECTIONS] as const;

/** All settlements of both books, by book, outcome and direction. */
function settlementSets(events: readonly SourceEvent[]): SettlementSet[] {
  const sets: SettlementSet[] = [];
  for (const book of BOOKS) {
    const ofBook = events.filter((event) => event.source === book);
    for (const outcome of MOVES) {
      for (const direction of DIRECTED) {
        const alike = ofBook.filter((event) => event.outcome === outcome && event.direction === direction);
        if (alike.length > 0)
          sets.push({ book, outcome, direction, events: alike, byId: greatestById(alike) });
      }
    }
  }
  return sets;
}

function greatestById(events: readonly SourceEvent[]): Map<EventId, SourceEvent> {
  const greatest = new Map<EventId, SourceEvent>();
  for (const event of events) {
    const known = greatest.get(event.eventId);
    if (!known || compareInSource(event, known) > 0) greatest.set(event.eventId, event);
  }
  return greatest;
}

/** The sets that settle more than once. */
export function duplicateSets(events: readonly SourceEvent[]): SettlementSet[] {
  return settlementSets(events).filter((set) => set.byId.size > 1);
}

/** How often each book has settled, each outcome and direction counted for itself. */
export function settlementCounts(events: readonly SourceEvent[]): Record<Book, number> {
  const counts: Record<Book, number> = { core: 0, gateway: 0 };
  for (const set of settlementSets(events)) counts[set.book] += set.byId.size;
  return counts;
}
