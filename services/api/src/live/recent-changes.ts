import type { Cursor } from '@tieout/store/reading';
import type { LiveChanges, LiveTxn } from '../schemas/index.ts';

export interface RecentChange {
  readonly chain: string;
  readonly seq: number;
  /** Parsed when first asked for: under load most changes are dropped before anybody is shown them. */
  readonly txn: () => LiveTxn;
}

/** Where one reader stands: what it has seen of each chain, and how far it has looked through the changes of this process. */
export interface Place {
  readonly cursor: Cursor;
  readonly arrival: number;
}

export interface Batch {
  /** The same object for all readers that stood at one place: what is made of it once serves all of them. */
  readonly changes: LiveChanges;
  /** Where a reader stands that has taken them. */
  readonly place: Place;
}

/**
 * The newest committed changes, shared by all readers of this process: each is read from the log and parsed at most once. Bounded; who asks for
 * what has been dropped needs a new snapshot.
 */
export class RecentChanges {
  readonly #capacity: number;
  /** Of each chain the seq up to which nothing is kept any more. */
  readonly #floor: Cursor;
  #heads: Cursor;
  #kept: RecentChange[] = [];
  /** The running number of `#kept[0]`. */
  #first = 0;
  /** What came next, by the arrival of the place it was asked for: until something is added, readers that stand at one place get one answer. */
  readonly #batches = new Map<number, { readonly limit: number; readonly batch: Batch }>();

  constructor(heads: Cursor, capacity: number) {
    this.#capacity = capacity;
    this.#heads = { ...heads };
    this.#floor = { ...heads };
  }

  /** How far each chain has been read. */
  get heads(): Cursor {
    return this.#heads;
  }

  add(changes: readonly RecentChange[], heads: Cursor): void {
    this.#kept.push(...changes);
    this.#heads = heads;
    this.#batches.clear();
    // In blocks, so that one change more does not move the whole array.
    if (this.#kept.length <= this.#capacity * 1.25) return;
    const dropped = this.#kept.splice(0, this.#kept.length - this.#capacity);
    this.#first += dropped.length;
    for (const { chain, seq } of dropped) this.#floor[chain] = seq;
  }

  /** Where a reader with this cursor goes on; null where it names what is not known here, or changes since are no longer kept. */
  placeOf(cursor: Cursor): Place | null {
    for (const [chain, seq] of Object.entries(cursor)) {
      const head = this.#heads[chain];
      if (head === undefined || seq > head) return null;
    }
    for (const chain of Object.keys(this.#heads)) {
      if ((cursor[chain] ?? 0) < (this.#floor[chain] ?? 0)) return null;
    }
    return { cursor, arrival: this.#first };
  }

  /** What comes next for a reader; null where part of it is no longer kept. */
  after(place: Place, limit: number): Batch | null {
    if (place.arrival < this.#first) return null;
    const made = this.#batches.get(place.arrival);
    if (made?.limit === limit && isSame(made.batch.changes.from, place.cursor)) return made.batch;
    const batch = this.#batchAfter(place, limit);
    this.#batches.set(place.arrival, { limit, batch });
    return batch;
  }

  #batchAfter(place: Place, limit: number): Batch {
    const cursor: Cursor = { ...place.cursor };
    const items: LiveTxn[] = [];
    let arrival = place.arrival;
    for (; items.length < limit; arrival++) {
      const change = this.#kept[arrival - this.#first];
      if (change === undefined) break;
      if (change.seq <= (cursor[change.chain] ?? 0)) continue;
      cursor[change.chain] = change.seq;
      items.push(change.txn());
    }
    const left = this.#first + this.#kept.length - arrival;
    // With everything looked at, rows that change no verdict are behind the reader too.
    const to = left === 0 ? { ...this.#heads } : cursor;
    return { changes: { from: place.cursor, to, items, left }, place: { cursor: to, arrival } };
  }
}

function isSame(one: Cursor, other: Cursor): boolean {
  if (one === other) return true;
  const chains = Object.keys(one);
  return chains.length === Object.keys(other).length && chains.every((chain) => one[chain] === other[chain]);
}
