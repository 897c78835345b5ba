import { TieoutError, type TxnId } from '@tieout/core';
import {
  packTransaction,
  unpackTransaction,
  type CacheChange,
  type OwnedLane,
  type TransactionCache,
} from '@tieout/store';
import type { Surroundings, VirtualProcess } from '../process/virtual-process.ts';
import type { Outages } from './outages.ts';
import type { Call } from './steps.ts';

type Put = CacheChange['put'][number];

/** What the cache held before it was last told otherwise, of every transaction: where stale entries come from. One for all processes. */
export type FormerEntries = Map<TxnId, Buffer>;

/** One process's connection to the cache. Calls arrive in the order in which they were made; what the cache holds need not be what it was told. */
export class FaultyCache implements TransactionCache {
  readonly #inner: TransactionCache;
  readonly #process: VirtualProcess;
  readonly #world: Surroundings;
  readonly #outages: Outages;
  readonly #former: FormerEntries;
  #line: Promise<unknown> = Promise.resolve();

  constructor(
    inner: TransactionCache,
    process: VirtualProcess,
    world: Surroundings,
    outages: Outages,
    former: FormerEntries,
  ) {
    this.#inner = inner;
    this.#process = process;
    this.#world = world;
    this.#outages = outages;
    this.#former = former;
  }

  load: TransactionCache['load'] = (...args) => this.#call('cache.load', () => this.#inner.load(...args));
  clear: TransactionCache['clear'] = (...args) => this.#call('cache.clear', () => this.#inner.clear(...args));
  schedule: TransactionCache['schedule'] = (...args) =>
    this.#call('cache.schedule', () => this.#inner.schedule(...args));
  rebuilding: TransactionCache['rebuilding'] = (...args) =>
    this.#call('cache.rebuilding', () => this.#inner.rebuilding(...args));
  rebuilt: TransactionCache['rebuilt'] = (...args) =>
    this.#call('cache.rebuilt', () => this.#inner.rebuilt(...args));

  apply(lane: OwnedLane, change: CacheChange): Promise<void> {
    const put = change.put.map((one) => this.#spoilt(one));
    return this.#call('cache.apply', async () => {
      if (
        put.length + change.drop.length < 2 ||
        !this.#world.faults.strikes('cache change arrived in part', this.#process.name)
      )
        return this.#inner.apply(lane, { ...change, put });
      await this.#inner.apply(lane, { put: half(put), drop: half(change.drop), reached: null });
      throw new TieoutError('REDIS_UNAVAILABLE', 'the connection was lost');
    });
  }

  /** Deadlines are always kept as told: losing one without a trace is another fault, the cache's loss. */
  #spoilt(put: Put): Put {
    const { faults } = this.#world;
    const { name } = this.#process;
    const former = this.#former.get(put.txnId);
    this.#former.set(put.txnId, put.packed);
    if (former !== undefined && faults.strikes('cache entry stale', name)) return { ...put, packed: former };
    if (faults.strikes('cache entry damaged', name))
      return { ...put, packed: put.packed.subarray(0, put.packed.length - 1) };
    if (faults.strikes('cache entry ahead of storage', name)) return { ...put, packed: aheadOf(put) };
    return put;
  }

  /** In order: the server gets one call after the other, whatever each takes on its way. */
  #call<T>(call: Call, work: () => Promise<T>): Promise<T> {
    const served = this.#line.then(async () => {
      await this.#process.pass(`${call}: sent`);
      if (this.#outages.redis) throw new TieoutError('REDIS_UNAVAILABLE', 'Redis is away');
      const answer = await work();
      if (this.#world.faults.strikes('answer of Redis lost', `${this.#process.name} ${call}`))
        throw new TieoutError('REDIS_UNAVAILABLE', 'the answer was lost');
      return answer;
    });
    this.#line = served.catch(() => {});
    return served.then(async (answer) => {
      await this.#process.pass(`${call}: answered`);
      return answer;
    });
  }
}

/** As after the database was restored from an older copy. */
function aheadOf({ txnId, packed }: Put): Buffer {
  const transaction = unpackTransaction(txnId, packed);
  return packTransaction({ ...transaction, revision: transaction.revision + 3 });
}

function half<T>(all: readonly T[]): readonly T[] {
  return all.slice(0, all.length / 2);
}
