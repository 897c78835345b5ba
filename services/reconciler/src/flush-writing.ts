import { TieoutError, type TxnId } from '@tieout/core';
import {
  laneChain,
  type CacheChange,
  type Deadline,
  type FlushRecord,
  type LaneStorage,
  type LaneTransaction,
  type StoredTransaction,
} from '@tieout/store';
import type { Bench } from './bench.ts';
import type { Judgement } from './judgement.ts';

/** Rewritings of one flush's results before something must be wrong: after the first, the row's lock keeps them as they were read. */
const WRITES_MAX = 3;

/**
 * Whatever the cache did not know, or knew wrongly, is found out here, read by key, folded again and written: one path for all of it. An event
 * that came before writes nothing, and may be in the cache only: of a flush that a restored database has never seen.
 */
export async function writeResults(transaction: LaneTransaction, bench: Bench): Promise<number> {
  const { takenOnTrust } = bench;
  if (takenOnTrust.length > 0) bench.judge(takenOnTrust, byId(await transaction.load(takenOnTrust)));
  let writes = bench.judgements.flatMap(({ write }) => write ?? []);
  let refolded = 0;
  for (let attempt = 0; attempt < WRITES_MAX; attempt++) {
    const stale = await transaction.write(writes);
    if (stale.length === 0) return refolded;
    refolded += stale.length;
    writes = bench.judge(stale, byId(await transaction.load(stale)));
  }
  throw new TieoutError('INVALID_STATE', `results kept changing under the lane's lock`);
}

const byId = (stored: readonly StoredTransaction[]): Map<TxnId, StoredTransaction> =>
  new Map(stored.map((one) => [one.txnId, one]));

/**
 * Commits, and where no answer comes finds out whether it was done.
 *
 * @throws {TieoutError} LANE_LOST; retriable ones, where nothing was committed
 */
export async function commit(
  storage: LaneStorage,
  transaction: LaneTransaction,
  record: FlushRecord,
): Promise<void> {
  try {
    await transaction.commit(record);
  } catch (error) {
    if (!(error instanceof TieoutError) || error.code !== 'COMMIT_UNKNOWN') throw error;
    const now = await storage.settle(record.head);
    if (now.epoch !== record.head.epoch)
      throw new TieoutError('LANE_LOST', 'another owner took the lane during a commit', { cause: error });
    if (now.flushNumber !== record.head.flushNumber)
      throw new TieoutError('POSTGRES_UNAVAILABLE', 'the commit without an answer was none', {
        cause: error,
      });
  }
}

/** What the cache is to learn of a flush. */
export function cacheChange(
  judgements: readonly Judgement[],
  fired: readonly Deadline[],
  { head, audit }: FlushRecord,
): CacheChange {
  const put: { txnId: TxnId; packed: Buffer; dueAt: number }[] = [];
  const kept = new Set<TxnId>();
  const drop: TxnId[] = [];
  for (const { txnId, verdict, write } of judgements) {
    const dueAt = verdict.nextDueAt;
    if (dueAt === null) drop.push(txnId);
    else if (write !== null) put.push({ txnId, packed: write.packed, dueAt });
    kept.add(txnId);
  }
  // A deadline of something that is not there.
  for (const { txnId } of fired) if (!kept.has(txnId)) drop.push(txnId);
  const reached = audit.length > 0 ? { chain: laneChain(head.partition), seq: head.chain.seq } : null;
  return { put, drop, reached };
}
