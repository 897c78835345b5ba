import { SOURCES } from '@tieout/core';
import type { LaneHead, PerSource } from '@tieout/store';
import type { Tick } from './ports.ts';

/** More ticks than this are never waited for: a reader so far behind moves by its records' append times. */
const TICKS_MAX = 60;

export type LaneProgress = Pick<LaneHead, 'progress' | 'laneTime'>;

/** What a flush has read. */
export interface Reading {
  /** The next offset to read after it. */
  readonly positions: PerSource<bigint>;
  /** Append time of each source's last record in it; null where it holds none. */
  readonly lastAppendTimes: PerSource<number | null>;
}

/**
 * How far the input is known to have been read, by the broker's clock alone. Remembers the ticks that may still prove something:
 * a reader reaches an older end of the log before the newest one.
 */
export class LaneTime {
  readonly #graceMs: number;
  readonly #ticks: Tick[] = [];

  constructor(graceMs: number) {
    this.#graceMs = graceMs;
  }

  add(tick: Tick): void {
    this.#ticks.push(tick);
    if (this.#ticks.length > TICKS_MAX) this.#ticks.shift();
  }

  /** Where lane time stands once `reading` is flushed over `before`. Nothing in it ever goes back. */
  after(before: LaneProgress, { positions, lastAppendTimes }: Reading): LaneProgress {
    const progress = { ...before.progress };
    for (const source of SOURCES) {
      const last = lastAppendTimes[source];
      // Another record may carry the same millisecond, so only the one before it is complete.
      if (last !== null) progress[source] = Math.max(progress[source], last - 1);
      const reached = this.#ticks.findLast((tick) => tick.ends[source].high <= positions[source]);
      if (reached !== undefined) progress[source] = Math.max(progress[source], reached.brokerTime);
    }
    const least = Math.min(...SOURCES.map((source) => progress[source]));
    return { progress, laneTime: Math.max(before.laneTime, least - this.#graceMs) };
  }

  /** Forgets what `reached` has made useless. */
  prune({ progress }: LaneProgress): void {
    const useless = this.#ticks.findIndex((tick) =>
      SOURCES.some((source) => tick.brokerTime > progress[source]),
    );
    this.#ticks.splice(0, useless === -1 ? this.#ticks.length : useless);
  }
}
