import type { Source } from '@tieout/core';
import type { LogRecord } from '@tieout/runtime';
import type { About, Outgoing } from '../workload/outgoing.ts';

/** What lies at one offset. Control records and what was aborted are never given to readers: they have no record. */
export interface LogEntry {
  readonly offset: bigint;
  readonly appendTime: number;
  readonly record: LogRecord | null;
  readonly about: About | null;
}

/** A producer's transaction: nothing from its first record on is readable while it is open. */
export interface OpenTransaction {
  commit(): void;
  abort(): void;
}

/** Records between two offsets, as a reader gets them. */
export interface Slice {
  readonly firstOffset: bigint;
  readonly lastOffset: bigint;
  readonly records: readonly LogRecord[];
}

/** One partition of one topic. */
export class VirtualPartition {
  readonly source: Source;
  readonly partition: number;
  readonly #entries: LogEntry[] = [];
  readonly #open = new Set<bigint>();
  readonly #now: () => number;
  readonly #onReadable: () => void;
  #low = 0n;

  /** @param now the broker's time */
  constructor(source: Source, partition: number, now: () => number, onReadable: () => void) {
    this.source = source;
    this.partition = partition;
    this.#now = now;
    this.#onReadable = onReadable;
  }

  /** First offset still kept. */
  get low(): bigint {
    return this.#low;
  }

  /** The next offset to be written, whoever may read up to it. */
  get high(): bigint {
    return BigInt(this.#entries.length);
  }

  /** Where committed reading ends: the first offset of a transaction still open. */
  get stable(): bigint {
    let stable = this.high;
    for (const offset of this.#open) if (offset < stable) stable = offset;
    return stable;
  }

  get entries(): readonly LogEntry[] {
    return this.#entries;
  }

  append(outgoing: Outgoing): bigint {
    const offset = this.#write(outgoing);
    this.#onReadable();
    return offset;
  }

  begin(batch: readonly Outgoing[]): OpenTransaction {
    const offsets = batch.map((outgoing) => this.#write(outgoing));
    const [first = this.high] = offsets;
    this.#open.add(first);
    const end = (): void => {
      this.#open.delete(first);
      this.#write(null);
      this.#onReadable();
    };
    return {
      commit: end,
      abort: () => {
        for (const offset of offsets) {
          const entry = this.#entries[Number(offset)];
          if (entry !== undefined) this.#entries[Number(offset)] = { ...entry, record: null, about: null };
        }
        end();
      },
    };
  }

  /** What a reader gets from here on, or undefined where there is nothing. Reading below the low offset begins at it. */
  read(from: bigint, recordsMax: number): Slice | undefined {
    const start = from < this.#low ? this.#low : from;
    const { stable } = this;
    if (start >= stable) return undefined;
    const entries = this.#entries.slice(Number(start), Math.min(Number(stable), Number(start) + recordsMax));
    const last = entries.at(-1);
    if (last === undefined) return undefined;
    return {
      firstOffset: start,
      lastOffset: last.offset,
      records: entries.flatMap(({ record }) => record ?? []),
    };
  }

  /** Retention: nothing before this offset is kept. */
  trim(low: bigint): void {
    if (low > this.#low) this.#low = low;
  }

  #write(outgoing: Outgoing | null): bigint {
    const offset = this.high;
    const appendTime = Math.max(this.#now(), this.#entries.at(-1)?.appendTime ?? 0);
    this.#entries.push({
      offset,
      appendTime,
      record: outgoing && { ...outgoing.payload, offset, appendTime },
      about: outgoing && outgoing.about,
    });
    return offset;
  }
}
