import { SOURCES, type Source } from '@tieout/core';
import type { PerSource } from '@tieout/store';

/**
 * What the broker said once: its time, and then where each source's partition ended (next offset to be written, uncommitted records included). In
 * this order: whatever is below `high` may be later than `at`, nothing appended before `at` is at or above it.
 */
export interface Tick {
  readonly at: number;
  readonly high: PerSource<bigint>;
}

/** How far a lane has come: in the log, and by it in time. */
export interface Progress {
  readonly progress: PerSource<number>;
  readonly laneTime: number;
}

export interface Advance {
  /** The next offset to read, once what is being flushed is committed. */
  readonly positions: PerSource<bigint>;
  /** Append time of the last record of each source up to its position, where the flush has any. */
  readonly lastAppendTime: Readonly<Partial<Record<Source, number>>>;
  /** The newest tick, if there was one. */
  readonly tick: Tick | null;
  /** Lane time stays this far behind, for records of other brokers' clocks. */
  readonly graceMs: number;
}

/**
 * Lane time: up to when the input is known to have been read, by the broker's clock and never the reader's. A source is read up to just before the
 * last record taken from it (the next may carry the same millisecond), or, where its position has reached the end of the log, up to the time taken
 * before the end was asked for. Nothing here ever goes back.
 */
export function advance(from: Progress, { positions, lastAppendTime, tick, graceMs }: Advance): Progress {
  const reached = (source: Source): number => {
    const last = lastAppendTime[source];
    const byRecords = last === undefined ? from.progress[source] : last - 1;
    const byTick = tick !== null && positions[source] >= tick.high[source] ? tick.at : from.progress[source];
    return Math.max(from.progress[source], byRecords, byTick);
  };
  const progress = { core: reached('core'), gateway: reached('gateway'), mobile: reached('mobile') };
  const slowest = Math.min(...SOURCES.map((source) => progress[source]));
  return { progress, laneTime: Math.max(from.laneTime, slowest - graceMs) };
}
