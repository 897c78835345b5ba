import { CHANNELS, DIRECTIONS, EVENT_STATUSES, SOURCES } from '../vocabulary.ts';
import type { EventType, Outcome } from '../vocabulary.ts';
import type { SourceEvent } from './event.ts';

// Final events above pending ones, and what moved money above a refusal: so a late failure notice never hides a success, and
// the greatest event of a source is its greatest final one or, where it has none, its greatest pending one.
const WEIGHT: Readonly<Record<Outcome, number>> = {
  IGNORED: -1,
  PENDING: 0,
  FAILED: 1,
  REVERSED: 2,
  SUCCESS: 2,
};

/** How far along its life a payment is that says this. Within one source every type has a rank of its own. */
const LIFE_CYCLE_RANK: Readonly<Record<EventType, number>> = {
  PAYMENT_FAILED: 0,
  LEDGER_REJECTED: 0,
  PAYMENT_AUTHORIZED: 1,
  PAYMENT_CAPTURED: 2,
  PAYMENT_REFUNDED: 3,
  LEDGER_POSTED: 3,
  LEDGER_REVERSED: 4,
  PAYMENT_INITIATED: 4,
  PAYMENT_CONFIRMED: 5,
};

/** Strings compare bytewise: ids and currency codes are ASCII, where JavaScript's own order is the bytes' order. */
function compare<T extends string | bigint>(a: T, b: T): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Enums compare by their place in the schema; an absent one comes first. */
function comparePlaces<T>(list: readonly T[], a: T | null, b: T | null): number {
  if (a === b) return 0;
  return (a === null ? -1 : list.indexOf(a)) - (b === null ? -1 : list.indexOf(b));
}

/**
 * Leg order: the total order among one source's events whose greatest is the leg. 0 exactly where two events have the same id and content, which
 * is why the status, which no earlier criterion always tells apart, comes last.
 */
export function compareInSource(a: SourceEvent, b: SourceEvent): number {
  return (
    WEIGHT[a.outcome] - WEIGHT[b.outcome] ||
    (a.source === 'mobile' ? 0 : a.eventTime - b.eventTime) ||
    LIFE_CYCLE_RANK[a.type] - LIFE_CYCLE_RANK[b.type] ||
    compare(a.eventId, b.eventId) ||
    compare(a.amountMinor, b.amountMinor) ||
    compare(a.currency, b.currency) ||
    Number(a.outcome === 'REVERSED') - Number(b.outcome === 'REVERSED') ||
    comparePlaces(DIRECTIONS, a.direction, b.direction) ||
    comparePlaces(CHANNELS, a.channel, b.channel) ||
    comparePlaces(EVENT_STATUSES, a.status, b.status)
  );
}

/** All of a transaction's events in one order: by source, then leg order. 0 exactly for a redelivery. */
export function compareEvents(a: SourceEvent, b: SourceEvent): number {
  return comparePlaces(SOURCES, a.source, b.source) || compareInSource(a, b);
}

/** Equal content under different ids: what makes a settlement a plain copy of another. */
export function sameContent(a: SourceEvent, b: SourceEvent): boolean {
  return (
    a.type === b.type &&
    a.status === b.status &&
    a.amountMinor === b.amountMinor &&
    a.currency === b.currency &&
    a.channel === b.channel &&
    a.direction === b.direction &&
    (a.source === 'mobile' || a.eventTime === b.eventTime)
  );
}
