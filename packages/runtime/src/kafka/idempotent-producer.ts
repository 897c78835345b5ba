import { TieoutError } from '@tieout/core';
import { CompressionTypes, type Kafka, type Producer } from 'kafkajs';
import { keyPartitioner } from './partitioner.ts';
import { byTopic, type LogProducer, requestsOf } from './producer.ts';

/** Enough for a broker's hiccup. kafkajs would go on for ever; the caller sends again itself, and says why meanwhile. */
const RETRIES = 3;

/**
 * A producer whose own retries write nothing twice. Where a send fails it starts over with another producer id, because the broker may or may
 * not have taken the numbers of that send: going on with them kafkajs would be refused for ever, or worse, other records under the same numbers be
 * taken for repeats and dropped. So a record is written twice only where the caller sends it again after a failure.
 */
export function createIdempotentProducer(kafka: Kafka): LogProducer {
  let current: Promise<Producer> | null = null;

  async function connected(): Promise<Producer> {
    const producer = kafka.producer({
      createPartitioner: keyPartitioner,
      allowAutoTopicCreation: false,
      idempotent: true,
      maxInFlightRequests: 1,
      retry: { retries: RETRIES },
    });
    try {
      await producer.connect();
    } catch (error) {
      await producer.disconnect();
      throw error;
    }
    return producer;
  }

  async function startOver(failed: Promise<Producer> | null): Promise<void> {
    if (failed === current) current = null;
    try {
      await (await failed)?.disconnect();
    } catch {
      // It never connected: whoever waited for that has been told.
    }
  }

  async function attempt<T>(work: (producer: Producer) => Promise<T>): Promise<T> {
    const used = (current ??= connected());
    try {
      return await work(await used);
    } catch (cause) {
      await startOver(used);
      throw new TieoutError('KAFKA_UNAVAILABLE', cause instanceof Error ? cause.message : String(cause), {
        cause,
      });
    }
  }

  return {
    connect: () => attempt(() => Promise.resolve()),
    disconnect: () => startOver(current),
    send: (records) =>
      attempt(async (producer) => {
        const written = [];
        for (const request of requestsOf(records)) {
          written.push(
            ...(await producer.sendBatch({
              acks: -1,
              compression: CompressionTypes.None,
              topicMessages: byTopic(request),
            })),
          );
        }
        return written;
      }),
  };
}
