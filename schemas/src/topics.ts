import type { AvroRecord } from './avro-schema.ts';
import { coreTxnSchema } from './generated/core-txn.ts';
import { gatewayTxnSchema } from './generated/gateway-txn.ts';
import { mobileTxnSchema } from './generated/mobile-txn.ts';
import { outcomeSchema } from './generated/outcome.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** The largest record value that is judged; a larger one is kept as a dead letter with code TOO_LARGE. */
export const RECORD_VALUE_BYTES_MAX = 262_144;

/** The broker takes values up to 1 MiB (plus room for key, headers and framing), so that a too large one reaches us as evidence. */
const MESSAGE_BYTES_MAX = 1_048_576 + 65_536;

export const DEFAULT_PARTITIONS = 6;

export interface Topic {
  readonly name: string;
  /** What the record key holds. */
  readonly key: 'txn_id' | null;
  readonly partitions: number;
  readonly retentionMs: number;
  readonly cleanup: 'delete';
  /** Who writes it. */
  readonly owner: 'producers' | 'reconciler' | 'notifier';
  /** The reader's schema of the record value, registered under `<name>-value`. */
  readonly record: AvroRecord | null;
  readonly timestampType: 'LogAppendTime';
  /** Pinned, so that the broker recodes what producers compress: our client reads nothing but gzip, and plain costs readers no CPU. */
  readonly compression: 'uncompressed';
  readonly messageBytesMax: number;
  /** A segment is closed at least this often; retention removes closed segments only. */
  readonly segmentMs: number;
}

/** Every topic of the system, by role. */
export interface TopicCatalogue {
  readonly core: Topic;
  readonly gateway: Topic;
  readonly mobile: Topic;
  readonly outcomes: Topic;
  readonly ticks: Topic;
}

/** Topic configuration keys of Kafka, as the broker spells and reports them. */
export type TopicConfig = Readonly<Record<string, string>>;

/**
 * @param partitions of the input topics, and so the number of lanes
 * @param prefix of every topic name; empty but in tests
 */
export function topicCatalogue({ partitions = DEFAULT_PARTITIONS, prefix = '' } = {}): TopicCatalogue {
  if (!Number.isInteger(partitions) || partitions < 1)
    throw new RangeError(`partitions must be a whole number above 0, not ${partitions}`);
  const shared = {
    key: 'txn_id',
    partitions,
    retentionMs: 7 * DAY_MS,
    cleanup: 'delete',
    timestampType: 'LogAppendTime',
    compression: 'uncompressed',
    messageBytesMax: MESSAGE_BYTES_MAX,
    segmentMs: DAY_MS,
  } as const;
  const catalogue: TopicCatalogue = {
    core: { ...shared, name: `${prefix}core_txns`, owner: 'producers', record: coreTxnSchema },
    gateway: { ...shared, name: `${prefix}gateway_txns`, owner: 'producers', record: gatewayTxnSchema },
    mobile: { ...shared, name: `${prefix}mobile_txns`, owner: 'producers', record: mobileTxnSchema },
    outcomes: { ...shared, name: `${prefix}recon_outcomes`, owner: 'notifier', record: outcomeSchema },
    ticks: {
      ...shared,
      name: `${prefix}recon_ticks`,
      owner: 'reconciler',
      key: null,
      record: null,
      partitions: 1,
      retentionMs: 60 * MINUTE_MS,
      segmentMs: 10 * MINUTE_MS,
    },
  };
  assertCopartitioned(inputTopics(catalogue));
  return catalogue;
}

/** The three input topics, in the order core, gateway, mobile. */
export function inputTopics(catalogue: TopicCatalogue): readonly [Topic, Topic, Topic] {
  return [catalogue.core, catalogue.gateway, catalogue.mobile];
}

export function allTopics(catalogue: TopicCatalogue): readonly Topic[] {
  return [...inputTopics(catalogue), catalogue.outcomes, catalogue.ticks];
}

/** A transaction's events meet in one lane only if partition p means the same in every input topic. Throws where it does not. */
export function assertCopartitioned(topics: readonly Pick<Topic, 'name' | 'key' | 'partitions'>[]): void {
  const [first, ...others] = topics;
  if (first === undefined) return;
  for (const topic of others) {
    if (topic.partitions !== first.partitions || topic.key !== first.key) {
      throw new Error(
        `${topic.name} (key ${topic.key}, ${topic.partitions} partitions) is not partitioned like ${first.name} (key ${first.key}, ${first.partitions} partitions)`,
      );
    }
  }
}

export function subjectOf(topic: Topic): string {
  return `${topic.name}-value`;
}

export function topicConfig(topic: Topic): TopicConfig {
  return {
    'cleanup.policy': topic.cleanup,
    'compression.type': topic.compression,
    'max.message.bytes': String(topic.messageBytesMax),
    'message.timestamp.type': topic.timestampType,
    'retention.ms': String(topic.retentionMs),
    'segment.ms': String(topic.segmentMs),
  };
}
