import { TieoutError, type TxnId } from '@tieout/core';
import type { Command, FlushRecord, LaneHead, LaneTransaction, ResultWrite } from '../lane-ports.ts';
import type { FinishedRedrive } from '../redrive.ts';
import { unpackTransaction } from '../transaction/packing.ts';
import type { StoredTransaction } from '../transaction/stored-transaction.ts';
import { refusesResult } from './refusals.ts';
import { resultRow, type ResultRow, type Tables } from './tables.ts';

export function unpackRows(
  txnIds: readonly TxnId[],
  row: (txnId: TxnId) => ResultRow | undefined,
): StoredTransaction[] {
  const found = [...new Set(txnIds)].flatMap((txnId) => row(txnId) ?? []);
  return found.map(({ txnId, packed }) => unpackTransaction(txnId, packed));
}

/** One flush. What it writes is its own until it commits; the lane's row is its own until it ends. */
export class MemoryLaneTransaction implements LaneTransaction {
  /** Resolves when the lane's row is free again. */
  readonly ended: Promise<void>;
  readonly commands: readonly Command[];
  readonly #tables: Tables;
  readonly #head: LaneHead;
  readonly #written = new Map<TxnId, ResultRow>();
  readonly #free: () => void;
  #redrive: FinishedRedrive | null = null;
  #over = false;
  /** What the owner has not been told yet. */
  #news: TieoutError | null = null;

  constructor(tables: Tables, head: LaneHead, onEnd: () => void) {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.ended = promise;
    this.commands = tables.waiting(head.partition);
    this.#tables = tables;
    this.#head = head;
    this.#free = () => {
      onEnd();
      resolve();
    };
  }

  async write(results: readonly ResultWrite[]): Promise<readonly TxnId[]> {
    this.#assertOpen();
    const stale: TxnId[] = [];
    const seen = new Set<TxnId>();
    for (const result of results) {
      const { txnId, revision } = result.transaction;
      if (seen.has(txnId)) throw new TieoutError('INVALID_STATE', `${txnId} is written twice at once`);
      seen.add(txnId);
      const problem = refusesResult(result);
      if (problem !== undefined) {
        this.#end();
        throw new TieoutError('STORE_REFUSED', problem);
      }
      const stored = this.#row(txnId)?.revision ?? 0;
      if (stored === revision - 1) this.#written.set(txnId, resultRow(result));
      else stale.push(txnId);
    }
    return stale;
  }

  async load(txnIds: readonly TxnId[]): Promise<readonly StoredTransaction[]> {
    this.#assertOpen();
    return unpackRows(txnIds, (txnId) => this.#row(txnId));
  }

  async finishRedrive(redrive: FinishedRedrive): Promise<void> {
    this.#assertOpen();
    this.#redrive = redrive;
  }

  async commit(record: FlushRecord): Promise<void> {
    this.#assertOpen();
    this.#assertNext(record.head);
    // Whatever comes of it, it is over.
    try {
      this.#tables.addFlush(record, this.#written, this.#redrive);
    } finally {
      this.#end();
    }
  }

  async abandon(): Promise<void> {
    this.#end();
  }

  /** Ends it against its owner's will, who learns of it at the next call. */
  terminate(reason: string): void {
    if (this.#end()) this.#news = new TieoutError('POSTGRES_UNAVAILABLE', reason);
  }

  #row(txnId: TxnId): ResultRow | undefined {
    return this.#written.get(txnId) ?? this.#tables.results(this.#head.partition).get(txnId);
  }

  #assertOpen(): void {
    const news = this.#news;
    this.#news = null;
    if (this.#over) throw news ?? new TieoutError('INVALID_STATE', 'the transaction is over');
  }

  #assertNext(head: LaneHead): void {
    const { partition, partitionCount, epoch, rulesVersion, flushNumber } = this.#head;
    const isNext =
      head.partition === partition &&
      head.partitionCount === partitionCount &&
      head.epoch === epoch &&
      head.rulesVersion === rulesVersion &&
      head.flushNumber === flushNumber + 1n;
    if (!isNext)
      throw new TieoutError('INVALID_STATE', 'the row of a flush does not follow the one it began from');
  }

  /** @returns whether it was not over before */
  #end(): boolean {
    if (this.#over) return false;
    this.#over = true;
    this.#free();
    return true;
  }
}
