import { TieoutError } from '@tieout/core';
import type { Kafka } from 'kafkajs';
import type { TopicWatermarks, Watermarks } from './log.ts';

export interface LogInspector {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  /**
   * The ends of every partition of these topics, `high` with uncommitted records counted (our patch of kafkajs: its admin client asks for the last
   * stable offset, which stands still before an open transaction).
   *
   * @throws TieoutError KAFKA_UNAVAILABLE
   */
  watermarks(topics: readonly string[]): Promise<TopicWatermarks>;
}

export function createLogInspector(kafka: Kafka): LogInspector {
  const admin = kafka.admin();
  return {
    connect: () => admin.connect(),
    disconnect: () => admin.disconnect(),
    async watermarks(topics) {
      try {
        const entries = topics.map(async (topic): Promise<[string, Watermarks[]]> => {
          const partitions = await admin.fetchTopicOffsets(topic);
          const ordered = partitions.toSorted((a, b) => a.partition - b.partition);
          return [topic, ordered.map(({ low, high }) => ({ low: BigInt(low), high: BigInt(high) }))];
        });
        return new Map(await Promise.all(entries));
      } catch (cause) {
        throw new TieoutError('KAFKA_UNAVAILABLE', `cannot read the ends of ${topics.join(', ')}`, { cause });
      }
    },
  };
}
