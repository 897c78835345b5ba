import type { Source } from '@tieout/core';
import type { LogRecord } from '@tieout/runtime';
import type { PackedRecords } from './packed-records.ts';

/** Offsets that the log no longer had when they were to be read. */
export interface Loss {
  readonly source: Source;
  readonly from: bigint;
  /** The first offset still kept. */
  readonly to: bigint;
}

/** What one fetch brought, or what there was nothing of to fetch. */
export interface Segment {
  readonly records: PackedRecords;
  /** Where the first record begins that has not been dropped. */
  done: number;
  /** The position after it: beyond its last record where control records follow. */
  readonly next: bigint;
  readonly loss: Loss | null;
}

/** Goes along one source's queue, record by record, and notes what it passes. */
export class Walk {
  readonly source: Source;
  /** The one it stands at; undefined at the end of the queue. */
  record: LogRecord | undefined;
  readonly #queue: readonly Segment[];
  readonly #positions: Record<Source, bigint>;
  readonly #losses: Loss[];
  #segment = 0;
  #place: number;

  constructor(source: Source, queue: readonly Segment[], positions: Record<Source, bigint>, losses: Loss[]) {
    this.source = source;
    this.#queue = queue;
    this.#positions = positions;
    this.#losses = losses;
    this.#place = queue[0]?.done ?? 0;
    this.#find();
  }

  /** What the record it stands at takes of the queue. */
  get bytes(): number {
    return this.#queue[this.#segment]?.records.bytes(this.#place) ?? 0;
  }

  advance(): void {
    if (this.record === undefined) return;
    this.#positions[this.source] = this.record.offset + 1n;
    this.#place += this.bytes;
    this.#find();
  }

  /** Passes what holds no record: offsets that can never be read, or were lost. */
  #find(): void {
    for (;;) {
      const segment = this.#queue[this.#segment];
      const isAtEnd = segment === undefined || this.#place >= segment.records.end;
      this.record = isAtEnd ? undefined : segment.records.record(this.#place);
      if (segment === undefined || !isAtEnd) return;
      if (segment.loss !== null) this.#losses.push(segment.loss);
      this.#positions[this.source] = segment.next;
      this.#segment++;
      this.#place = this.#queue[this.#segment]?.done ?? 0;
    }
  }
}

/** The one that stands at the record appended first; of equals the first of them. Undefined where all are at their ends. */
export function earliest(walks: readonly Walk[]): Walk | undefined {
  let found: Walk | undefined;
  for (const walk of walks) {
    if (walk.record === undefined) continue;
    if (found?.record === undefined || walk.record.appendTime < found.record.appendTime) found = walk;
  }
  return found;
}
