import { TieoutError, type TxnId } from '@tieout/core';
import type { CacheChange, CacheLoad, Deadline, OwnedLane, TransactionCache } from '../lane-ports.ts';
import { unpackTransaction } from '../transaction/packing.ts';
import type { StoredTransaction } from '../transaction/stored-transaction.ts';

type Hint = NonNullable<CacheChange['reached']>;

/** What one owner of a lane knows of its deadlines. */
interface CachedDeadlines {
  readonly due: Map<TxnId, number>;
  /** `lost` until somebody begins to rebuild it. */
  condition: 'lost' | 'rebuilding' | 'whole';
}

interface CachedLane {
  readonly entries: Map<TxnId, Buffer>;
  readonly byEpoch: Map<bigint, CachedDeadlines>;
}

/** Open transactions and deadlines in memory. One instance is the server; all owners of a simulation share it. */
export class MemoryTransactionCache implements TransactionCache {
  readonly #lanes = new Map<number, CachedLane>();
  readonly #onHint: (hint: Hint) => void;

  /** @param onHint told how far a chain has come, as followers are */
  constructor(onHint: (hint: Hint) => void) {
    this.#onHint = onHint;
  }

  async load(
    lane: OwnedLane,
    txnIds: readonly TxnId[],
    dueUntil: number,
    dueLimit: number,
  ): Promise<CacheLoad> {
    const { entries } = this.#lane(lane);
    const { due: deadlines, condition } = this.#deadlines(lane);
    const due = [...deadlines]
      .map(([txnId, dueAt]) => ({ txnId, dueAt }))
      .filter(({ dueAt }) => dueAt <= dueUntil)
      .toSorted((a, b) => a.dueAt - b.dueAt || (a.txnId < b.txnId ? -1 : 1))
      .slice(0, dueLimit);
    const transactions = new Map<TxnId, StoredTransaction>();
    for (const txnId of [...txnIds, ...due.map((deadline) => deadline.txnId)]) {
      const stored = unpackEntry(txnId, entries.get(txnId));
      if (stored !== undefined) transactions.set(txnId, stored);
    }
    return { transactions, due, intact: condition === 'whole' };
  }

  async apply(lane: OwnedLane, { put, drop, reached }: CacheChange): Promise<void> {
    const { entries } = this.#lane(lane);
    const { due } = this.#deadlines(lane);
    for (const { txnId, packed, dueAt } of put) {
      entries.set(txnId, Buffer.from(packed));
      due.set(txnId, dueAt);
    }
    for (const txnId of drop) {
      entries.delete(txnId);
      due.delete(txnId);
    }
    if (reached !== null) this.#onHint(reached);
  }

  async clear({ partition }: OwnedLane): Promise<void> {
    this.#lanes.delete(partition);
  }

  async schedule(lane: OwnedLane, deadlines: readonly Deadline[]): Promise<void> {
    const { due } = this.#deadlines(lane);
    for (const { txnId, dueAt } of deadlines) due.set(txnId, dueAt);
  }

  async rebuilding(lane: OwnedLane): Promise<void> {
    const { byEpoch } = this.#lane(lane);
    for (const epoch of byEpoch.keys()) if (epoch < lane.epoch) byEpoch.delete(epoch);
    this.#deadlines(lane).condition = 'rebuilding';
  }

  async rebuilt(lane: OwnedLane): Promise<void> {
    const deadlines = this.#deadlines(lane);
    if (deadlines.condition === 'rebuilding') deadlines.condition = 'whole';
  }

  /** What FLUSHALL does to the server. */
  flushAll(): void {
    this.#lanes.clear();
  }

  #lane({ partition }: OwnedLane): CachedLane {
    let lane = this.#lanes.get(partition);
    if (lane === undefined) this.#lanes.set(partition, (lane = { entries: new Map(), byEpoch: new Map() }));
    return lane;
  }

  #deadlines(lane: OwnedLane): CachedDeadlines {
    const { byEpoch } = this.#lane(lane);
    let deadlines = byEpoch.get(lane.epoch);
    if (deadlines === undefined) byEpoch.set(lane.epoch, (deadlines = { due: new Map(), condition: 'lost' }));
    return deadlines;
  }
}

/** An entry that cannot be read is one that is not there. */
function unpackEntry(txnId: TxnId, packed: Buffer | undefined): StoredTransaction | undefined {
  if (packed === undefined) return undefined;
  try {
    return unpackTransaction(txnId, packed);
  } catch (error) {
    if (error instanceof TieoutError) return undefined;
    throw error;
  }
}
