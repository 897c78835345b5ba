import type { LiveChanges } from '../schemas/index.ts';
import type { Place, RecentChanges } from './recent-changes.ts';

export interface ReaderPort {
  /** Resolves once the client has acknowledged. */
  send(changes: LiveChanges): Promise<void>;
  /** The client has to take a new snapshot; nothing is sent after it. */
  resync(): void;
}

const BATCH_MAX = 500;
/** A client that sees nothing change still learns how far it is, so that its cursor does not grow old. */
const QUIET_MS = 5_000;
/** Further behind than this a new snapshot is quicker. */
const BEHIND_MAX = 5_000;

/** One client of the live feed: one batch in flight, the next once it is acknowledged, so a slow client slows nobody else. */
export class LiveReader {
  readonly #port: ReaderPort;
  readonly #now: () => number;
  #place: Place;
  #sentAt: number;
  #sending = false;
  #asked = false;
  #ended = false;
  #delivered = 0;

  constructor(port: ReaderPort, place: Place, now: () => number = Date.now) {
    this.#port = port;
    this.#place = place;
    this.#now = now;
    this.#sentAt = now();
  }

  /** Changes the client has acknowledged. */
  get delivered(): number {
    return this.#delivered;
  }

  end(): void {
    this.#ended = true;
  }

  /**
   * Sends what has come since, until nothing is left. Rejects where the client does not acknowledge.
   *
   * @returns whether it was called again meanwhile. Who waited then goes on with everybody else and not at once: clients with slow lines would
   *   each come to stand at a place of their own, and no two of them could be sent the same bytes.
   */
  async advance(recent: RecentChanges): Promise<boolean> {
    this.#asked = this.#sending;
    if (this.#sending) return false;
    this.#sending = true;
    try {
      while (await this.#sendNext(recent));
    } finally {
      this.#sending = false;
    }
    return this.#asked;
  }

  async #sendNext(recent: RecentChanges): Promise<boolean> {
    if (this.#ended) return false;
    const batch = recent.after(this.#place, BATCH_MAX);
    if (batch === null || batch.changes.left > BEHIND_MAX) {
      this.#ended = true;
      this.#port.resync();
      return false;
    }
    const { changes, place } = batch;
    const quiet = this.#now() - this.#sentAt >= QUIET_MS;
    if (changes.items.length === 0 && !quiet) return false;
    await this.#port.send(changes);
    this.#place = place;
    this.#sentAt = this.#now();
    this.#delivered += changes.items.length;
    return changes.left > 0;
  }
}
