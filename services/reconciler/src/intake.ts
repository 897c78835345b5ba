import { SOURCES, type Source } from '@tieout/core';
import type { LogBatch, LogRecord } from '@tieout/runtime';
import type { PerSource } from '@tieout/store';
import type { Tick } from './lane-time.ts';

/** What the intake asks of the log; each takes effect some time after the call. */
export interface IntakeLog {
  pause(source: Source): void;
  resume(source: Source): void;
  seek(source: Source, offset: bigint): void;
}

export interface IntakeLimits {
  /** Fetching stops above this and goes on below half of it. */
  readonly queueBytesMax: number;
  /** A source that has been read this much further in time than the slowest waits for it, so that a backlog does not open millions of transactions. */
  readonly alignmentMs: number;
}

/** What one flush takes: per source the records in order of the log, and where reading goes on after them. */
export interface Taken {
  readonly records: PerSource<readonly LogRecord[]>;
  readonly positions: PerSource<bigint>;
  readonly bytes: number;
}

interface Chunk {
  readonly source: Source;
  readonly records: readonly LogRecord[];
  readonly next: bigint;
  readonly bytes: number;
}

/**
 * A lane's queue between the log and its flushes. Taking a batch never waits, so that fetching goes on while a flush commits. A tail per
 * source lets a batch in only where it continues what was taken before: nothing is skipped or taken twice, whatever the client does.
 */
export class Intake {
  readonly #log: IntakeLog;
  readonly #limits: IntakeLimits;
  /** The next offset to queue. */
  readonly #tails: Record<Source, bigint>;
  /** Up to which append time each source has been queued. */
  readonly #reached: Record<Source, number>;
  readonly #paused = new Set<Source>();
  /** The next offset to read once everything taken so far is committed. */
  #positions: PerSource<bigint>;
  #chunks: Chunk[] = [];
  #bytes = 0;
  #full = false;

  /** @param from where the lane's committed row stands */
  constructor(
    from: { readonly positions: PerSource<bigint>; readonly progress: PerSource<number> },
    log: IntakeLog,
    limits: IntakeLimits,
  ) {
    this.#log = log;
    this.#limits = limits;
    this.#positions = from.positions;
    this.#tails = { ...from.positions };
    this.#reached = { ...from.progress };
  }

  get empty(): boolean {
    return this.#chunks.length === 0;
  }

  /** Bytes waiting. */
  get bytes(): number {
    return this.#bytes;
  }

  get tails(): PerSource<bigint> {
    return this.#tails;
  }

  /** Queues what continues the tail; drops what was queued before; seeks back where something is missing in between. */
  accept(source: Source, batch: LogBatch): void {
    const tail = this.#tails[source];
    if (batch.lastOffset < tail) return;
    if (batch.firstOffset > tail) {
      this.#log.seek(source, tail);
      return;
    }
    const records =
      batch.firstOffset === tail ? batch.records : batch.records.filter(({ offset }) => offset >= tail);
    const next = batch.lastOffset + 1n;
    this.#chunks.push({ source, records, next, bytes: batch.bytes });
    this.#bytes += batch.bytes;
    this.#tails[source] = next;
    const last = records.at(-1);
    if (last !== undefined) this.#reached[source] = Math.max(this.#reached[source], last.appendTime);
    this.#regulate();
  }

  /** A source that is queued up to its end has been read up to the tick's time: it holds nobody back. */
  tick({ at, high }: Tick): void {
    for (const source of SOURCES) {
      if (this.#tails[source] >= high[source]) this.#reached[source] = Math.max(this.#reached[source], at);
    }
    this.#regulate();
  }

  /** Takes what waits, oldest first, up to about `bytesMax` (always at least one batch, if there is one). */
  take(bytesMax: number): Taken {
    const records: Record<Source, LogRecord[]> = { core: [], gateway: [], mobile: [] };
    const positions = { ...this.#positions };
    let bytes = 0;
    let count = 0;
    for (const chunk of this.#chunks) {
      if (count > 0 && bytes + chunk.bytes > bytesMax) break;
      for (const record of chunk.records) records[chunk.source].push(record);
      positions[chunk.source] = chunk.next;
      bytes += chunk.bytes;
      count += 1;
    }
    this.#chunks = this.#chunks.slice(count);
    this.#bytes -= bytes;
    this.#positions = positions;
    this.#regulate();
    return { records, positions, bytes };
  }

  /** Pauses and resumes partitions as the two limits ask. */
  #regulate(): void {
    if (this.#bytes > this.#limits.queueBytesMax) this.#full = true;
    else if (this.#bytes <= this.#limits.queueBytesMax / 2) this.#full = false;
    const slowest = Math.min(...SOURCES.map((source) => this.#reached[source]));
    for (const source of SOURCES) {
      const wait = this.#full || this.#reached[source] - slowest > this.#limits.alignmentMs;
      if (wait === this.#paused.has(source)) continue;
      if (wait) {
        this.#paused.add(source);
        this.#log.pause(source);
      } else {
        this.#paused.delete(source);
        this.#log.resume(source);
      }
    }
  }
}
