/** What a reader of the log sees. Offsets are bigint, times are milliseconds since the epoch, UTC, by the broker's clock. */

export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

/** Header values as they were sent; a repeated name is an array, and one without a value undefined. */
export type RecordHeaders = Readonly<Record<string, Buffer | string | (Buffer | string)[] | undefined>>;

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
  /** Their bytes are views of all that one fetch brought: whoever keeps them copies them, or keeps all of it. */
  readonly records: readonly LogRecord[];
}

/** The ends of one partition: `low` is the first offset still kept, `high` the next one to be written (uncommitted records included). */
export interface Watermarks {
  readonly low: bigint;
  readonly high: bigint;
}

/** Watermarks by topic, then by partition number. */
export type TopicWatermarks = ReadonlyMap<string, readonly Watermarks[]>;
