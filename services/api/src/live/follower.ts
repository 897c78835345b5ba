import { setTimeout as delay } from 'node:timers/promises';
import { TieoutError } from '@tieout/core';
import { isDatabaseAway, type Cursor, type NewChanges } from '@tieout/store/reading';
import type { Logger } from '@tieout/runtime';
import { liveTxn } from '../json/live-txn.ts';
import { RecentChanges } from './recent-changes.ts';

export interface ChangeLog {
  /** Where the log stands now. */
  heads(): Promise<Cursor>;
  /** What was committed after that. */
  changesAfter(cursor: Cursor): Promise<NewChanges>;
}

export interface FollowerOptions {
  readonly log: ChangeLog;
  readonly logger: Logger;
  /** Whether hints come: without them it looks more often. */
  readonly hinted: () => boolean;
  /** Called after each look at the log, and when it could not be looked at. */
  readonly onProgress: () => void;
  /** Called when what was kept is void: the log is not the one that was followed. */
  readonly onReplaced: () => void;
}

/** Enough for a reader to be away for a moment, bounded whatever the load: about 1.5 kB each. */
const KEPT_CHANGES = 10_000;
const POLL_HINTED_MS = 1_000;
const POLL_UNHINTED_MS = 250;
/** People see no difference below this, and a lane that flushes a thousand times a second need not be looked at as often. */
const REST_MS = 50;
const RETRY_MAX_MS = 2_000;

/**
 * Follows every lane's chain in the log. What it keeps was committed, per chain in order and without a gap. Hints make it look at once; it
 * looks by itself too, so a lost hint only costs time.
 */
export class Follower {
  readonly #options: FollowerOptions;
  readonly #ended = new AbortController();
  #recent: RecentChanges | null = null;
  #problem: string | null = 'the log has not been read yet';
  #wake = new AbortController();
  #seenBy: (() => void)[] = [];
  #running: Promise<void> | null = null;

  constructor(options: FollowerOptions) {
    this.#options = options;
  }

  /** Null until the log was read once. */
  get recent(): RecentChanges | null {
    return this.#recent;
  }

  /** Why it cannot follow now; null while it can. */
  get problem(): string | null {
    return this.#problem;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  async stop(): Promise<void> {
    this.#ended.abort();
    this.hint();
    await this.#running;
  }

  /** Look now. */
  hint(): void {
    this.#wake.abort();
  }

  /** Resolves once the log has been read by a look that began after this call; never, while it cannot be read. */
  upToDate(): Promise<void> {
    return new Promise((resolve) => {
      this.#seenBy.push(resolve);
      this.hint();
    });
  }

  async #run(): Promise<void> {
    let failures = 0;
    while (!this.#ended.signal.aborted) {
      const waiting = this.#seenBy;
      this.#seenBy = [];
      this.#wake = new AbortController();
      try {
        const more = await this.#look();
        failures = 0;
        this.#problem = null;
        this.#options.onProgress();
        for (const resolve of waiting) resolve();
        if (!more) await this.#rest();
      } catch (error) {
        failures += 1;
        this.#seenBy.unshift(...waiting);
        this.#fail(error, failures);
        await delay(Math.min(100 * 2 ** failures, RETRY_MAX_MS), undefined, {
          signal: this.#ended.signal,
        }).catch(ignoreAbort);
      }
    }
  }

  /** True where there is more to read at once. */
  async #look(): Promise<boolean> {
    const { log } = this.#options;
    if (this.#recent === null) {
      this.#recent = new RecentChanges(await log.heads(), KEPT_CHANGES);
      return false;
    }
    const { changes, reached, more } = await log.changesAfter(this.#recent.heads);
    this.#recent.add(
      changes.map(({ chain, seq, detail }) => ({ chain, seq, txn: liveTxn(detail) })),
      reached,
    );
    return more;
  }

  async #rest(): Promise<void> {
    const { hinted } = this.#options;
    await delay(REST_MS, undefined, { signal: this.#ended.signal }).catch(ignoreAbort);
    const limit = hinted() ? POLL_HINTED_MS : POLL_UNHINTED_MS;
    const signal = AbortSignal.any([this.#wake.signal, this.#ended.signal]);
    await delay(limit - REST_MS, undefined, { signal }).catch(ignoreAbort);
  }

  #fail(error: unknown, failures: number): void {
    const { logger, onReplaced, onProgress } = this.#options;
    if (failures === 1) logger.warn({ err: error }, 'the log cannot be followed');
    if (error instanceof TieoutError && error.code === 'INVALID_STATE') {
      this.#problem = 'the log is not the one that was followed';
      this.#recent = null;
      onReplaced();
    } else {
      this.#problem = isDatabaseAway(error) ? 'the database does not answer' : 'the log cannot be read';
    }
    onProgress();
  }
}

function ignoreAbort(error: unknown): void {
  if (!(error instanceof Error && error.name === 'AbortError')) throw error;
}
