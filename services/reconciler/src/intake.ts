import { SOURCES, type Source } from '@tieout/core';
import { headerBytes, type LogBatch, type LogRecord } from '@tieout/runtime';
import type { PerSource } from '@tieout/store';
import type { LaneLimits } from './limits.ts';
import type { LogControl, Tick } from './ports.ts';

export interface QueuedRecord {
  readonly source: Source;
  readonly record: LogRecord;
}

/** Offsets that the log no longer had when they were to be read. */
export interface Loss {
  readonly source: Source;
  readonly from: bigint;
  /** The first offset still kept. */
  readonly to: bigint;
}

/** The oldest of what waits, still in the queue until `drop`. */
export interface Taken {
  readonly records: readonly QueuedRecord[];
  readonly losses: readonly Loss[];
  /** The next offset to read after these. */
  readonly positions: PerSource<bigint>;
}

interface Segment {
  readonly records: readonly LogRecord[];
  /** Records of it that have been dropped already. */
  done: number;
  /** The position after it: beyond its last record where control records follow. */
  readonly next: bigint;
  readonly loss: Loss | null;
}

interface Tail {
  /** The next offset to be queued. */
  offset: bigint;
  /** Append time of the last record queued; how far the source has been fetched. */
  fetchedTo: number;
  /** The end of the log when it was last heard of. */
  high: bigint;
  paused: boolean;
  /** When a batch last arrived, or there was nothing to fetch, or it was paused; by the process's clock. */
  movedAt: number;
}

/** The records a lane has fetched and not yet flushed. Takes each offset once and none out of order, whatever the client delivers. */
export class Intake {
  readonly #control: LogControl;
  readonly #limits: LaneLimits;
  readonly #now: () => number;
  readonly #tails: PerSource<Tail>;
  readonly #positions: Record<Source, bigint>;
  readonly #queues: PerSource<Segment[]> = { core: [], gateway: [], mobile: [] };
  #bytes = 0;
  #full = false;

  constructor(
    control: LogControl,
    limits: LaneLimits,
    now: () => number,
    from: { readonly positions: PerSource<bigint>; readonly progress: PerSource<number> },
  ) {
    this.#control = control;
    this.#limits = limits;
    this.#now = now;
    const tail = (source: Source): Tail => ({
      offset: from.positions[source],
      fetchedTo: from.progress[source],
      high: from.positions[source],
      paused: true,
      movedAt: now(),
    });
    this.#tails = { core: tail('core'), gateway: tail('gateway'), mobile: tail('mobile') };
    this.#positions = { ...from.positions };
  }

  get bytes(): number {
    return this.#bytes;
  }

  get isEmpty(): boolean {
    return SOURCES.every((source) => this.#queues[source].length === 0);
  }

  /** Reads from the tails on. Also after the client forgot where it was (a rejoin of the group). */
  start(): void {
    for (const source of SOURCES) {
      this.#control.seek(source, this.#tails[source].offset);
      this.#tails[source].paused = true;
      this.#tails[source].movedAt = this.#now();
    }
    this.#steer();
  }

  /** Queues what continues the tail. Returns at once. */
  offer(source: Source, batch: LogBatch): void {
    const tail = this.#tails[source];
    tail.movedAt = this.#now();
    if (batch.highWatermark > tail.high) tail.high = batch.highWatermark;
    const next = batch.lastOffset + 1n;
    if (next <= tail.offset) return;
    if (batch.firstOffset > tail.offset) {
      // Something was skipped: a batch overtaken by a seek, or a log that lost its beginning, which the next tick tells.
      this.#control.seek(source, tail.offset);
      return;
    }
    const fresh = batch.records.findIndex(({ offset }) => offset >= tail.offset);
    const records = fresh <= 0 ? batch.records : batch.records.slice(fresh);
    this.#queue(source, { records: fresh === -1 ? [] : records, done: 0, next, loss: null });
    this.#steer();
  }

  /** Notes the ends of the log. Skips what the log has lost, and leaves a trace of it in the queue. */
  tick({ brokerTime, ends }: Tick): void {
    for (const source of SOURCES) {
      const tail = this.#tails[source];
      const { low, high } = ends[source];
      tail.high = high;
      const atEnd = tail.offset >= high;
      // What is written from now on is younger than the tick: a source that had been silent for hours is not behind when it speaks.
      if (atEnd) tail.fetchedTo = Math.max(tail.fetchedTo, brokerTime);
      if (atEnd || tail.paused) tail.movedAt = this.#now();
      if (low > tail.offset) {
        const loss: Loss = { source, from: tail.offset, to: low };
        this.#queue(source, { records: [], done: 0, next: low, loss });
        this.#control.seek(source, low);
      }
    }
    this.#steer();
  }

  /**
   * The oldest records by append time up to the limits, at least one where one may be taken. They stay queued: a flush that fails takes them again.
   *
   * In a backlog the sources are taken in step: a transaction whose events come in one flush is written once and not three times.
   */
  take(bytesMax: number, recordsMax: number): Taken {
    const records: QueuedRecord[] = [];
    const losses: Loss[] = [];
    const positions: Record<Source, bigint> = { ...this.#positions };
    const walks = SOURCES.map((source) => new Walk(source, this.#queues[source], positions, losses));
    const until = this.#inStepUntil();
    let bytes = 0;
    for (;;) {
      const walk = earliest(walks);
      const record = walk?.record;
      if (walk === undefined || record === undefined || record.appendTime > until) break;
      bytes += sizeOf(record);
      if (records.length >= recordsMax || (records.length > 0 && bytes > bytesMax)) break;
      records.push({ source: walk.source, record });
      walk.advance();
    }
    return { records, losses, positions };
  }

  /** Forgets what lies before these positions: it has been flushed. */
  drop(positions: PerSource<bigint>): void {
    for (const source of SOURCES) {
      const queue = this.#queues[source];
      const end = positions[source];
      for (const segment of queue) {
        for (
          let record = next(segment);
          record !== undefined && record.offset < end;
          record = next(segment)
        ) {
          this.#bytes -= sizeOf(record);
          segment.done++;
        }
        if (segment.next > end) break;
      }
      const kept = queue.findIndex((segment) => segment.next > end);
      queue.splice(0, kept === -1 ? queue.length : kept);
      if (positions[source] === this.#positions[source]) continue;
      this.#positions[source] = positions[source];
      this.#control.commit(source, positions[source]);
    }
    this.#steer();
  }

  /** Since when nothing has arrived although the log goes on and nothing holds it back; null where all is well. */
  silentSince(): number | null {
    let since: number | null = null;
    for (const source of SOURCES) {
      const { offset, high, paused, movedAt } = this.#tails[source];
      if (!paused && offset < high) since = Math.min(since ?? movedAt, movedAt);
    }
    return since;
  }

  #queue(source: Source, segment: Segment): void {
    const tail = this.#tails[source];
    tail.offset = segment.next;
    const last = segment.records.at(-1);
    if (last !== undefined) tail.fetchedTo = Math.max(tail.fetchedTo, last.appendTime);
    for (const record of segment.records) this.#bytes += sizeOf(record);
    this.#queues[source].push(segment);
  }

  /** Pauses what must wait and resumes what need not any more. */
  #steer(): void {
    if (this.#bytes > this.#limits.queueBytesMax) this.#full = true;
    else if (this.#bytes * 2 <= this.#limits.queueBytesMax) this.#full = false;
    const slowest = this.#slowest();
    for (const source of SOURCES) {
      const tail = this.#tails[source];
      const paused = this.#full || tail.fetchedTo - slowest > this.#limits.alignmentMs;
      if (paused === tail.paused) continue;
      tail.paused = paused;
      tail.movedAt = this.#now();
      if (paused) this.#control.pause(source);
      else this.#control.resume(source);
    }
  }

  /**
   * How far every source has been fetched that has more to give. One that is held back here, or has given nothing for a while, is not waited for:
   * an open transaction, or a fetch that hangs, must not hold the others.
   */
  #inStepUntil(): number {
    const now = this.#now();
    let until = Number.POSITIVE_INFINITY;
    for (const source of SOURCES) {
      const { offset, high, paused, movedAt, fetchedTo } = this.#tails[source];
      if (offset < high && !paused && now - movedAt <= this.#limits.stepMsMax)
        until = Math.min(until, fetchedTo);
    }
    return until;
  }

  /** How far the source has been fetched that is furthest behind; one at the end of its log is behind nobody. */
  #slowest(): number {
    let slowest = Number.POSITIVE_INFINITY;
    for (const source of SOURCES) {
      const { offset, high, fetchedTo } = this.#tails[source];
      if (offset < high) slowest = Math.min(slowest, fetchedTo);
    }
    return slowest;
  }
}

/** Goes along one source's queue, record by record, and notes what it passes. */
class Walk {
  readonly source: Source;
  /** The one it stands at; undefined at the end of the queue. */
  record: LogRecord | undefined;
  readonly #queue: readonly Segment[];
  readonly #positions: Record<Source, bigint>;
  readonly #losses: Loss[];
  #segment = 0;
  #index: number;

  constructor(source: Source, queue: readonly Segment[], positions: Record<Source, bigint>, losses: Loss[]) {
    this.source = source;
    this.#queue = queue;
    this.#positions = positions;
    this.#losses = losses;
    this.#index = queue[0]?.done ?? 0;
    this.#find();
  }

  advance(): void {
    if (this.record !== undefined) this.#positions[this.source] = this.record.offset + 1n;
    this.#index++;
    this.#find();
  }

  /** Passes what holds no record: offsets that can never be read, or were lost. */
  #find(): void {
    for (;;) {
      const segment = this.#queue[this.#segment];
      this.record = segment?.records[this.#index];
      if (segment === undefined || this.record !== undefined) return;
      if (segment.loss !== null) this.#losses.push(segment.loss);
      this.#positions[this.source] = segment.next;
      this.#segment++;
      this.#index = this.#queue[this.#segment]?.done ?? 0;
    }
  }
}

function earliest(walks: readonly Walk[]): Walk | undefined {
  let found: Walk | undefined;
  for (const walk of walks) {
    if (walk.record === undefined) continue;
    if (found?.record === undefined || walk.record.appendTime < found.record.appendTime) found = walk;
  }
  return found;
}

const next = ({ records, done }: Segment): LogRecord | undefined => records[done];

/** What a queued record costs: its bytes and about what the objects around them take. */
function sizeOf({ key, value, headers }: LogRecord): number {
  return 200 + (key?.length ?? 0) + (value?.length ?? 0) + headerBytes(headers);
}
