import type { Verdict } from '../verdict/verdict.ts';
import type { Resolution } from '../verdict/resolution.ts';
import { NO_WORK, type Work } from '../action/work.ts';
import type { SourceEvent } from './event.ts';
import { compareEvents } from './order.ts';

/** Distinct (source, event id, content) a transaction keeps; a bound on memory and on the work of a verdict. */
export const EVENTS_MAX = 100;

/** Everything known of one transaction. Immutable; equal sets of events give deeply equal states. */
export interface TxnState {
  /** Distinct events, in the order of `compareEvents`; never IGNORED, at most EVENTS_MAX. */
  readonly events: readonly SourceEvent[];
  /** Events beyond EVENTS_MAX came and were left out; from then on the order of arrival matters. */
  readonly tooMany: boolean;
  readonly resolution: Resolution | null;
  readonly work: Work;
  /** Lane time at which the present uninterrupted run of having a reason began, ms UTC. */
  readonly brokenAt: number | null;
}

const EMPTY: TxnState = { events: [], tooMany: false, resolution: null, work: NO_WORK, brokenAt: null };

export function emptyState(): TxnState {
  return EMPTY;
}

/** Adds events in any order, any batching, any repeats. Returns the same object where nothing changed. */
export function fold(state: TxnState, events: readonly SourceEvent[]): TxnState {
  let members = state.events;
  let tooMany = state.tooMany;
  for (const event of events) {
    if (event.outcome === 'IGNORED') continue;
    const place = placeOf(members, event);
    const known = members[place];
    if (known && compareEvents(known, event) === 0) {
      const merged = mergeDeliveries(known, event);
      if (merged !== known) members = members.with(place, merged);
    } else if (members.length < EVENTS_MAX) {
      members = members.toSpliced(place, 0, event);
    } else {
      tooMany = true;
    }
  }
  if (members === state.events && tooMany === state.tooMany) return state;
  return { ...state, events: members, tooMany };
}

/** Index of the first member not below the event. Linear: almost every transaction has two or three events. */
function placeOf(members: readonly SourceEvent[], event: SourceEvent): number {
  let place = 0;
  for (const member of members) {
    if (compareEvents(member, event) >= 0) break;
    place += 1;
  }
  return place;
}

/** One event delivered twice: the earliest delivery stands, with the smallest fee of all. */
function mergeDeliveries(known: SourceEvent, again: SourceEvent): SourceEvent {
  const first = isEarlier(again, known) ? again : known;
  const feeMinor = smallerFee(known.feeMinor, again.feeMinor);
  return first.feeMinor === feeMinor ? first : { ...first, feeMinor };
}

function isEarlier(a: SourceEvent, b: SourceEvent): boolean {
  if (a.appendTime !== b.appendTime) return a.appendTime < b.appendTime;
  return a.offset < b.offset;
}

function smallerFee(a: bigint | null, b: bigint | null): bigint | null {
  if (a === null || b === null) return a ?? b;
  return a < b ? a : b;
}

/** Append time of the transaction's first event, ms UTC: what selects its rule set. */
export function firstEventAt(state: TxnState): number {
  let first = Number.POSITIVE_INFINITY;
  for (const event of state.events) first = Math.min(first, event.appendTime);
  return first;
}

/**
 * Starts, keeps or clears the run of having reasons. Returns the same object where nothing changed. A run begins with the event that brought the
 * reason or, where none did, at lane time, which stays behind what was read last.
 */
export function withVerdictTime(state: TxnState, verdict: Verdict, laneTime: number): TxnState {
  if (verdict.reasons.length === 0) return state.brokenAt === null ? state : { ...state, brokenAt: null };
  return state.brokenAt === null ? { ...state, brokenAt: Math.max(laneTime, lastEventAt(state)) } : state;
}

function lastEventAt({ events }: TxnState): number {
  let last = Number.NEGATIVE_INFINITY;
  for (const { appendTime } of events) last = Math.max(last, appendTime);
  return last;
}
