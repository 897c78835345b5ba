/** Everything a lane may use, and when it gives up. All of it is a bound on memory or time; none decides a verdict but `graceMs`. */
export interface LaneLimits {
  /** Records waiting beyond this pause the lane's partitions until half of it is left. */
  readonly queueBytesMax: number;
  /** One flush takes no more than this, … */
  readonly flushBytesMax: number;
  /** … nor more records. Larger flushes cost less a record, until they hold too much memory at once. */
  readonly flushRecordsMax: number;
  /** … nor more transactions: most of a flush's memory is what is made of each. In a backlog whose sources are out of step every record is another one's. */
  readonly flushTransactionsMax: number;
  /** Deadlines that fire in one flush. */
  readonly flushDueMax: number;
  /** A source read further than this ahead of the slowest waits, so that a backlog does not open every transaction at once. */
  readonly alignmentMs: number;
  /** In a backlog a source is waited for this long, so that a transaction's events are taken together; then the others go on without it. */
  readonly stepMsMax: number;
  /** A broker may tell an older end of the log than before for this long, as one does that does not know yet that it was replaced. */
  readonly recedeMsMax: number;
  /** Where the ends of the log were not heard of for longer, its last record is read again: it may be another log by then. */
  readonly unwatchedMsMax: number;
  /** How far lane time stays behind what is known to have been read. */
  readonly graceMs: number;
  readonly sweepIntervalMs: number;
  /** After an error of a server: the first wait, and the longest. */
  readonly retryMs: number;
  readonly retryMsMax: number;
  /** A flush under way for longer is told as trouble: some server keeps it waiting. */
  readonly flushMsMax: number;
  /** How long a cache that failed is left alone. */
  readonly cacheRetryMs: number;
  /** A lane lost to another owner while this process still believes in its assignment is not taken back sooner. */
  readonly retakeMs: number;
}

export const DEFAULT_LIMITS: LaneLimits = {
  queueBytesMax: 8 * 1024 * 1024,
  flushBytesMax: 4 * 1024 * 1024,
  flushRecordsMax: 8_000,
  flushTransactionsMax: 3_500,
  flushDueMax: 2_500,
  alignmentMs: 10_000,
  stepMsMax: 500,
  recedeMsMax: 10_000,
  unwatchedMsMax: 3_000,
  graceMs: 2_000,
  sweepIntervalMs: 60_000,
  retryMs: 100,
  retryMsMax: 5_000,
  flushMsMax: 10_000,
  cacheRetryMs: 1_000,
  retakeMs: 20_000,
};

/** @throws RangeError where limits contradict each other */
export function checkLimits(limits: LaneLimits): LaneLimits {
  if (limits.flushBytesMax * 2 > limits.queueBytesMax)
    throw new RangeError('queueBytesMax must hold two flushes, or fetching stops while one commits');
  if (limits.retryMs > limits.retryMsMax) throw new RangeError('retryMs must not be above retryMsMax');
  if (Math.min(limits.flushRecordsMax, limits.flushTransactionsMax, limits.flushDueMax) < 1)
    throw new RangeError('a flush must be able to take something');
  return limits;
}
