import { TieoutError } from '@tieout/core';
import kafkajs, { type Kafka } from 'kafkajs';

// A CommonJS package: Node finds only some of its names, this not among them.
const { ConfigResourceTypes } = kafkajs;
const SETTING = 'message.timestamp.type';

/**
 * Deadlines run by the broker's time of each record. On a topic that keeps the sender's instead, any sender could make a payment overdue, or never.
 *
 * @throws {TieoutError} INVALID_SETTING naming the topics; KAFKA_UNAVAILABLE
 */
export async function assertBrokerStamps(kafka: Kafka, topics: readonly string[]): Promise<void> {
  const wrong = (await timestampTypes(kafka, topics)).filter(({ type }) => type !== 'LogAppendTime');
  if (wrong.length === 0) return;
  const found = wrong.map(({ topic, type }) => `${topic} has ${type ?? 'none'}`).join(', ');
  throw new TieoutError('INVALID_SETTING', `${SETTING} must be LogAppendTime: ${found}`);
}

async function timestampTypes(
  kafka: Kafka,
  topics: readonly string[],
): Promise<{ topic: string; type: string | undefined }[]> {
  const admin = kafka.admin();
  try {
    await admin.connect();
    const { resources } = await admin.describeConfigs({
      includeSynonyms: false,
      resources: topics.map((name) => ({ type: ConfigResourceTypes.TOPIC, name, configNames: [SETTING] })),
    });
    return resources.map(({ resourceName, configEntries }) => ({
      topic: resourceName,
      type: configEntries.find(({ configName }) => configName === SETTING)?.configValue,
    }));
  } catch (cause) {
    throw new TieoutError('KAFKA_UNAVAILABLE', `cannot read the settings of ${topics.join(', ')}`, { cause });
  } finally {
    await admin.disconnect();
  }
}
