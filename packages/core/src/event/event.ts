import type { EventId, TxnId } from '../ids.ts';
import type { Currency } from '../money/currency.ts';
import type { Channel, Direction, EventStatus, EventType, Outcome, Rail, Source } from '../vocabulary.ts';

/** One record of a source after normalisation: one shape for all three. */
export interface SourceEvent {
  readonly source: Source;
  readonly eventId: EventId;
  readonly txnId: TxnId;
  readonly type: EventType;
  readonly status: EventStatus;
  readonly outcome: Outcome;
  /** Gross, what the payer pays; minor units, ≥ 0. */
  readonly amountMinor: bigint;
  readonly currency: Currency;
  readonly channel: Channel | null;
  readonly direction: Direction | null;
  readonly rail: Rail | null;
  /** Gateway only. Carried for hints, never judged. */
  readonly feeMinor: bigint | null;
  readonly reference: string | null;
  /** Mobile only, as the app wrote it. */
  readonly clientTime: string | null;
  /** ms UTC. In the books the booking instant; for mobile `clientTime` as an instant: shown, never judged. */
  readonly eventTime: number;
  /** The broker's time of the record, ms UTC; of several deliveries the earliest. */
  readonly appendTime: number;
  readonly partition: number;
  readonly offset: bigint;
}
