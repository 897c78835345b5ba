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

  /** Sends what has come since, until nothing is left. Rejects where the client does not acknowledge. */
  async advance(recent: RecentChanges): Promise<void> {
    this.#asked = true;
    if (this.#sending) return; // the running one looks again before it ends
    this.#sending = true;
    try {
      while (this.#asked && !this.#ended) {
        this.#asked = false;
        while (await this.#sendNext(recent));
      }
    } finally {
      this.#sending = false;
    }
  }

  async #sendNext(recent: RecentChanges): Promise<boolean> {
    if (this.#ended) return false;
    const batch = recent.after(this.#place, BATCH_MAX);
    if (batch === null || batch.left > BEHIND_MAX) {
      this.#ended = true;
      this.#port.resync();
      return false;
    }
    const quiet = this.#now() - this.#sentAt >= QUIET_MS;
    if (batch.items.length === 0 && !quiet) return false;
    await this.#port.send({
      from: this.#place.cursor,
      to: batch.place.cursor,
      items: batch.items,
      left: batch.left,
    });
    this.#place = batch.place;
    this.#sentAt = this.#now();
    this.#delivered += batch.items.length;
    return batch.left > 0;
  }
}
