import { SOURCES, TieoutError, type Source } from '@tieout/core';
import type { LogBatch, LogRecord } from '@tieout/runtime';
import type { PerSource, RecordPlace } from '@tieout/store';
import type { LaneLimits } from './limits.ts';
import { PackedRecords } from './packed-records.ts';
import type { LogControl, Tick } from './ports.ts';
import { earliest, Walk, type Loss, type Segment } from './walk.ts';

export interface QueuedRecord {
  readonly source: Source;
  readonly record: LogRecord;
}

/** The oldest of what waits, still in the queue until `drop`. */
export interface Taken {
  readonly records: readonly QueuedRecord[];
  readonly losses: readonly Loss[];
  /** The next offset to read after these. */
  readonly positions: PerSource<bigint>;
}

interface Tail {
  /** The next offset to be queued. */
  offset: bigint;
  /** Append time of the last record queued; how far the source has been fetched. */
  fetchedTo: number;
  /** The end of the log when it was last heard of. */
  high: bigint;
  paused: boolean;
  /** When it last grew, or there was nothing to fetch, or it was paused; by the process's clock. */
  movedAt: number;
  /** The last record queued: read again, it shows whether the log is still the one it was. Null where none is known. */
  anchor: RecordPlace | null;
  /** Nothing is taken until the anchor was read again. */
  proving: boolean;
}

const ANCHOR_BEHIND_MAX = 10_000n;

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
  #heardAt: number | null = null;
  #replaced: TieoutError | null = null;

  constructor(
    control: LogControl,
    limits: LaneLimits,
    now: () => number,
    from: { readonly positions: PerSource<bigint>; readonly progress: PerSource<number> },
    anchors: PerSource<RecordPlace | null>,
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
      anchor: anchorBefore(from.positions[source], anchors[source]),
      proving: false,
    });
    this.#tails = { core: tail('core'), gateway: tail('gateway'), mobile: tail('mobile') };
    this.#positions = { ...from.positions };
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** LANE_HALTED once the log turned out not to be the one that was read: nothing is taken any more. */
  get replaced(): TieoutError | null {
    return this.#replaced;
  }

  get isEmpty(): boolean {
    return SOURCES.every((source) => this.#queues[source].length === 0);
  }

  /** Reads from the tails on. Also after the client forgot where it was (a rejoin of the group). */
  start(): void {
    for (const source of SOURCES) {
      const tail = this.#tails[source];
      tail.proving = tail.anchor !== null;
      this.#control.seek(source, tail.anchor?.offset ?? tail.offset);
      tail.paused = true;
      tail.movedAt = this.#now();
    }
    this.#steer();
  }

  /** Takes nothing more before the last record of each source was read again. */
  prove(): void {
    for (const source of SOURCES) {
      const tail = this.#tails[source];
      if (tail.anchor === null || tail.proving) continue;
      tail.proving = true;
      this.#control.seek(source, tail.anchor.offset);
    }
  }

  /** Queues what continues the tail. Returns at once. */
  offer(source: Source, batch: LogBatch): void {
    const tail = this.#tails[source];
    if (batch.highWatermark > tail.high) tail.high = batch.highWatermark;
    if (!this.#isProven(source, batch)) return;
    const next = batch.lastOffset + 1n;
    if (next <= tail.offset) return;
    if (batch.firstOffset > tail.offset) {
      // Something was skipped: a batch overtaken by a seek, or a log that lost its beginning, which the next tick tells.
      this.#control.seek(source, tail.offset);
      return;
    }
    const fresh = batch.records.findIndex(({ offset }) => offset >= tail.offset);
    const records = fresh <= 0 ? batch.records : batch.records.slice(fresh);
    this.#queue(source, fresh === -1 ? [] : records, next);
    tail.movedAt = this.#now();
    this.#steer();
  }

  /** Notes the ends of the log. Skips what the log has lost, and leaves a trace of it in the queue. */
  tick({ askedAt, brokerTime, ends }: Tick): void {
    if (this.#heardAt !== null && askedAt - this.#heardAt > this.#limits.unwatchedMsMax) this.prove();
    this.#heardAt = askedAt;
    for (const source of SOURCES) {
      const tail = this.#tails[source];
      const { low, high } = ends[source];
      tail.high = high;
      const atEnd = tail.offset >= high;
      // What is written from now on is younger than the tick: a source that had been silent for hours is not behind when it speaks.
      if (atEnd) tail.fetchedTo = Math.max(tail.fetchedTo, brokerTime);
      if (atEnd || tail.paused) tail.movedAt = this.#now();
      if (tail.anchor !== null && low > tail.anchor.offset) this.#giveUpProof(source);
      if (low > tail.offset) {
        const loss: Loss = { source, from: tail.offset, to: low };
        this.#queue(source, [], low, loss);
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
    const { flushTransactionsMax } = this.#limits;
    const keys = new Set<string>();
    let bytes = 0;
    for (;;) {
      const walk = earliest(walks);
      const record = walk?.record;
      if (walk === undefined || record === undefined || record.appendTime > until) break;
      bytes += walk.bytes;
      if (records.length >= recordsMax || (records.length > 0 && bytes > bytesMax)) break;
      const key = record.key?.toString('latin1') ?? '';
      if (keys.size >= flushTransactionsMax && !keys.has(key)) break;
      keys.add(key);
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
        const { records, done } = segment;
        while (segment.done < records.end && records.offset(segment.done) < end)
          segment.done += records.bytes(segment.done);
        this.#bytes -= segment.done - done;
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

  /** Whether this batch comes from the log that was read so far, as far as can be told. */
  #isProven(source: Source, batch: LogBatch): boolean {
    if (this.#replaced !== null) return false;
    const tail = this.#tails[source];
    const { anchor } = tail;
    if (anchor === null) return true;
    if (batch.lastOffset < anchor.offset) {
      // The client went back, as it does where the log is shorter than it was: it comes by the anchor before it comes to the tail.
      tail.proving = true;
      return false;
    }
    if (batch.firstOffset <= anchor.offset) {
      const again = batch.records.find(({ offset }) => offset === anchor.offset);
      tail.proving = false;
      if (again?.appendTime === anchor.appendTime) return true;
      this.#replaced = logReplaced(source, anchor, again);
      return false;
    }
    if (tail.proving) this.#control.seek(source, anchor.offset);
    return !tail.proving;
  }

  /** The record is no longer kept. */
  #giveUpProof(source: Source): void {
    const tail = this.#tails[source];
    if (tail.proving) this.#control.seek(source, tail.offset);
    tail.anchor = null;
    tail.proving = false;
  }

  #queue(source: Source, records: readonly LogRecord[], next: bigint, loss: Loss | null = null): void {
    const tail = this.#tails[source];
    tail.offset = next;
    const last = records.at(-1);
    if (last !== undefined) {
      tail.fetchedTo = Math.max(tail.fetchedTo, last.appendTime);
      tail.anchor = { offset: last.offset, appendTime: last.appendTime };
    }
    const packed = new PackedRecords(records);
    this.#bytes += packed.end;
    this.#queues[source].push({ records: packed, done: 0, next, loss });
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

/** Not where so much that was refused lies behind it that reading it again would keep the lane from its work. */
function anchorBefore(position: bigint, place: RecordPlace | null): RecordPlace | null {
  return place !== null && position - place.offset <= ANCHOR_BEHIND_MAX ? place : null;
}

function logReplaced(source: Source, read: RecordPlace, found: LogRecord | undefined): TieoutError {
  const before = `appended ${new Date(read.appendTime).toISOString()} when it was read`;
  const now =
    found === undefined ? 'no record now' : `appended ${new Date(found.appendTime).toISOString()} now`;
  return new TieoutError(
    'LANE_HALTED',
    `${source}: the log was replaced: offset ${read.offset} was ${before} and is ${now}`,
  );
}
