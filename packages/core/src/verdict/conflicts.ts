import type { SourceEvent } from '../event/event.ts';
import type { EventId } from '../ids.ts';
import { BOOKS, SOURCES } from '../vocabulary.ts';
import type { Book, Source } from '../vocabulary.ts';

/** A source that contradicts itself. */
export interface Conflict {
  readonly source: Source;
  readonly eventId: EventId;
  readonly what: 'OTHER_CONTENT' | 'FAILED_AFTER_SUCCESS';
}

/** At most one of each kind a source: enough to judge, and to tell a person where to look. */
export function conflictsIn(events: readonly SourceEvent[]): Conflict[] {
  const conflicts: Conflict[] = [];
  for (const source of SOURCES) {
    const eventId = idWithOtherContent(events.filter((event) => event.source === source));
    if (eventId) conflicts.push({ source, eventId, what: 'OTHER_CONTENT' });
  }
  for (const source of BOOKS) {
    const failure = failureAfterSuccess(events, source);
    if (failure) conflicts.push({ source, eventId: failure.eventId, what: 'FAILED_AFTER_SUCCESS' });
  }
  return conflicts;
}

/** A state holds each content of an id once, so an id met twice has two contents. The bytewise smallest such id. */
function idWithOtherContent(ofSource: readonly SourceEvent[]): EventId | undefined {
  const seen = new Set<EventId>();
  let found: EventId | undefined;
  for (const { eventId } of ofSource) {
    if (seen.has(eventId) && (found === undefined || eventId < found)) found = eventId;
    seen.add(eventId);
  }
  return found;
}

/** The book's last failure, if it is dated strictly after every success it has, and it has one. */
function failureAfterSuccess(events: readonly SourceEvent[], book: Book): SourceEvent | undefined {
  let success: SourceEvent | undefined;
  let failure: SourceEvent | undefined;
  for (const event of events) {
    if (event.source !== book) continue;
    if (event.outcome === 'SUCCESS' && (!success || event.eventTime > success.eventTime)) success = event;
    if (event.outcome === 'FAILED' && (!failure || isLater(event, failure))) failure = event;
  }
  return success && failure && failure.eventTime > success.eventTime ? failure : undefined;
}

/** By event time, ties by id, so that the failure named does not depend on the order of the events. */
function isLater(a: SourceEvent, b: SourceEvent): boolean {
  return a.eventTime === b.eventTime ? a.eventId > b.eventId : a.eventTime > b.eventTime;
}
