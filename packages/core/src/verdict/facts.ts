import type { SourceEvent } from '../event/event.ts';
import { compareInSource } from '../event/order.ts';
import type { TxnState } from '../event/state.ts';
import type { Currency } from '../money/currency.ts';
import type { Policy, RuleSet } from '../rule-set/rule-set.ts';
import { SOURCES } from '../vocabulary.ts';
import type { Channel, Outcome, Source } from '../vocabulary.ts';
import { compareLegs } from './comparison.ts';
import type { Comparison } from './comparison.ts';
import { conflictsIn } from './conflicts.ts';
import type { Conflict } from './conflicts.ts';
import { duplicateSets } from './settlements.ts';
import type { SettlementSet } from './settlements.ts';

type Legs = Readonly<Record<Source, SourceEvent | null>>;

/** Everything the rules look at that does not depend on the lane time, gathered once a verdict. */
export interface Facts {
  readonly ruleSet: RuleSet;
  readonly policy: Policy;
  readonly channel: Channel;
  readonly legs: Legs;
  /** Sources that have spoken, in SOURCES order. */
  readonly sources: readonly Source[];
  /** The legs that are FAILED, REVERSED or SUCCESS, in SOURCES order. */
  readonly finalLegs: readonly SourceEvent[];
  /** The row's currency and amount: of the core leg, else the gateway's, else the app's. */
  readonly currency: Currency;
  readonly amountMinor: bigint;
  /** Expected sources without an event. */
  readonly missing: readonly Source[];
  /** Null while no two legs claim the same effect. */
  readonly comparison: Comparison | null;
  readonly duplicates: readonly SettlementSet[];
  readonly conflicts: readonly Conflict[];
  readonly events: readonly SourceEvent[];
  readonly tooMany: boolean;
  readonly firstSeenAt: number;
  /** Some leg is SUCCESS or REVERSED. */
  readonly moneyMoved: boolean;
  /** The arrival deadline. */
  readonly deadlineAt: number;
  readonly reversalDeadlineAt: number | null;
}

const NOTHING: readonly never[] = [];

export function movesMoney(outcome: Outcome): boolean {
  return outcome === 'SUCCESS' || outcome === 'REVERSED';
}

export function gatherFacts(state: TxnState, ruleSet: RuleSet): Facts {
  const { events } = state;
  const legs = chooseLegs(events);
  const rowLeg = legs.core ?? legs.gateway ?? legs.mobile;
  if (!rowLeg) throw new RangeError('a transaction without events has no verdict');
  const channel = legs.core?.channel ?? legs.gateway?.channel ?? 'MOBILE';
  const policy = ruleSet.policies[channel];
  const sources = SOURCES.filter((source) => legs[source] !== null);
  const finalLegs: SourceEvent[] = [];
  for (const source of sources) {
    const leg = legs[source];
    if (leg && leg.outcome !== 'PENDING') finalLegs.push(leg);
  }
  const first = firstAppends(events);
  const moneyMoved = first.moved !== null;
  // A source with a single event can neither repeat nor contradict itself; almost every transaction ends the search here.
  const mayRepeat = events.length > sources.length;

  return {
    ruleSet,
    policy,
    channel,
    legs,
    sources,
    finalLegs,
    currency: rowLeg.currency,
    amountMinor: rowLeg.amountMinor,
    missing: moneyMoved ? policy.expected.filter((source) => legs[source] === null) : NOTHING,
    comparison: finalLegs.length > 1 ? compareLegs(finalLegs) : null,
    duplicates: mayRepeat ? duplicateSets(events) : NOTHING,
    conflicts: mayRepeat ? conflictsIn(events) : NOTHING,
    events,
    tooMany: state.tooMany,
    firstSeenAt: first.any,
    moneyMoved,
    deadlineAt: first.moved === null ? first.any + policy.pendingLimitMs : first.moved + policy.slaMs,
    reversalDeadlineAt: first.bookReversal === null ? null : first.bookReversal + policy.reversalSlaMs,
  };
}

/** Of each source its greatest event in leg order: its greatest final one, else its greatest pending one. */
function chooseLegs(events: readonly SourceEvent[]): Legs {
  const legs: Record<Source, SourceEvent | null> = { core: null, gateway: null, mobile: null };
  for (const event of events) {
    const best = legs[event.source];
    if (best === null || compareInSource(event, best) > 0) legs[event.source] = event;
  }
  return legs;
}

interface FirstAppends {
  any: number;
  /** Of the first SUCCESS or REVERSED event of any source: null exactly where no leg is one, since those are the greatest. */
  moved: number | null;
  bookReversal: number | null;
}

function firstAppends(events: readonly SourceEvent[]): FirstAppends {
  const first: FirstAppends = { any: Number.POSITIVE_INFINITY, moved: null, bookReversal: null };
  for (const { appendTime, outcome, source } of events) {
    first.any = Math.min(first.any, appendTime);
    if (!movesMoney(outcome)) continue;
    first.moved = Math.min(first.moved ?? appendTime, appendTime);
    if (outcome === 'REVERSED' && source !== 'mobile') {
      first.bookReversal = Math.min(first.bookReversal ?? appendTime, appendTime);
    }
  }
  return first;
}

/** The most that may be lost: the largest leg, pending and failed ones too, of those in the row's currency. */
export function largestAmount(facts: Facts): bigint {
  let largest = facts.amountMinor;
  for (const source of facts.sources) {
    const leg = facts.legs[source];
    if (leg && leg.currency === facts.currency && leg.amountMinor > largest) largest = leg.amountMinor;
  }
  return largest;
}
