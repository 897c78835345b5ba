import { TieoutError } from '@tieout/core';
import { isDatabaseAway, LogWatch, type ChainNews, type Cursor, type Positions } from '@tieout/store/reading';
import type { Logger } from '@tieout/runtime';
import { liveTxn } from '../json/live-txn.ts';
import { RecentChanges } from './recent-changes.ts';

export interface ChangeLog {
  /** Where every chain ends now. */
  ends(): Promise<Positions>;
  /** What was committed after that. */
  changesAfter(positions: Positions): Promise<readonly ChainNews[]>;
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

/** Follows every lane's chain from where it ends at the start. What it keeps was committed, per chain in order and without a gap. */
export class Follower {
  readonly #options: FollowerOptions;
  readonly #watch: LogWatch;
  #followed: { readonly recent: RecentChanges; positions: Positions } | null = null;
  #problem: string | null = 'the log has not been read yet';
  #seenBy: (() => void)[] = [];

  constructor(options: FollowerOptions) {
    this.#options = options;
    this.#watch = new LogWatch({
      look: () => this.#look(),
      hinted: options.hinted,
      onFailure: (error, failures) => this.#fail(error, failures),
    });
  }

  /** Null until the log was read once. */
  get recent(): RecentChanges | null {
    return this.#followed?.recent ?? null;
  }

  /** Why it cannot follow now; null while it can. */
  get problem(): string | null {
    return this.#problem;
  }

  start(): void {
    this.#watch.start();
  }

  stop(): Promise<void> {
    return this.#watch.stop();
  }

  /** Look now. */
  hint(): void {
    this.#watch.hint();
  }

  /** Resolves once the log has been read by a look that began after this call; never, while it cannot be read. */
  upToDate(): Promise<void> {
    return new Promise((resolve) => {
      this.#seenBy.push(resolve);
      this.hint();
    });
  }

  async #look(): Promise<boolean> {
    const waiting = this.#seenBy;
    this.#seenBy = [];
    try {
      const more = await this.#read();
      this.#problem = null;
      this.#options.onProgress();
      for (const resolve of waiting) resolve();
      return more;
    } catch (error) {
      this.#seenBy.unshift(...waiting);
      throw error;
    }
  }

  /** True where there is more to read at once. */
  async #read(): Promise<boolean> {
    const { log } = this.#options;
    if (this.#followed === null) {
      const positions = await log.ends();
      this.#followed = { positions, recent: new RecentChanges(seqsOf(positions), KEPT_CHANGES) };
      return false;
    }
    const news = await log.changesAfter(this.#followed.positions);
    const broken = news.find((chain) => chain.broken !== null)?.broken;
    if (typeof broken === 'string') throw new TieoutError('INVALID_STATE', broken);
    this.#followed.positions = Object.fromEntries(news.map(({ chain, reached }) => [chain, reached]));
    this.#followed.recent.add(
      news.flatMap(({ changes }) =>
        changes.map(({ chain, seq, detail }) => ({ chain, seq, txn: liveTxn(detail) })),
      ),
      seqsOf(this.#followed.positions),
    );
    return news.some(({ reached, end }) => reached.seq < end);
  }

  #fail(error: unknown, failures: number): void {
    const { logger, onReplaced, onProgress } = this.#options;
    if (failures === 1) logger.warn({ err: error }, 'the log cannot be followed');
    if (error instanceof TieoutError && error.code === 'INVALID_STATE') {
      this.#problem = 'the log is not the one that was followed';
      this.#followed = null;
      onReplaced();
    } else {
      this.#problem = isDatabaseAway(error) ? 'the database does not answer' : 'the log cannot be read';
    }
    onProgress();
  }
}

function seqsOf(positions: Positions): Cursor {
  return Object.fromEntries(Object.entries(positions).map(([chain, { seq }]) => [chain, seq]));
}
