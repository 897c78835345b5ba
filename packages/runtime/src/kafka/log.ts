/** What a reader of the log sees. Offsets are bigint, times are milliseconds since the epoch, UTC, by the broker's clock. */

export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

/** Header values as they were sent; a repeated name is an array. */
export type RecordHeaders = Readonly<Record<string, Buffer | string | (Buffer | string)[] | undefined>>;

/** What a record's headers cost, their names included. */
export function headerBytes(headers: RecordHeaders = {}): number {
  let bytes = 0;
  for (const [name, value] of Object.entries(headers)) {
    bytes += name.length;
    for (const one of Array.isArray(value) ? value : [value]) bytes += one?.length ?? 0;
  }
  return bytes;
}

export interface LogRecord {
  readonly offset: bigint;
  /** LogAppendTime of the record's batch, milliseconds. */
  readonly appendTime: number;
  /** Null where the record had none; an empty key is an empty buffer. */
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: RecordHeaders;
}

/**
 * A run of the log of one partition: every offset from `firstOffset` to `lastOffset` is either in `records` or can never be
 * read (a control record, an aborted transaction). So `records` may be empty, and the position after the batch is `lastOffset + 1n`.
 */
export interface LogBatch extends TopicPartition {
  readonly firstOffset: bigint;
  readonly lastOffset: bigint;
  /** End of the log (next offset to be written) when the broker answered, uncommitted records included. */
  readonly highWatermark: bigint;
  readonly records: readonly LogRecord[];
  /** Bytes of keys, values and headers: what queueing this batch costs. They live in one buffer of the batch's own. */
  readonly bytes: number;
}

/** The ends of one partition: `low` is the first offset still kept, `high` the next one to be written (uncommitted records included). */
export interface Watermarks {
  readonly low: bigint;
  readonly high: bigint;
}

/** Watermarks by topic, then by partition number. */
export type TopicWatermarks = ReadonlyMap<string, readonly Watermarks[]>;
