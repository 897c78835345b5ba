import { TieoutError } from '@tieout/core';
import { type Topic, topicConfig } from '@tieout/schemas';
import kafkajs, { type Admin } from 'kafkajs';

/**
 * Makes the topics that are missing and checks those that exist; returns the names made.
 *
 * @throws TieoutError INVALID_SETTING naming every difference: an existing topic is never changed here, because what is in it was written
 * under its present settings
 */
export async function ensureTopics(admin: Admin, topics: readonly Topic[]): Promise<string[]> {
  const present = new Set(await admin.listTopics());
  const existing = topics.filter(({ name }) => present.has(name));
  const differences = await differencesOf(admin, existing);
  if (differences.length > 0) {
    throw new TieoutError(
      'INVALID_SETTING',
      `${differences.join('; ')}. Change the topic by hand, or set TOPIC_PARTITIONS to what it has; events already written are not moved.`,
    );
  }
  const missing = topics.filter(({ name }) => !present.has(name));
  if (missing.length === 0) return [];
  await admin.createTopics({
    waitForLeaders: true,
    topics: missing.map((topic) => ({
      topic: topic.name,
      numPartitions: topic.partitions,
      configEntries: Object.entries(topicConfig(topic)).map(([name, value]) => ({ name, value })),
    })),
  });
  return missing.map(({ name }) => name);
}

async function differencesOf(admin: Admin, topics: readonly Topic[]): Promise<string[]> {
  if (topics.length === 0) return [];
  const names = topics.map(({ name }) => name);
  const { topics: metadata } = await admin.fetchTopicMetadata({ topics: names });
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: topics.map((topic) => ({
      type: kafkajs.ConfigResourceTypes.TOPIC,
      name: topic.name,
      configNames: Object.keys(topicConfig(topic)),
    })),
  });
  return topics.flatMap((topic) => {
    const partitions = metadata.find(({ name }) => name === topic.name)?.partitions.length ?? 0;
    const entries = resources.find(({ resourceName }) => resourceName === topic.name)?.configEntries ?? [];
    const found = new Map(entries.map(({ configName, configValue }) => [configName, configValue]));
    const configs = Object.entries(topicConfig(topic)).filter(([name, value]) => found.get(name) !== value);
    return [
      ...(partitions === topic.partitions
        ? []
        : [`${topic.name} has ${partitions} partitions, not ${topic.partitions}`]),
      ...configs.map(
        ([name, value]) => `${topic.name} has ${name}=${found.get(name) ?? 'unset'}, not ${value}`,
      ),
    ];
  });
}
