import { TieoutError, type TxnId } from '@tieout/core';
import type { CacheChange, CacheLoad, Deadline, TransactionCache } from '../lane-ports.ts';
import { unpackTransaction } from '../transaction/packing.ts';
import type { StoredTransaction } from '../transaction/stored-transaction.ts';

type Hint = NonNullable<CacheChange['reached']>;

interface CachedLane {
  readonly entries: Map<TxnId, Buffer>;
  readonly deadlines: Map<TxnId, number>;
  /** `lost` until somebody begins to rebuild it. */
  condition: 'lost' | 'rebuilding' | 'whole';
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
    partition: number,
    txnIds: readonly TxnId[],
    dueUntil: number,
    dueLimit: number,
  ): Promise<CacheLoad> {
    const { entries, deadlines, condition } = this.#lane(partition);
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

  async apply(partition: number, { put, drop, reached }: CacheChange): Promise<void> {
    const { entries, deadlines } = this.#lane(partition);
    for (const { txnId, packed, dueAt } of put) {
      entries.set(txnId, Buffer.from(packed));
      deadlines.set(txnId, dueAt);
    }
    for (const txnId of drop) {
      entries.delete(txnId);
      deadlines.delete(txnId);
    }
    if (reached !== null) this.#onHint(reached);
  }

  async clear(partition: number): Promise<void> {
    this.#lanes.delete(partition);
  }

  async schedule(partition: number, deadlines: readonly Deadline[]): Promise<void> {
    const lane = this.#lane(partition);
    for (const { txnId, dueAt } of deadlines) lane.deadlines.set(txnId, dueAt);
  }

  async rebuilding(partition: number): Promise<void> {
    this.#lane(partition).condition = 'rebuilding';
  }

  async rebuilt(partition: number): Promise<void> {
    const lane = this.#lane(partition);
    if (lane.condition === 'rebuilding') lane.condition = 'whole';
  }

  /** What FLUSHALL does to the server. */
  flushAll(): void {
    this.#lanes.clear();
  }

  #lane(partition: number): CachedLane {
    let lane = this.#lanes.get(partition);
    if (lane === undefined) {
      lane = { entries: new Map(), deadlines: new Map(), condition: 'lost' };
      this.#lanes.set(partition, lane);
    }
    return lane;
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
