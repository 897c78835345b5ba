import type {
  ActionRefusal,
  Currency,
  DeadLetterCode,
  RawCommand,
  RuleSet,
  Source,
  SourceEvent,
  TxnId,
  Verdict,
  VerdictStatus,
  WorkState,
} from '@tieout/core';
import type { AuditRow, ChainHead } from './audit/chain.ts';
import type { FinishedRedrive, Redrive } from './redrive.ts';
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
  readonly autoResolved: AutoResolved;
}

/** What a lane's auto-resolve policies have closed on one day of its lane time: their caps are used up by it. */
export interface AutoResolved {
  /** UTC, 2026-11-21; empty before the first. */
  readonly day: string;
  /** Minor units at risk, by policy and currency: `rounding INR`. */
  readonly minor: Readonly<Record<string, bigint>>;
}

/** What somebody asked of a transaction, waiting to be taken. Nothing of it has been looked at but its size. */
export interface Command extends RawCommand {
  readonly txnId: string | null;
  readonly requestedAt: number;
}

/** No flush takes more, however many wait. */
export const COMMANDS_MAX = 500;

/** What became of a command: JSON as it stands in `commands.outcome`. */
export type CommandOutcome =
  | {
      readonly result: 'applied';
      readonly revision: number;
      readonly status: VerdictStatus;
      readonly work_state: WorkState;
    }
  | { readonly result: 'refused'; readonly code: ActionRefusal; readonly error: string };

export interface AnsweredCommand {
  readonly id: string;
  readonly outcome: CommandOutcome;
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
  readonly workState: WorkState;
  /** `transaction` packed: what goes into the row and into the cache. */
  readonly packed: Buffer;
  readonly verdict: Verdict;
  /** Its legs as JSON in UTF-8, as `legsText` writes them. */
  readonly legs: Buffer;
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
  readonly measure:
    | 'verdict'
    | 'reason'
    | 'opened'
    | 'closed_break'
    | 'judged'
    | 'refused'
    /** Refused before and accepted now: counted as judged as well. */
    | 'redriven'
    /** Its key: how long the first decision took (time-buckets.ts). */
    | 'decided_within';
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
  /** Each (source, partition, offset) once, ever. */
  readonly raw: readonly RawEvent[];
  /** Each (chain, seq) once, ever. */
  readonly audit: readonly AuditRow[];
  /** Each (topic, partition, offset) once, ever. */
  readonly deadLetters: readonly DeadLetter[];
  /** Each (measure, key, currency) once a flush. */
  readonly stats: readonly StatIncrement[];
  /** Of the transaction's `commands`: each is answered once, ever, and waits no longer. */
  readonly commands: readonly AnsweredCommand[];
}

/** A record of a source's partition, by which the log can be told from another one. */
export interface RecordPlace {
  readonly offset: bigint;
  /** By the broker, ms. */
  readonly appendTime: number;
}

export interface Deadline {
  readonly txnId: TxnId;
  readonly dueAt: number;
}

/**
 * A flush's transaction. The lane's row is locked from its beginning to its end; calls come one after another. Nobody else sees anything of it
 * before it commits, and nothing of it is left where it does not. Once somebody else has ended it, the next call fails
 * with a retriable error; every other call of one that is over, but `abandon`, fails with INVALID_STATE.
 */
export interface LaneTransaction {
  /** The first at most COMMANDS_MAX that wait for the lane, in the order in which they were asked for. */
  readonly commands: readonly Command[];
  /**
   * Writes each result whose stored revision (none for revision 1) is the one before; returns the ids of those it did not write: somebody
   * started from a stale or lost entry. Read them with `load`, fold again, write again. A transaction comes once in a call.
   *
   * @throws {TieoutError} STORE_REFUSED where a value can never be stored: the transaction is over, its cause is somewhere in the flush
   */
  write(results: readonly ResultWrite[]): Promise<readonly TxnId[]>;
  /** What is stored of these, with what this transaction wrote, in any order. */
  load(txnIds: readonly TxnId[]): Promise<readonly StoredTransaction[]>;
  /**
   * Writes the rest and commits.
   *
   * @throws {TieoutError} STORE_REFUSED as above, also where a row that comes once is there already; COMMIT_UNKNOWN where the answer was lost:
   *   `settle` tells, by its flush number; POSTGRES_UNAVAILABLE where it surely did not commit
   */
  commit(record: FlushRecord): Promise<void>;
  /** Answers its command and moves its dead letter on, in the same transaction; at most once, before `commit`. */
  finishRedrive(redrive: FinishedRedrive): Promise<void>;
  /** Ends it without a trace, where it has not ended yet. Never fails. */
  abandon(): Promise<void>;
}

/** The lane's row is not the one the flush started from: compare epoch (lane lost) and rules version (rules changed). */
export interface LaneMoved {
  readonly moved: LaneHead;
}

/** Whether a flush that started from `from` may go on over the row as it is `now`. */
export function sameFlush(from: LaneHead, now: LaneHead): boolean {
  return (
    from.epoch === now.epoch && from.flushNumber === now.flushNumber && from.rulesVersion === now.rulesVersion
  );
}

export interface LaneStorage {
  /**
   * Makes the caller the owner: epoch + 1, which makes every flush of a former owner fail. Ends a former owner's transaction that does not end
   * by itself. All else of the row stays as the last commit left it.
   *
   * @throws {TieoutError} LANE_HALTED where the partition count recorded is another one. The former owner has lost the lane all the same: under
   *   another count events of its transactions go elsewhere
   */
  take(partition: number, partitionCount: number, owner: string): Promise<LaneHead>;
  /**
   * The row as it is once no transaction of this owner can change it any more: what a commit of unknown outcome came to. Ends a
   * transaction of its own that is still under way; where the lane is another owner's by now (a higher epoch), theirs goes on undisturbed.
   *
   * @throws {TieoutError} LANE_LOST where the lane was never taken
   */
  settle(from: LaneHead): Promise<LaneHead>;
  /** All rule sets that were ever activated, by version. */
  ruleSets(): Promise<readonly RuleSet[]>;
  /** Where the last accepted record of each source lay, and when it was appended; null where none is kept. */
  lastRecords(partition: number): Promise<PerSource<RecordPlace | null>>;
  /** What is committed of these, in any order. */
  load(partition: number, txnIds: readonly TxnId[]): Promise<readonly StoredTransaction[]>;
  /** What was asked to be redriven of the lane's dead letters and waits still, the first at most `limit`. */
  redrives(partition: number, limit: number): Promise<readonly Redrive[]>;
  /**
   * Deadlines of the open transactions first seen in [from, to] and, whenever first seen, those whose due time is kept as late, in any order;
   * one that is both may come twice. In pages, so that a backlog does not fill the memory.
   */
  openDeadlines(partition: number, from: number, to: number): AsyncIterable<readonly Deadline[]>;
  /** The earliest at most `limit` deadlines at or before `until`, soonest first, of those first seen at or after `from` or kept as late. */
  due(partition: number, from: number, until: number, limit: number): Promise<readonly Deadline[]>;
  /** Waits for a transaction of the lane that is under way to end. */
  begin(from: LaneHead): Promise<LaneTransaction | LaneMoved>;
  /** Writes down why the lane stands still, for people; cleared by the next taking. Waits as `begin` does. */
  halt(partition: number, reason: string): Promise<void>;
}

export interface CacheLoad {
  /** What the cache holds of the ids asked for and of those due, as far as it can be read; unverified until written back. */
  readonly transactions: ReadonlyMap<TxnId, StoredTransaction>;
  /** The earliest at most `dueLimit` deadlines at or before `dueUntil`, soonest first. */
  readonly due: readonly Deadline[];
  /** False where the cache may have lost something since the last `rebuilding`: deadlines must be swept from storage. */
  readonly intact: boolean;
}

export interface CacheChange {
  /** Each replaces the entry and the deadline that were there. */
  readonly put: readonly { readonly txnId: TxnId; readonly packed: Buffer; readonly dueAt: number }[];
  /** Closed: neither entry nor deadline is needed any more. None of them is put. */
  readonly drop: readonly TxnId[];
  /** Told to followers: the lane's chain has reached this. */
  readonly reached: { readonly chain: string; readonly seq: bigint } | null;
}

/** A lane under one owner. */
export interface OwnedLane {
  readonly partition: number;
  readonly epoch: bigint;
}

/**
 * The open transactions of each lane and when they are due. Losing it costs reloads, never a verdict.
 *
 * Entries are shared by all owners of a lane, for they are verified when they are written back. Deadlines are trusted, so each owner has its own: what a
 * former one sends late, because it was frozen between its commit and that, neither moves nor takes away a deadline of the next one's.
 */
export interface TransactionCache {
  /** One round trip; one more where something is due. */
  load(lane: OwnedLane, txnIds: readonly TxnId[], dueUntil: number, dueLimit: number): Promise<CacheLoad>;
  /** One round trip; applied before any later load of the same cache. */
  apply(lane: OwnedLane, change: CacheChange): Promise<void>;
  /** Forgets all of the lane; from now on it is not `intact`. */
  clear(lane: OwnedLane): Promise<void>;
  /** Adds deadlines found in storage; entries stay as they are. */
  schedule(lane: OwnedLane, deadlines: readonly Deadline[]): Promise<void>;
  /** Says that all deadlines are about to be added, and forgets those of former owners. Until `rebuilt` it is not `intact`. */
  rebuilding(lane: OwnedLane): Promise<void>;
  /** Says that all deadlines are in it: from now on `intact`, unless it lost its content since `rebuilding`. */
  rebuilt(lane: OwnedLane): Promise<void>;
}
