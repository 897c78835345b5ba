import { TieoutError, type TxnId } from '@tieout/core';
import type { Logger } from '@tieout/runtime';
import type {
  CacheChange,
  CacheLoad,
  Deadline,
  LaneStorage,
  OwnedLane,
  TransactionCache,
} from '@tieout/store';
import type { LaneLimits } from './limits.ts';
import type { Clock, LaneObserver } from './ports.ts';

export interface LaneCacheParts {
  readonly cache: TransactionCache;
  readonly storage: LaneStorage;
  readonly clock: Clock;
  readonly limits: LaneLimits;
  readonly observer: LaneObserver;
  readonly logger: Logger;
}

/** Of a lane's rows, how far back the open ones reach. */
export interface OpenWindow {
  readonly laneTime: number;
  readonly sweepBackMs: number;
}

/** Sweeps that a former owner may have missed before its end: what left the window since its last one is looked for again. */
const SWEEPS_MISSED_MAX = 3;

/**
 * One lane's part of the cache, and what is known of its condition. Its transactions are verified when they are written back; its deadlines are
 * trusted, so they are swept from storage whenever some may be lost. Failing, it answers from storage: slower, and said so.
 */
export class LaneCache {
  readonly #parts: LaneCacheParts;
  readonly #lane: OwnedLane;
  /** `swept`: complete; `unswept`: deadlines may be missing; `dirty`: and closed transactions may be left behind. */
  #condition: 'swept' | 'unswept' | 'dirty' = 'unswept';
  #answers = true;
  #retryAt = 0;
  #sweptTo = Number.NEGATIVE_INFINITY;
  #sweepAt = 0;

  constructor({ partition, epoch }: OwnedLane, parts: LaneCacheParts) {
    this.#lane = { partition, epoch };
    this.#parts = parts;
  }

  get answers(): boolean {
    return this.#answers;
  }

  /** What is known of these and of what is due. Every deadline at or before `dueUntil` is among them, up to the limit. */
  async load(
    txnIds: readonly TxnId[],
    dueUntil: number,
    dueLimit: number,
    window: OpenWindow,
  ): Promise<Pick<CacheLoad, 'transactions' | 'due'>> {
    const cached = await this.#tryLoad(txnIds, dueUntil, dueLimit, window);
    const due = cached?.due ?? (await this.#dueFromStorage(dueUntil, dueLimit, window));
    const transactions = new Map(cached?.transactions);
    // A miss of an event's transaction is taken as new and found out by the write; a deadline is never that of a new one.
    const unknown = due.map(({ txnId }) => txnId).filter((id) => !transactions.has(id));
    if (unknown.length > 0) {
      for (const stored of await this.#parts.storage.load(this.#lane.partition, unknown))
        transactions.set(stored.txnId, stored);
    }
    return { transactions, due };
  }

  /** Not awaited: it reaches the server before the next load does. What is left out meanwhile is made good by the rebuilding. */
  apply(change: CacheChange): void {
    if (!this.#answers) return;
    this.#parts.cache.apply(this.#lane, change).catch((error: unknown) => this.#failed(error));
  }

  async #tryLoad(
    txnIds: readonly TxnId[],
    dueUntil: number,
    dueLimit: number,
    window: OpenWindow,
  ): Promise<CacheLoad | null> {
    const { cache, clock } = this.#parts;
    if (!this.#answers && clock.now() < this.#retryAt) return null;
    try {
      if (this.#condition === 'swept') await this.#sweepNewlyOverdue(window);
      else await this.#rebuild(window);
      let loaded = await cache.load(this.#lane, txnIds, dueUntil, dueLimit);
      if (!loaded.intact) {
        await this.#rebuild(window);
        loaded = await cache.load(this.#lane, txnIds, dueUntil, dueLimit);
      }
      // Lost again meanwhile: storage answers this time, and the next load rebuilds.
      if (!loaded.intact && this.#condition === 'swept') this.#condition = 'unswept';
      // A change sent before was refused meanwhile: its deadlines are not among these.
      if (this.#isIncomplete()) return null;
      if (!this.#answers) this.#parts.logger.info('the cache answers again');
      this.#answers = true;
      this.#parts.observer.cacheAnswers(this.#lane.partition, true);
      return loaded;
    } catch (error) {
      if (!(error instanceof TieoutError) || error.code !== 'REDIS_UNAVAILABLE') throw error;
      this.#failed(error);
      return null;
    }
  }

  #isIncomplete(): boolean {
    return this.#condition !== 'swept';
  }

  /** All open transactions' deadlines, from storage. Until it is done lane time stands still, because the caller waits for it. */
  async #rebuild(window: OpenWindow): Promise<void> {
    const { cache, storage } = this.#parts;
    if (this.#condition === 'dirty') await cache.clear(this.#lane);
    await cache.rebuilding(this.#lane);
    const all = storage.openDeadlines(this.#lane.partition, this.#oldest(window), Number.POSITIVE_INFINITY);
    for await (const page of all) {
      await cache.schedule(this.#lane, page);
    }
    await cache.rebuilt(this.#lane);
    this.#condition = 'swept';
    this.#sweptTo = window.laneTime - window.sweepBackMs;
    this.#sweepAt = this.#parts.clock.now() + this.#parts.limits.sweepIntervalMs;
  }

  /** Once a minute, what left the window since the last time and is still open: a deadline that was lost without a trace. */
  async #sweepNewlyOverdue({ laneTime, sweepBackMs }: OpenWindow): Promise<void> {
    const { cache, storage, clock, limits } = this.#parts;
    if (clock.now() < this.#sweepAt) return;
    this.#sweepAt = clock.now() + limits.sweepIntervalMs;
    const to = laneTime - sweepBackMs;
    for await (const page of storage.openDeadlines(this.#lane.partition, this.#sweptTo, to)) {
      await cache.schedule(this.#lane, page);
    }
    this.#sweptTo = to;
  }

  #dueFromStorage(dueUntil: number, dueLimit: number, window: OpenWindow): Promise<readonly Deadline[]> {
    return this.#parts.storage.due(this.#lane.partition, this.#oldest(window), dueUntil, dueLimit);
  }

  /** How long ago what is still open may have begun. */
  #oldest({ laneTime, sweepBackMs }: OpenWindow): number {
    return laneTime - sweepBackMs - SWEEPS_MISSED_MAX * this.#parts.limits.sweepIntervalMs;
  }

  #failed(error: unknown): void {
    const { clock, limits, logger, observer } = this.#parts;
    if (this.#answers)
      logger.warn({ err: error }, 'the cache does not answer: the lane runs on storage, slower');
    this.#answers = false;
    this.#condition = 'dirty';
    this.#retryAt = clock.now() + limits.cacheRetryMs;
    observer.cacheAnswers(this.#lane.partition, false);
  }
}
