import { SOURCES, type Source } from '@tieout/core';
import {
  createEncoder,
  createLogProducer,
  createSchemaRegistry,
  type Encoder,
  type OutgoingRecord,
  type SchemaRegistry,
} from '@tieout/runtime';
import {
  allTopics,
  type CoreTxn,
  DEFAULT_PARTITIONS,
  type GatewayTxn,
  type MobileTxn,
  subjectOf,
  topicCatalogue,
  type TopicCatalogue,
  topicConfig,
} from '@tieout/schemas';
import type { Kafka } from 'kafkajs';
import { arrivals } from './order.ts';
import type { Answer, BenchRecord } from './payments.ts';

/** A data set in Kafka, and what a right competitor makes of it. */
export interface Dataset {
  readonly prefix: string;
  readonly catalogue: TopicCatalogue;
  readonly transactions: number;
  readonly events: number;
  readonly bytes: number;
  readonly truth: ReadonlyMap<Answer, number>;
}

export interface DatasetRequest {
  readonly seed: string;
  readonly transactions: number;
  /** Of the topics' names, so that several data sets lie beside each other. */
  readonly prefix: string;
  /** Of each topic; as many as in production unless said. */
  readonly partitions?: number;
  /** Those that tell; the truth is that of all of them. */
  readonly sources?: readonly Source[];
}

/** Writes the data set into topics of its own. */
export async function preload(
  kafka: Kafka,
  registryUrl: string,
  { seed, transactions, prefix, partitions = DEFAULT_PARTITIONS, sources = SOURCES }: DatasetRequest,
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<Dataset> {
  const catalogue = topicCatalogue({ prefix, partitions });
  await createTopics(kafka, catalogue);
  const encode = await encoderOf(createSchemaRegistry(registryUrl));
  const producer = createLogProducer(kafka);
  await producer.connect();
  const truth = new Map<Answer, number>();
  let events = 0;
  let bytes = 0;
  let done = 0;
  try {
    for (const { records, answers } of arrivals(seed, transactions)) {
      signal.throwIfAborted();
      const told = records.filter(({ source }) => sources.includes(source));
      const outgoing = told.map((one): OutgoingRecord & { value: Buffer } => ({
        topic: catalogue[one.source].name,
        key: one.record.txn_id,
        value: encode(one),
      }));
      await producer.send(outgoing);
      events += outgoing.length;
      bytes += outgoing.reduce((sum, { value }) => sum + value.length, 0);
      for (const answer of answers) truth.set(answer, (truth.get(answer) ?? 0) + 1);
      done += answers.length;
      onProgress(done / transactions);
    }
  } finally {
    await producer.disconnect();
  }
  return { prefix, catalogue, transactions, events, bytes, truth };
}

export async function createTopics(kafka: Kafka, catalogue: TopicCatalogue): Promise<void> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    await admin.createTopics({
      waitForLeaders: true,
      topics: allTopics(catalogue).map((topic) => ({
        topic: topic.name,
        numPartitions: topic.partitions,
        configEntries: Object.entries(topicConfig(topic)).map(([name, value]) => ({ name, value })),
      })),
    });
  } finally {
    await admin.disconnect();
  }
}

/** All data sets share the subjects of the topics without a prefix: a decoder goes by schema id alone. */
export async function encoderOf(registry: SchemaRegistry): Promise<(one: BenchRecord) => Buffer> {
  const catalogue = topicCatalogue();
  for (const source of SOURCES)
    await registry.register(subjectOf(catalogue[source]), JSON.stringify(catalogue[source].record));
  const of = <T>(source: Source): Promise<Encoder<T>> => {
    const { record } = catalogue[source];
    if (record === null) throw new Error(`${source} has no schema`);
    return createEncoder<T>(record, subjectOf(catalogue[source]), registry);
  };
  const core = await of<CoreTxn>('core');
  const gateway = await of<GatewayTxn>('gateway');
  const mobile = await of<MobileTxn>('mobile');
  return (one) => {
    switch (one.source) {
      case 'core':
        return core.encode(one.record);
      case 'gateway':
        return gateway.encode(one.record);
      case 'mobile':
        return mobile.encode(one.record);
    }
  };
}
