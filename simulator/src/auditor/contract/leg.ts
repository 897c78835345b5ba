import { contentOf, isBook, outcomeOf, type Source, type Told } from './event.ts';

/** Life-cycle rank of a type; those of one source only are ever compared. */
const RANKS = [
  ['PAYMENT_FAILED', 'LEDGER_REJECTED'],
  ['PAYMENT_AUTHORIZED', 'LEDGER_POSTED', 'PAYMENT_INITIATED'],
  ['PAYMENT_CAPTURED', 'LEDGER_REVERSED', 'PAYMENT_CONFIRMED'],
  ['PAYMENT_REFUNDED'],
];
// Enums in the order of their schema.
const STATUSES = ['SUCCESS', 'FAILED', 'PENDING', 'REVERSED'];
const CHANNELS = ['MOBILE', 'WEB', 'POS', 'ATM', 'BRANCH'];
const DIRECTIONS = ['DEBIT', 'CREDIT'];

/** Everything legs are ordered by, the weightiest first. */
function orderKeys(told: Told): readonly (number | bigint | string)[] {
  const outcome = outcomeOf(told);
  return [
    outcome === 'FAILED' ? 0 : 1,
    isBook(told.source) ? told.eventTime : 0,
    RANKS.findIndex((types) => types.includes(told.type)),
    told.eventId,
    told.amount,
    told.currency,
    outcome === 'REVERSED' ? 1 : 0,
    DIRECTIONS.indexOf(told.direction ?? ''),
    CHANNELS.indexOf(told.channel ?? ''),
    STATUSES.indexOf(told.status),
  ];
}

/** Below 0 where `a` comes first. Ids and currencies are ASCII, so that JavaScript compares them bytewise. */
export function inLegOrder(a: Told, b: Told): number {
  const other = orderKeys(b);
  for (const [place, key] of orderKeys(a).entries()) {
    const against = other[place] ?? key;
    if (key < against) return -1;
    if (key > against) return 1;
  }
  return 0;
}

export function greatest(tellings: readonly Told[]): Told | undefined {
  return tellings.toSorted(inLegOrder).at(-1);
}

/** The event that stands for a source: its greatest final one, else its greatest pending one. */
export function legOf(source: Source, events: readonly Told[]): Told | null {
  const own = events.filter((told) => told.source === source);
  return greatest(own.filter((told) => outcomeOf(told) !== 'PENDING')) ?? greatest(own) ?? null;
}

/** Distinct events a transaction keeps. */
const EVENTS_MAX = 100;

export interface EventSet {
  readonly events: readonly Told[];
  readonly tooMany: boolean;
}

/**
 * The set of what was told, each content of an id once. The order of `tellings` matters only beyond the limit.
 * Of repeats the earliest delivery is kept, with the smallest fee of all.
 */
export function eventSet(tellings: readonly Told[]): EventSet {
  const kept = new Map<string, Told>();
  let tooMany = false;
  for (const told of tellings) {
    if (outcomeOf(told) === 'IGNORED') continue;
    const name = [told.source, told.eventId, contentOf(told)].join('|');
    const known = kept.get(name);
    if (known !== undefined) kept.set(name, withSmallerFee(earlier(known, told), known, told));
    else if (kept.size < EVENTS_MAX) kept.set(name, told);
    else tooMany = true;
  }
  return { events: [...kept.values()], tooMany };
}

function earlier(a: Told, b: Told): Told {
  if (a.appendTime !== b.appendTime) return a.appendTime < b.appendTime ? a : b;
  return a.offset <= b.offset ? a : b;
}

function withSmallerFee(kept: Told, a: Told, b: Told): Told {
  if (a.fee === null || b.fee === null) return kept;
  return { ...kept, fee: a.fee < b.fee ? a.fee : b.fee };
}
