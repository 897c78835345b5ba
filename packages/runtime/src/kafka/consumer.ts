import type { LogBatch, TopicPartition } from './log.ts';

/**
 * What this member owns after a (re)join of the group. A lane is partition p of every subscribed topic.
 * All its partitions are paused when the callback runs, `kept` ones too; seek and resume them.
 */
export interface Assignment {
  /** Everything owned now = gained ∪ kept, ascending. */
  readonly lanes: readonly number[];
  readonly gained: readonly number[];
  /** Owned before as well. Somebody else may still have owned it in between: the lane's compare-and-set decides. */
  readonly kept: readonly number[];
  readonly lost: readonly number[];
}

/** Callbacks of a consumer. All are called synchronously and must return at once: one waiting handler stops every lane. */
export interface ConsumerHandlers {
  onAssignment(assignment: Assignment): void;
  /** In the order of the log within one partition, except after a seek; a batch already on its way may still arrive after a pause or seek. */
  onBatch(batch: LogBatch): void;
  /** The consumer has given up and will not come back: end the process, the supervisor starts a new one. */
  onCrash(error: Error): void;
}

export interface LaneConsumer {
  /** Joins the group; resolves when the first join is done (onAssignment has run), or rejects. */
  start(): Promise<void>;
  /** Leaves the group. No callback runs afterwards. */
  stop(): Promise<void>;
  /** Takes effect on the next fetch; resuming may take up to `fetchMaxWaitMs` to be noticed. */
  pause(at: readonly TopicPartition[]): void;
  resume(at: readonly TopicPartition[]): void;
  /** The next batch of this partition starts at `offset` (or at the batch that holds it: only records from `offset` on are given). */
  seek(at: TopicPartition, offset: bigint): void;
  /**
   * Remembers the next offset to read as this group's committed offset, a hint for lag tools only. Sent in the background at most once a
   * second, the latest value of each partition; failures are logged and forgotten.
   */
  commit(at: TopicPartition, offset: bigint): void;
}
