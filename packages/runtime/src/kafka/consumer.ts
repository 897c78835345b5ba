import { setTimeout as delay } from 'node:timers/promises';
import type { Consumer, EachBatchPayload, Kafka, KafkaMessage } from 'kafkajs';
import type { Logger } from '../logger.ts';
import { laneAssigner } from './assigner.ts';
import { CommitHint } from './commit-hint.ts';
import type { LogBatch, LogRecord, TopicPartition } from './log.ts';

/**
 * What this member owns after a (re)join of the group. A lane is partition p of every subscribed topic.
 * All its partitions are paused when the callback runs, `kept` ones too (a rejoin forgets their position); seek and resume them.
 */
export interface Assignment {
  /** Everything owned now = gained ∪ kept, ascending. */
  readonly lanes: readonly number[];
  readonly gained: readonly number[];
  /** Owned before as well. Somebody else may still have owned it in between: the lane's compare-and-set decides. */
  readonly kept: readonly number[];
  readonly lost: readonly number[];
}

/** Callbacks of a consumer. All are called synchronously and must return at once: one waiting handler stops every lane. */
export interface ConsumerHandlers {
  onAssignment(assignment: Assignment): void;
  /** In the order of the log within one partition, except after a seek; a batch already on its way may still arrive after a pause or seek. */
  onBatch(batch: LogBatch): void;
  /** A broker answered a fetch, even where nothing could be read: the log before an open transaction goes on and gives nothing. */
  onAnswer(): void;
  /** A fetch from this broker has begun, or has ended, answered or not. Each broker has one under way or none. */
  onFetch(broker: number, underWay: boolean): void;
  /** The consumer has given up and will not come back: end the process, the supervisor starts a new one. Called at most once. */
  onCrash(error: Error): void;
}

export interface LaneConsumer {
  /** Joins the group; resolves when the first join is done (onAssignment has run), rejects where it cannot. */
  start(): Promise<void>;
  /** Leaves the group. No callback runs afterwards. */
  stop(): Promise<void>;
  /** Takes effect on the next fetch; resuming takes up to `fetchMaxWaitMs` to be noticed. No-ops while the group is being left. */
  pause(at: readonly TopicPartition[]): void;
  resume(at: readonly TopicPartition[]): void;
  /** The next batch of this partition starts at `offset`, or at the first one still kept after it. */
  seek(at: TopicPartition, offset: bigint): void;
  /**
   * Remembers the next offset to read as this group's committed offset, a hint for lag tools only. Sent in the background at most once a
   * second, the latest value of each partition; failures are logged and forgotten.
   */
  commit(at: TopicPartition, offset: bigint): void;
}

export interface LaneConsumerOptions {
  readonly kafka: Kafka;
  readonly groupId: string;
  readonly topics: readonly string[];
  readonly handlers: ConsumerHandlers;
  readonly logger: Logger;
  /** How long the broker holds a fetch that finds nothing, and so how long a resume or seek may wait. */
  readonly fetchMaxWaitMs?: number;
  /** After this long without a sign of life a member's lanes go to others. */
  readonly sessionTimeoutMs?: number;
}

const LAST_COMMIT_LIMIT_MS = 500;
/** How long a coordinator may take to load before the process gives up and starts over. */
const FIRST_JOIN_PATIENCE_MS = 60_000;
// Small enough that one answer holds something of every partition: a lane reads its sources in step.
const PARTITION_BYTES_MAX = 262_144;
const FETCH_BYTES_MAX = 8 * 1_048_576;

/** Reads lanes: kafkajs with everything switched off that would decide, wait or commit by itself. */
export function createLaneConsumer(options: LaneConsumerOptions): LaneConsumer {
  const {
    kafka,
    groupId,
    topics,
    handlers,
    logger,
    fetchMaxWaitMs = 250,
    sessionTimeoutMs = 10_000,
  } = options;
  let lanes: readonly number[] = [];
  let running = false;
  let joined = false;
  let firstJoinUntil = 0;

  const consumer = kafka.consumer({
    groupId,
    partitionAssigners: [laneAssigner(() => lanes)],
    allowAutoTopicCreation: false,
    sessionTimeout: sessionTimeoutMs,
    rebalanceTimeout: sessionTimeoutMs,
    heartbeatInterval: Math.floor(sessionTimeoutMs / 4),
    maxWaitTimeInMs: fetchMaxWaitMs,
    maxBytesPerPartition: PARTITION_BYTES_MAX,
    maxBytes: FETCH_BYTES_MAX,
    // A process that starts over is easier to trust than a client that does. Only the first join is tried again here: for some seconds after a
    // broker's start its group coordinator is still loading, which kafkajs takes for a crash.
    retry: {
      retries: 10,
      restartOnFailure: () => Promise.resolve(!joined && performance.now() < firstJoinUntil),
    },
  });
  const commits = new CommitHint((positions) => consumer.commitOffsets(positions), logger);

  function crash(error: Error): void {
    if (!running) return;
    running = false;
    handlers.onCrash(error);
  }

  // Emitted synchronously when a join is done and before the next fetch, so nothing is read from a wrong position.
  consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
    joined = true;
    const before = new Set(lanes);
    lanes = (payload.memberAssignment[topics[0] ?? ''] ?? []).toSorted((a, b) => a - b);
    const owned = new Set(lanes);
    consumer.pause(topics.map((topic) => ({ topic, partitions: [...lanes] })));
    guarded(() =>
      handlers.onAssignment({
        lanes,
        gained: lanes.filter((lane) => !before.has(lane)),
        kept: lanes.filter((lane) => before.has(lane)),
        lost: [...before].filter((lane) => !owned.has(lane)),
      }),
    );
  });
  // A batch of nothing but control or aborted records never reaches eachBatch; this event is its only trace.
  consumer.on(consumer.events.END_BATCH_PROCESS, ({ payload }) => {
    if (payload.batchSize > 0) return;
    const { topic, partition, lastOffset, highWatermark } = payload;
    const last = BigInt(lastOffset);
    // kafkajs reports null where even the control records lie before the position asked for.
    const first = payload.firstOffset === null ? last : BigInt(payload.firstOffset);
    deliver({
      topic,
      partition,
      firstOffset: first,
      lastOffset: last,
      highWatermark: BigInt(highWatermark),
      records: [],
    });
  });
  consumer.on(consumer.events.REQUEST, ({ payload }) => {
    if (payload.apiName === 'Fetch') guarded(() => handlers.onAnswer());
  });
  consumer.on(consumer.events.FETCH_START, ({ payload }) => {
    guarded(() => handlers.onFetch(payload.nodeId, true));
  });
  consumer.on(consumer.events.FETCH, ({ payload }) => {
    guarded(() => handlers.onFetch(payload.nodeId, false));
  });
  consumer.on(consumer.events.CRASH, ({ payload }) => {
    if (!payload.restart) crash(payload.error);
  });

  function deliver(batch: LogBatch): void {
    guarded(() => handlers.onBatch(batch));
  }

  /** A handler that throws has lost count of the log; kafkajs would offer it the same batch for ever. */
  function guarded(call: () => void): void {
    if (!running) return;
    try {
      call();
    } catch (error) {
      crash(error instanceof Error ? error : new Error(String(error)));
    }
  }

  return {
    async start() {
      running = true;
      firstJoinUntil = performance.now() + FIRST_JOIN_PATIENCE_MS;
      await consumer.connect();
      await consumer.subscribe({ topics: [...topics], fromBeginning: true });
      await runUntilJoined(consumer, ({ batch }) => {
        deliver(logBatch(batch));
        return Promise.resolve();
      });
    },
    async stop() {
      running = false;
      // Only a hint: not worth waiting for a broker that is away.
      await Promise.race([commits.flush(), delay(LAST_COMMIT_LIMIT_MS)]);
      await consumer.disconnect();
    },
    pause: (at) => running && consumer.pause(byTopic(at)),
    resume: (at) => running && consumer.resume(byTopic(at)),
    seek: (at, offset) => running && consumer.seek({ ...at, offset: offset.toString() }),
    commit: (at, offset) => running && commits.set(at, offset),
  };
}

/** `run` resolves even where the first join failed: then kafkajs has only said CRASH. */
async function runUntilJoined(
  consumer: Consumer,
  eachBatch: (payload: EachBatchPayload) => Promise<void>,
): Promise<void> {
  const { promise: joined, resolve, reject } = Promise.withResolvers<void>();
  const stopListening = [
    consumer.on(consumer.events.GROUP_JOIN, () => resolve()),
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      if (!payload.restart) reject(payload.error);
    }),
  ];
  try {
    await Promise.all([consumer.run({ autoCommit: false, eachBatch }), joined]);
  } finally {
    for (const stop of stopListening) stop();
  }
}

function byTopic(at: readonly TopicPartition[]): { topic: string; partitions: number[] }[] {
  return at.map(({ topic, partition }) => ({ topic, partitions: [partition] }));
}

function logBatch(batch: EachBatchPayload['batch']): LogBatch {
  return {
    topic: batch.topic,
    partition: batch.partition,
    firstOffset: BigInt(batch.firstOffset() ?? batch.lastOffset()),
    lastOffset: BigInt(batch.lastOffset()),
    highWatermark: BigInt(batch.highWatermark),
    records: batch.messages.map(logRecord),
  };
}

function logRecord({ offset, timestamp, key, value, headers }: KafkaMessage): LogRecord {
  return {
    offset: BigInt(offset),
    appendTime: Number(timestamp),
    key,
    value,
    headers: headers ?? {},
  };
}
