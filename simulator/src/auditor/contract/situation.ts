import {
  BOOKS,
  isBook,
  movesMoney,
  outcomeOf,
  type Outcome,
  type Source,
  SOURCES,
  type Told,
} from './event.ts';
import { type EventSet, eventSet, legOf } from './leg.ts';
import { type Policy, policyOf } from './rules.ts';

/** One transaction as it stands at one lane time: everything section 3 asks about, before any judgement. */
export interface Situation extends EventSet {
  readonly policy: Policy;
  readonly channel: string;
  readonly legs: Readonly<Record<Source, Told | null>>;
  readonly outcomes: Readonly<Record<Source, Outcome | null>>;
  /** Sources with a leg. */
  readonly present: readonly Source[];
  /** Sources with a final leg. */
  readonly final: readonly Source[];
  readonly moneyMoved: boolean;
  readonly expected: readonly Source[];
  readonly deadline: number;
  readonly reversalDeadline: number | null;
  readonly overdue: boolean;
  readonly reversalOverdue: boolean;
  readonly awaited: readonly Source[];
  /** The leg whose currency and amount the row shows. */
  readonly row: Told;
  /** Settlements told under more than one id: of each book, direction and outcome. */
  readonly settledTwice: readonly (readonly Told[])[];
  readonly contradicted: ReadonlySet<Source>;
}

/** The SLA of the rules in force at this time. */
export type SlaAt = (time: number) => number;

/** Null where nothing was told that counts. */
export function situationOf(tellings: readonly Told[], laneTime: number, slaAt: SlaAt): Situation | null {
  const set = eventSet(tellings);
  const { events } = set;
  const legs = perSource((source) => legOf(source, events));
  const row = legs.core ?? legs.gateway ?? legs.mobile;
  if (row === null) return null;
  const outcomes = perSource((source) => legs[source] && outcomeOf(legs[source]));
  const present = SOURCES.filter((source) => legs[source] !== null);
  const channel = legs.core?.channel ?? legs.gateway?.channel ?? 'MOBILE';
  const policy = policyOf(channel, slaAt(first(events)));
  const moneyMoved = present.some(
    (source) => outcomes[source] === 'SUCCESS' || outcomes[source] === 'REVERSED',
  );
  const expected = SOURCES.filter(
    (source) => present.includes(source) || (moneyMoved && policy.expected.includes(source)),
  );
  const deadline = moneyMoved
    ? first(events.filter(movesMoney)) + policy.slaMs
    : first(events) + policy.pendingLimitMs;
  const reversals = events.filter((told) => isBook(told.source) && outcomeOf(told) === 'REVERSED');
  const reversalDeadline = reversals.length === 0 ? null : first(reversals) + policy.reversalSlaMs;
  const overdue = deadline <= laneTime;
  const reversalOverdue = reversalDeadline !== null && reversalDeadline <= laneTime;
  const halfReversed = booksAre(outcomes, 'SUCCESS', 'REVERSED') && !reversalOverdue;
  const isAwaited = (source: Source): boolean => {
    const outcome = outcomes[source];
    if (outcome === null) return true;
    if (outcome === 'PENDING') return isBook(source) || !overdue;
    return isBook(source) && outcome === 'SUCCESS' && halfReversed;
  };
  return {
    ...set,
    policy,
    channel,
    legs,
    outcomes,
    present,
    final: present.filter((source) => outcomes[source] !== 'PENDING'),
    moneyMoved,
    expected,
    deadline,
    reversalDeadline,
    overdue,
    reversalOverdue,
    awaited: expected.filter(isAwaited),
    row,
    settledTwice: settledTwice(events),
    contradicted: contradicted(events),
  };
}

export function perSource<T>(value: (source: Source) => T): Record<Source, T> {
  return { core: value('core'), gateway: value('gateway'), mobile: value('mobile') };
}

/** One book has the one outcome and the other the other. */
function booksAre({ core, gateway }: Situation['outcomes'], one: Outcome, other: Outcome): boolean {
  return (core === one && gateway === other) || (core === other && gateway === one);
}

const first = (events: readonly Told[]): number => Math.min(...events.map(({ appendTime }) => appendTime));

function settledTwice(events: readonly Told[]): Told[][] {
  const settlements = events.filter((told) => isBook(told.source) && movesMoney(told));
  const alike = Map.groupBy(settlements, (told) => [told.source, told.direction, outcomeOf(told)].join('|'));
  return [...alike.values()].filter((told) => new Set(told.map(({ eventId }) => eventId)).size > 1);
}

function contradicted(events: readonly Told[]): Set<Source> {
  // The set holds each content of an id once: a second member of an id is another content.
  const byId = Map.groupBy(events, ({ source, eventId }) => `${source} ${eventId}`);
  const sources = new Set<Source>();
  for (const [told, other] of byId.values())
    if (told !== undefined && other !== undefined) sources.add(told.source);
  for (const book of BOOKS) {
    const times = (outcome: Outcome): number[] =>
      events
        .filter((told) => told.source === book && outcomeOf(told) === outcome)
        .map(({ eventTime }) => eventTime);
    const successes = times('SUCCESS');
    if (successes.length > 0 && Math.max(...times('FAILED')) > Math.max(...successes)) sources.add(book);
  }
  return sources;
}
