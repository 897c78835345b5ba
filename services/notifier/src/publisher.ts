import { setTimeout as delay } from 'node:timers/promises';
import { TieoutError } from '@tieout/core';
import type { Encoder, Logger, OutgoingRecord } from '@tieout/runtime';
import type { Outcome } from '@tieout/schemas';
import type { Move } from '@tieout/store/following';
import {
  isDatabaseAway,
  LogWatch,
  type ChainNews,
  type ChainPosition,
  type Positions,
} from '@tieout/store/reading';
import { outcomeRecord } from './outcome.ts';

export interface PublisherPorts {
  readonly cursors: {
    claim(): Promise<Positions>;
    advance(moves: readonly Move[]): Promise<ReadonlySet<string>>;
    release(): Promise<void>;
  };
  /** What was committed after these positions, at most `limit` rows a chain. */
  readonly changesOf: (positions: Positions, limit: number) => Promise<readonly ChainNews[]>;
  /** Asked until it gives one. */
  readonly encoder: () => Promise<Encoder<Outcome>>;
  /** Resolves once all of them are acknowledged; keeps their order within a key. */
  readonly send: (records: readonly OutgoingRecord[]) => Promise<unknown>;
  /** Milliseconds of any steady clock. */
  readonly now: () => number;
}

export interface PublisherOptions extends PublisherPorts {
  readonly topic: string;
  readonly leaseMs: number;
  /** How long a stop waits for what is on its way. */
  readonly drainMs: number;
  readonly hinted: () => boolean;
  readonly logger: Logger;
  readonly onPublished: (chain: string, outcomes: number) => void;
}

/** How far a chain is behind. */
export interface Lag {
  readonly rows: number;
  /** When the oldest row that is not yet done was written, ms; null where there is none. */
  readonly since: number | null;
  /** Why this chain is not followed any further; null while it is. */
  readonly halted: string | null;
}

/** Of one chain: what goes out, up to where, and why not further. */
interface Batch {
  readonly news: ChainNews;
  readonly from: ChainPosition;
  readonly records: readonly OutgoingRecord[];
  readonly reached: ChainPosition;
  readonly halted: string | null;
}

/** Rows of one look, of all chains together, about 2 kB each: what the process holds at most. */
const ROWS_A_LOOK = 3_000;
/** A look that takes longer is told of. */
const SLOW_MS = 5_000;
/** A look that takes longer will never end: each of its steps gives up long before. */
const STUCK_MS = 300_000;
const RELEASE_MS = 700;

/**
 * Publishes the changed verdicts of the chains this process holds, each chain in order. The cursor moves once the broker has acknowledged: at
 * least once, and each row only after all rows before it.
 */
export class Publisher {
  readonly #options: PublisherOptions;
  readonly #watch: LogWatch;
  #held: Positions = {};
  #claimedAt = Number.NEGATIVE_INFINITY;
  #encoder: Encoder<Outcome> | null = null;
  #failure: string | null = 'the log has not been read yet';
  #waiting: { readonly what: string; readonly since: number } | null = null;
  #lookSince: number | null = null;
  readonly #lags = new Map<string, Lag>();

  constructor(options: PublisherOptions) {
    this.#options = options;
    this.#watch = new LogWatch({
      look: () => this.#look(),
      hinted: options.hinted,
      onFailure: (error, failures) => this.#fail(error, failures),
    });
  }

  /** The chains this process holds. */
  get lags(): ReadonlyMap<string, Lag> {
    return this.#lags;
  }

  /** Why outcomes do not go out, or not all of them; null where all is well. */
  get problem(): string | null {
    if (this.#waiting !== null) {
      const waitedMs = this.#options.now() - this.#waiting.since;
      if (waitedMs > SLOW_MS)
        return `${this.#waiting.what} has not answered for ${Math.round(waitedMs / 1_000)} s`;
    }
    if (this.#failure !== null) return this.#failure;
    const halted = [...this.#lags.values()].flatMap((lag) => lag.halted ?? []);
    return halted.length === 0 ? null : halted.join('; ');
  }

  /** Why this process should be started anew; null where it should not. */
  get stuck(): string | null {
    const since = this.#lookSince;
    return since !== null && this.#options.now() - since > STUCK_MS ? 'a look at the log does not end' : null;
  }

  start(): void {
    this.#watch.start();
  }

  /** Look now. */
  hint(): void {
    this.#watch.hint();
  }

  /** What is on its way is acknowledged and saved, if that can be had soon; then others may take the chains. */
  async stop(): Promise<void> {
    const { cursors, drainMs, logger } = this.#options;
    const drained = await within(drainMs, this.#watch.stop());
    if (!drained) logger.warn('stopped before the last outcomes were acknowledged; they are sent again');
    try {
      const released = await within(RELEASE_MS, cursors.release());
      if (!released) logger.warn('the leases were not given back in time; they run out by themselves');
    } catch (err) {
      logger.warn({ err }, 'the leases could not be given back; they run out by themselves');
    }
  }

  async #look(): Promise<boolean> {
    this.#lookSince = this.#options.now();
    try {
      await this.#keepClaims();
      const more = await this.#publish();
      if (this.#failure !== null) this.#options.logger.info('outcomes go out');
      this.#failure = null;
      return more;
    } finally {
      this.#lookSince = null;
    }
  }

  /** Often enough that a lease never runs out between two looks, and that chains nobody holds are soon found. */
  async #keepClaims(): Promise<void> {
    const { cursors, leaseMs, now, logger } = this.#options;
    if (now() - this.#claimedAt < leaseMs / 3) return;
    const claimed = await this.#waitFor('the database', () => cursors.claim());
    this.#claimedAt = now();
    for (const chain of Object.keys(claimed))
      if (!(chain in this.#held)) logger.info({ chain }, 'following a chain');
    for (const chain of Object.keys(this.#held)) if (!(chain in claimed)) this.#forget(chain);
    this.#held = claimed;
  }

  /** True where there is more to read at once. */
  async #publish(): Promise<boolean> {
    const { cursors, changesOf, send, onPublished } = this.#options;
    const held = this.#held;
    const chains = Object.keys(held).length;
    if (chains === 0) return false;
    const limit = Math.max(1, Math.floor(ROWS_A_LOOK / chains));
    const found = await this.#waitFor('the database', () => changesOf(held, limit));
    const encoder = await this.#encoderOf(found);
    const batches = found.map((news) => this.#batchOf(news, held[news.chain] ?? news.reached, encoder));
    for (const batch of batches) this.#noteLag(batch, batch.from);

    const records = batches.flatMap((batch) => batch.records);
    if (records.length > 0) await this.#waitFor('Kafka', () => send(records));
    const moves = batches.flatMap(({ news: { chain }, from, reached }) =>
      reached.seq > from.seq ? [{ chain, from, to: reached }] : [],
    );
    const moved =
      moves.length === 0
        ? new Set<string>()
        : await this.#waitFor('the database', () => cursors.advance(moves));
    const standing = new Map(Object.entries(held));
    for (const { chain, to } of moves) {
      if (moved.has(chain)) standing.set(chain, to);
      else {
        standing.delete(chain);
        this.#forget(chain);
      }
    }
    this.#held = Object.fromEntries(standing);
    for (const batch of batches) {
      if (!standing.has(batch.news.chain)) continue;
      this.#noteLag(batch, batch.reached);
      if (batch.records.length > 0) onPublished(batch.news.chain, batch.records.length);
    }
    return batches.some(({ news, reached, halted }) => halted === null && reached.seq < news.end);
  }

  /** The registry is asked only once there is something to say. */
  async #encoderOf(found: readonly ChainNews[]): Promise<Encoder<Outcome> | null> {
    if (this.#encoder === null && found.some(({ changes }) => changes.length > 0))
      this.#encoder = await this.#waitFor('the schema registry', () => this.#options.encoder());
    return this.#encoder;
  }

  /** A row that cannot be told stops its chain, after what lies before it: leaving it out would be a silent gap. */
  #batchOf(news: ChainNews, from: ChainPosition, encoder: Encoder<Outcome> | null): Batch {
    const records: OutgoingRecord[] = [];
    let reached = from;
    for (const change of encoder === null ? [] : news.changes) {
      try {
        if (encoder !== null) records.push(outcomeRecord(change, this.#options.topic, encoder));
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        return { news, from, records, reached, halted: `${news.chain} cannot be published: ${reason}` };
      }
      reached = { seq: change.seq, hash: change.hash };
    }
    return { news, from, records, reached: news.reached, halted: news.broken };
  }

  #noteLag({ news, halted }: Batch, done: ChainPosition): void {
    const { chain, end, span } = news;
    const before = this.#lags.get(chain)?.halted ?? null;
    if (halted !== null && halted !== before)
      this.#options.logger.error({ chain, reason: halted }, 'a chain is not followed any further');
    if (halted === null && before !== null) this.#options.logger.info({ chain }, 'a chain is followed again');
    const rows = Math.max(0, end - done.seq);
    const since = span?.[done.seq < news.reached.seq ? 0 : 1] ?? null;
    this.#lags.set(chain, { rows, since: rows === 0 ? null : since, halted });
  }

  #forget(chain: string): void {
    this.#options.logger.info({ chain }, 'another process follows a chain');
    this.#lags.delete(chain);
  }

  async #waitFor<T>(what: string, work: () => Promise<T>): Promise<T> {
    this.#waiting = { what, since: this.#options.now() };
    try {
      return await work();
    } finally {
      this.#waiting = null;
    }
  }

  #fail(error: unknown, failures: number): void {
    this.#failure = failureOf(error);
    // What was saved, and whose the chains are, only the database knows now.
    this.#claimedAt = Number.NEGATIVE_INFINITY;
    if (failures === 1) this.#options.logger.warn({ err: error }, 'outcomes do not go out');
  }
}

function failureOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof TieoutError && error.code === 'KAFKA_UNAVAILABLE')
    return `Kafka does not take outcomes: ${message}`;
  if (error instanceof TieoutError && error.code === 'REGISTRY_UNAVAILABLE')
    return `the schema registry does not answer: ${message}`;
  if (isDatabaseAway(error)) return 'the database does not answer';
  return `outcomes cannot be published: ${message}`;
}

/** False where the work has not ended by then; it goes on. */
async function within(ms: number, work: Promise<void>): Promise<boolean> {
  const limit = new AbortController();
  try {
    return await Promise.race([
      work.then(() => true),
      delay(ms, false, { signal: limit.signal }).catch(() => false),
    ]);
  } finally {
    limit.abort();
  }
}
