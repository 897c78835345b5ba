import type { LiveCursor, Txn, VerdictStatus } from '../api/schema.ts';

/** A changed transaction as the feed sends it. */
export type LiveTxn = Txn & { readonly previous_status: VerdictStatus | null };

/** One `changes` message of the feed: the next is sent once this one is acknowledged. */
export interface LiveBatch {
  readonly from: LiveCursor;
  readonly to: LiveCursor;
  readonly items: readonly LiveTxn[];
  /** Changes still waiting for this client. */
  readonly left: number;
}

/** The `status` message: whether the feed itself is up to date with its own sources. */
export interface LiveStatus {
  readonly state: 'live' | 'degraded';
  readonly detail: string | null;
  readonly at: string;
}
