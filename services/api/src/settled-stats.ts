import { readStats, type Reader, type StatRow } from '@tieout/store/reading';
import type { Buckets } from './time-range.ts';

/** Kept in quarters of an hour: what all wider buckets are made of. */
const QUARTER_MS = 15 * 60_000;
/** Long enough for every flush that counts into a quarter to be over: the database ends one that stands still within a minute. */
const SETTLED_AFTER_MS = 10 * 60_000;
/** A day: read at once where nothing is kept yet. */
const STRIDE = 96;
/** Some 100 days of quarters. */
const QUARTERS_MAX = 9_600;

/**
 * The counters of minutes in buckets of any width. A week of them is millions of rows, and all but the last minutes never change again: those are read
 * once and kept, added up.
 */
export class SettledStats {
  readonly #reader: Reader;
  readonly #quarters = new Map<number, readonly StatRow[]>();

  constructor(reader: Reader) {
    this.#reader = reader;
  }

  /**
   * Rows of buckets that are no wider than asked for: each lies whole in one of them.
   *
   * @param now ms
   */
  async read({ from, to, stepMs }: Buckets, now: number): Promise<StatRow[]> {
    const settled = Math.floor((now - SETTLED_AFTER_MS) / QUARTER_MS) * QUARTER_MS;
    const keptUntil = Math.min(to, Math.max(from, settled));
    if (stepMs % QUARTER_MS !== 0 || keptUntil <= from) return readStats(this.#reader, from, to, stepMs);
    await this.#load(from, keptUntil);
    const rows: StatRow[] = [];
    for (let at = from; at < keptUntil; at += QUARTER_MS) rows.push(...(this.#quarters.get(at) ?? []));
    rows.push(...(await readStats(this.#reader, keptUntil, to, QUARTER_MS)));
    return rows;
  }

  async #load(from: number, to: number): Promise<void> {
    const missing: number[] = [];
    for (let at = from; at < to; at += QUARTER_MS) if (!this.#quarters.has(at)) missing.push(at);
    for (let index = 0; index < missing.length; index += STRIDE) {
      const wanted = missing.slice(index, index + STRIDE);
      const first = wanted[0] ?? from;
      const last = wanted.at(-1) ?? first;
      const found = Map.groupBy(
        await readStats(this.#reader, first, last + QUARTER_MS, QUARTER_MS),
        ({ at }) => at,
      );
      for (const at of wanted) this.#quarters.set(at, found.get(at) ?? []);
    }
    for (const at of this.#quarters.keys()) {
      if (this.#quarters.size <= QUARTERS_MAX) break;
      if (at < from) this.#quarters.delete(at);
    }
  }
}
