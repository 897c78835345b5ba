import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Kafka, logLevel, type KafkaConfig } from 'kafkajs';
import { eventually } from './eventually.ts';
import { testServers } from './servers.ts';

/** A topic prefix of its own on the shared broker, for one test file. */
export interface TestKafka {
  /** Put before every topic and group name. */
  readonly prefix: string;
  /** Connects as the broker's super user over TLS. */
  readonly config: KafkaConfig;
  createTopics(
    topics: readonly { topic: string; partitions: number; config?: Record<string, string> }[],
  ): Promise<void>;
  /** Deletes this prefix's topics and groups. */
  drop(): Promise<void>;
}

export function testKafka(): TestKafka {
  const { kafka, kafka_admin: login } = testServers();
  const prefix = `t-${randomBytes(6).toString('hex')}-`;
  const config: KafkaConfig = {
    clientId: `${prefix}test`,
    brokers: kafka.brokers,
    ssl: { ca: [readFileSync(kafka.ca_file, 'utf8')] },
    sasl: { mechanism: 'scram-sha-512', ...login },
    logLevel: logLevel.NOTHING,
  };
  const asAdmin = async (work: (admin: ReturnType<Kafka['admin']>) => Promise<void>): Promise<void> => {
    const admin = new Kafka(config).admin();
    await admin.connect();
    try {
      await work(admin);
    } finally {
      await admin.disconnect();
    }
  };
  return {
    prefix,
    config,
    createTopics: (topics) =>
      asAdmin(async (admin) => {
        await admin.createTopics({
          waitForLeaders: true,
          topics: topics.map(({ topic, partitions, config: entries = {} }) => ({
            topic: prefix + topic,
            numPartitions: partitions,
            configEntries: Object.entries(entries).map(([name, value]) => ({ name, value })),
          })),
        });
        // A leader is named a moment before the broker hosts the partition: whoever asked for its ends would be told of no such topic.
        for (const { topic } of topics)
          await eventually(`${topic} can be read`, () => admin.fetchTopicOffsets(prefix + topic));
      }),
    drop: () =>
      asAdmin(async (admin) => {
        const topics = (await admin.listTopics()).filter((topic) => topic.startsWith(prefix));
        if (topics.length > 0) await admin.deleteTopics({ topics });
        const groups = (await admin.listGroups()).groups.map(({ groupId }) => groupId);
        const own = groups.filter((group) => group.startsWith(prefix));
        if (own.length > 0) await admin.deleteGroups(own);
      }),
  };
}
