import type { SourceEvent } from '../event/event.ts';
import type { EventId } from '../ids.ts';
import type { Currency } from '../money/currency.ts';
import type {
  Channel,
  Direction,
  EventType,
  Hint,
  Outcome,
  Rail,
  Reason,
  Severity,
  Source,
  VerdictStatus,
} from '../vocabulary.ts';

/** The one event that stands for a source. Times in ms UTC, money in minor units. */
export interface Leg {
  readonly source: Source;
  readonly eventId: EventId;
  readonly type: EventType;
  readonly outcome: Outcome;
  readonly amountMinor: bigint;
  readonly currency: Currency;
  readonly eventTime: number;
  readonly appendTime: number;
  /** Appended after the arrival deadline. */
  readonly late: boolean;
  readonly channel: Channel | null;
  readonly direction: Direction | null;
  readonly rail: Rail | null;
  readonly feeMinor: bigint | null;
  readonly reference: string | null;
  readonly clientTime: string | null;
  readonly partition: number;
  readonly offset: bigint;
}

/** What is decided of one transaction at one lane time. All lists are in the order of their vocabulary. */
export interface Verdict {
  readonly status: VerdictStatus;
  readonly reasons: readonly Reason[];
  /** Null without reasons. */
  readonly severity: Severity | null;
  readonly atFault: Source | null;
  readonly hints: readonly Hint[];
  /** Of the core leg, else the gateway's, else the app's; so is `amountMinor`. */
  readonly currency: Currency;
  readonly amountMinor: bigint;
  /** Largest − smallest compared amount; null where none were compared. */
  readonly discrepancyMinor: bigint | null;
  readonly atRiskMinor: bigint;
  readonly channel: Channel;
  /** Sources that have spoken. */
  readonly sources: readonly Source[];
  /** Expected sources without an event, overdue or not. */
  readonly missing: readonly Source[];
  readonly awaited: readonly Source[];
  readonly firstSeenAt: number;
  /** The arrival deadline, ms UTC. */
  readonly deadlineAt: number;
  readonly reversalDeadlineAt: number | null;
  /** The arrival deadline is at or before the lane time. */
  readonly overdue: boolean;
  /** The reversal deadline is at or before the lane time. */
  readonly reversalOverdue: boolean;
  /** No deadline still ahead changes the verdict: only another event can. */
  readonly closed: boolean;
  /** The next deadline at which the verdict changes if nothing more arrives; null when closed. */
  readonly nextDueAt: number | null;
  readonly ruleVersion: number;
  readonly legs: Readonly<Record<Source, Leg | null>>;
}

export function toLeg(event: SourceEvent, deadlineAt: number): Leg {
  return {
    source: event.source,
    eventId: event.eventId,
    type: event.type,
    outcome: event.outcome,
    amountMinor: event.amountMinor,
    currency: event.currency,
    eventTime: event.eventTime,
    appendTime: event.appendTime,
    late: event.appendTime > deadlineAt,
    channel: event.channel,
    direction: event.direction,
    rail: event.rail,
    feeMinor: event.feeMinor,
    reference: event.reference,
    clientTime: event.clientTime,
    partition: event.partition,
    offset: event.offset,
  };
}
