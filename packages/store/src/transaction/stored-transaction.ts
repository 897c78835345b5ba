import type { Reason, TxnId, TxnState, VerdictStatus } from '@tieout/core';

/**
 * A transaction as the lane left it: what is folded into and judged next. The same bytes lie in the cache and in
 * `reconciliation_results.state`.
 */
export interface StoredTransaction {
  readonly txnId: TxnId;
  /** 1 for the first row written, one more with every write: what the next write must still find. */
  readonly revision: number;
  readonly state: TxnState;
  /** The visible verdict these led to: with `judgedAt` enough to decide whether a new one differs, without reading the row. */
  readonly status: VerdictStatus;
  readonly reasons: readonly Reason[];
  /** Lane time of that verdict, ms. */
  readonly judgedAt: number;
  /** The revision that brought the visible verdict: what a person saw at this one or later is what stands. */
  readonly verdictRevision: number;
}
