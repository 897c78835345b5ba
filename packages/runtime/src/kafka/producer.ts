import { TieoutError } from '@tieout/core';
import { CompressionTypes, type IHeaders, type Kafka, type RecordMetadata } from 'kafkajs';
import { keyPartitioner } from './partitioner.ts';

export interface OutgoingRecord {
  readonly topic: string;
  readonly key: string | Buffer | null;
  readonly value: Buffer | null;
  readonly headers?: IHeaders;
}

export interface LogProducer {
  connect(): Promise<void>;
  /** Waits for what is on its way. */
  disconnect(): Promise<void>;
  /**
   * Appends these records, acknowledged by all in-sync replicas; their order is kept within a partition. Where it rejects, some may have been
   * written.
   *
   * @throws TieoutError KAFKA_UNAVAILABLE, with the client's error as cause
   */
  send(records: readonly OutgoingRecord[]): Promise<RecordMetadata[]>;
}

// kafkajs makes one batch a partition of whatever one call holds: too many records overflow its stack, and a batch above the topic's
// max.message.bytes (1 MiB and a bit) is refused whole. The caps hold even where every record goes to the same partition.
const REQUEST_RECORDS_MAX = 5_000;
const REQUEST_BYTES_MAX = 786_432;
const RECORD_OVERHEAD_BYTES = 64;

/**
 * Not idempotent on purpose: a retry can write a record twice, which every reader of ours takes for the redelivery it is (same event id, same
 * content), while kafkajs' idempotent mode, after a lost answer, refuses all further sends as out of sequence until it is started over.
 */
export function createLogProducer(kafka: Kafka): LogProducer {
  const producer = kafka.producer({
    createPartitioner: keyPartitioner,
    allowAutoTopicCreation: false,
    maxInFlightRequests: 1,
  });
  return {
    connect: () => producer.connect(),
    disconnect: () => producer.disconnect(),
    async send(records) {
      const written: RecordMetadata[] = [];
      try {
        for (const request of requestsOf(records)) {
          written.push(
            ...(await producer.sendBatch({
              acks: -1,
              compression: CompressionTypes.None,
              topicMessages: byTopic(request),
            })),
          );
        }
      } catch (cause) {
        throw new TieoutError('KAFKA_UNAVAILABLE', cause instanceof Error ? cause.message : String(cause), {
          cause,
        });
      }
      return written;
    },
  };
}

/** Cuts records into requests within the caps, keeping their order. A record above the byte cap goes alone. */
export function* requestsOf(records: readonly OutgoingRecord[]): Generator<OutgoingRecord[]> {
  let request: OutgoingRecord[] = [];
  let bytes = 0;
  for (const record of records) {
    const size = (record.key?.length ?? 0) + (record.value?.length ?? 0) + RECORD_OVERHEAD_BYTES;
    if (request.length > 0 && (request.length >= REQUEST_RECORDS_MAX || bytes + size > REQUEST_BYTES_MAX)) {
      yield request;
      request = [];
      bytes = 0;
    }
    request.push(record);
    bytes += size;
  }
  if (request.length > 0) yield request;
}

/** A request as kafkajs takes it. */
export function byTopic(records: readonly OutgoingRecord[]) {
  const grouped = Map.groupBy(records, ({ topic }) => topic);
  return [...grouped].map(([topic, messages]) => ({
    topic,
    messages: messages.map(({ key, value, headers }) => ({
      key,
      value,
      ...(headers === undefined ? {} : { headers }),
    })),
  }));
}
