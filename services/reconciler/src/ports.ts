import type { Source } from '@tieout/core';
import type { PerSource } from '@tieout/store';

// What a lane asks of the world besides storage and cache (see @tieout/store). A simulation brings its own.

export interface Clock {
  /** ms UTC, never going back: stamps audit rows, decides nothing about a verdict. */
  now(): number;
  /** Resolves after this long, or as soon as the signal is aborted. Never rejects. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** Steering the reader of one lane's log. All take effect later: batches already on their way still arrive. */
export interface LogControl {
  seek(source: Source, offset: bigint): void;
  pause(source: Source): void;
  resume(source: Source): void;
  /** How far has been flushed: for lag tools only. */
  commit(source: Source, offset: bigint): void;
}

/** What the broker said of a lane's partitions at one moment. */
export interface Tick {
  /** When the asking began, by the process's clock: whatever was committed before, the ends know of. */
  readonly askedAt: number;
  /** The broker's time, taken before the ends were asked for: whatever lies beyond the ends was appended after it. */
  readonly brokerTime: number;
  /** `low`: first offset still kept; `high`: the next to be written, uncommitted records counted. */
  readonly ends: PerSource<{ readonly low: bigint; readonly high: bigint }>;
}

/** What a lane tells of its work, for metrics. */
export interface LaneObserver {
  flushed(lane: number, flush: FlushFigures): void;
  /** An attempt that came to nothing and will be made again. */
  retried(lane: number, code: string): void;
  cacheAnswers(lane: number, answers: boolean): void;
}

export interface FlushFigures {
  readonly durationMs: number;
  readonly accepted: PerSource<number>;
  readonly refused: PerSource<number>;
  readonly verdicts: number;
  /** Transactions whose cached entry was missing or stale and that were folded again from storage. */
  readonly refolded: number;
  readonly due: number;
  /** Commands of people that were answered. */
  readonly commands: number;
  readonly laneTime: number;
}
