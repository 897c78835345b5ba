import type { SourceEvent } from '../event/event.ts';
import type { Currency } from '../money/currency.ts';
import type { Channel, Hint, Reason, Severity, Source, VerdictStatus } from '../vocabulary.ts';

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
  /** The one event that stands for each source. */
  readonly legs: Readonly<Record<Source, SourceEvent | null>>;
  /** Sources whose leg was appended after the arrival deadline. */
  readonly late: readonly Source[];
}
