import type {
  Currency,
  DeadLetterCode,
  RuleSet,
  Source,
  SourceEvent,
  TxnId,
  Verdict,
  VerdictStatus,
} from '@tieout/core';
import type { AuditRow, ChainHead } from './audit/chain.ts';
import type { StoredTransaction } from './transaction/stored-transaction.ts';

// What a lane asks of its storage and of its cache. Postgres and Redis stand behind them in production, memory in simulations.
// All times are ms UTC. Every call may fail with a retriable TieoutError (POSTGRES_UNAVAILABLE, REDIS_UNAVAILABLE): nothing was done.

export type PerSource<T> = Readonly<Record<Source, T>>;

/** A lane's row: where it stands. Each flush replaces the one it started from. */
export interface LaneHead {
  readonly partition: number;
  /** Partitions of each input topic when the lane was first taken; it may not change under a lane. */
  readonly partitionCount: number;
  /** Who holds the lane: one more with every taking. */
  readonly epoch: bigint;
  readonly flushNumber: bigint;
  readonly rulesVersion: number;
  /** The next offset to read. */
  readonly positions: PerSource<bigint>;
  /** How far each source is known to have been read, by the broker's clock. */
  readonly progress: PerSource<number>;
  readonly laneTime: number;
  readonly chain: ChainHead;
  /** Transactions now in each status; a status nobody is in may be absent. */
  readonly statusCounts: Readonly<Partial<Record<VerdictStatus, number>>>;
  /** Records read so far, whatever became of them. */
  readonly arrived: PerSource<bigint>;
}

/** An accepted record with its exact bytes. */
export interface RawEvent {
  readonly event: SourceEvent;
  readonly schemaId: number;
  readonly payload: Buffer;
}

/** One row of `reconciliation_results`, to be written only over the revision before `transaction.revision`. */
export interface ResultWrite {
  readonly transaction: StoredTransaction;
  /** `transaction` packed: what goes into the row and into the cache. */
  readonly packed: Buffer;
  readonly verdict: Verdict;
  readonly updatedAt: number;
  /** The due time, where the deadline sweep would not find it by first_seen_at; else null. */
  readonly lateDueAt: number | null;
}

/** A refused record, kept with its exact bytes (a card number in them masked). */
export interface DeadLetter {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  readonly appendTime: number;
  /** Null where the record had none; an empty key is empty. */
  readonly key: Buffer | null;
  readonly code: DeadLetterCode;
  /** For people; names the field where there is one. */
  readonly error: string;
  readonly payload: Buffer | null;
  readonly headers: Readonly<Record<string, string>>;
}

/** Added to one minute's row of `stats_minute`. */
export interface StatIncrement {
  readonly measure: 'verdict' | 'reason' | 'opened' | 'closed_break' | 'judged' | 'refused';
  readonly key: string;
  readonly currency: Currency | '';
  readonly count: number;
  readonly amountMinor: bigint;
}

/** Everything a flush writes besides results. */
export interface FlushRecord {
  /** The row as it shall be: epoch, rules version and partition as before, flush number one higher. */
  readonly head: LaneHead;
  /** Time of the flush: its day is the partition of raw and audit rows, its minute that of the statistics. */
  readonly at: number;
  readonly raw: readonly RawEvent[];
  readonly audit: readonly AuditRow[];
  readonly deadLetters: readonly DeadLetter[];
  readonly stats: readonly StatIncrement[];
}

export interface Deadline {
  readonly txnId: TxnId;
  readonly dueAt: number;
}

/** A flush's transaction. The lane's row is locked from its beginning to its end; calls come one after another. */
export interface LaneTransaction {
  /**
   * Writes each result whose stored revision (none for revision 1) is the one before; returns the ids of those it did not write: somebody
   * started from a stale or lost entry. Read them with `load`, fold again, write again.
   *
   * @throws {TieoutError} STORE_REFUSED where a value can never be stored: the transaction is over, its cause is somewhere in the flush
   */
  write(results: readonly ResultWrite[]): Promise<readonly TxnId[]>;
  load(txnIds: readonly TxnId[]): Promise<readonly StoredTransaction[]>;
  /**
   * Writes the rest and commits.
   *
   * @throws {TieoutError} STORE_REFUSED as above; COMMIT_UNKNOWN where the answer was lost: `settle` tells, by its flush number;
   *   POSTGRES_UNAVAILABLE where it surely did not commit
   */
  commit(record: FlushRecord): Promise<void>;
  /** Ends it without a trace. Never fails. */
  abandon(): Promise<void>;
}

/** The lane's row is not the one the flush started from: compare epoch (lane lost) and rules version (rules changed). */
export interface LaneMoved {
  readonly moved: LaneHead;
}

export interface LaneStorage {
  /**
   * Makes the caller the owner: epoch + 1, which makes every flush of a former owner fail. Ends a former owner's stalled transaction.
   *
   * @throws {TieoutError} LANE_HALTED where the partition count recorded is another one
   */
  take(partition: number, partitionCount: number, owner: string): Promise<LaneHead>;
  /**
   * The row as it is once no transaction of this owner can change it any more: what a commit of unknown outcome came to. Ends a
   * transaction of its own that is still under way.
   */
  settle(from: LaneHead): Promise<LaneHead>;
  /** All rule sets that were ever activated, oldest first. */
  ruleSets(): Promise<readonly RuleSet[]>;
  load(partition: number, txnIds: readonly TxnId[]): Promise<readonly StoredTransaction[]>;
  /**
   * Deadlines of the open transactions first seen in [from, to] and, whenever first seen, those whose due time is kept as late. In pages, so that a
   * backlog does not fill the memory.
   */
  openDeadlines(partition: number, from: number, to: number): AsyncIterable<readonly Deadline[]>;
  /** The earliest at most `limit` deadlines at or before `until`, of transactions first seen at or after `from` or kept as late. */
  due(partition: number, from: number, until: number, limit: number): Promise<readonly Deadline[]>;
  begin(from: LaneHead): Promise<LaneTransaction | LaneMoved>;
  /** Writes down why the lane stands still, for people; cleared by the next taking. */
  halt(partition: number, reason: string): Promise<void>;
}

export interface CacheLoad {
  /** What the cache holds of the ids asked for and of those due; unverified until written back. */
  readonly transactions: ReadonlyMap<TxnId, StoredTransaction>;
  /** The earliest at most `dueLimit` deadlines at or before `dueUntil`, soonest first. */
  readonly due: readonly Deadline[];
  /** False where the cache lost its content since `rebuilt`: deadlines must be swept from storage. */
  readonly intact: boolean;
}

export interface CacheChange {
  readonly put: readonly { readonly txnId: TxnId; readonly packed: Buffer; readonly dueAt: number }[];
  /** Closed: neither entry nor deadline is needed any more. */
  readonly drop: readonly TxnId[];
  /** Told to followers: the lane's chain has reached this. */
  readonly reached: { readonly chain: string; readonly seq: bigint } | null;
}

/** The open transactions of each lane and when they are due. Losing it costs reloads, never a verdict. */
export interface TransactionCache {
  /** One round trip; one more where something is due. */
  load(partition: number, txnIds: readonly TxnId[], dueUntil: number, dueLimit: number): Promise<CacheLoad>;
  /** One round trip; applied before any later load of the same cache. */
  apply(partition: number, change: CacheChange): Promise<void>;
  /** Forgets all of the lane. */
  clear(partition: number): Promise<void>;
  /** Adds deadlines found in storage. */
  schedule(partition: number, deadlines: readonly Deadline[]): Promise<void>;
  /** Says that all deadlines are in it: from now on `intact`. */
  rebuilt(partition: number): Promise<void>;
}
