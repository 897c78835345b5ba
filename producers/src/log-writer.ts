import type { Source } from '@tieout/core';
import { createEncoder, type LogProducer, type OutgoingRecord, type SchemaRegistry } from '@tieout/runtime';
import {
  type CoreTxn,
  type GatewayTxn,
  type MobileTxn,
  subjectOf,
  type TopicCatalogue,
} from '@tieout/schemas';

/** A record and the source that sends it. */
export type SourceRecord =
  | { readonly source: 'core'; readonly record: CoreTxn }
  | { readonly source: 'gateway'; readonly record: GatewayTxn }
  | { readonly source: 'mobile'; readonly record: MobileTxn };

/** Where a record went. */
interface Written {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
}

export interface LogWriter {
  /**
   * Appends the records; resolves when the broker has them all.
   *
   * @throws TieoutError KAFKA_UNAVAILABLE
   */
  write(records: readonly SourceRecord[]): Promise<Written[]>;
}

/** @throws TieoutError REGISTRY_UNAVAILABLE; INVALID_SETTING where the schemas are not registered */
export async function createLogWriter(
  producer: LogProducer,
  registry: SchemaRegistry,
  catalogue: TopicCatalogue,
): Promise<LogWriter> {
  const encoderOf = <T>(source: Source) => {
    const topic = catalogue[source];
    if (topic.record === null) throw new Error(`${topic.name} has no record`);
    return createEncoder<T>(topic.record, subjectOf(topic), registry);
  };
  const [core, gateway, mobile] = await Promise.all([
    encoderOf<CoreTxn>('core'),
    encoderOf<GatewayTxn>('gateway'),
    encoderOf<MobileTxn>('mobile'),
  ]);

  function encoded(one: SourceRecord): Buffer {
    switch (one.source) {
      case 'core':
        return core.encode(one.record);
      case 'gateway':
        return gateway.encode(one.record);
      case 'mobile':
        return mobile.encode(one.record);
    }
  }

  const outgoing = (one: SourceRecord): OutgoingRecord => ({
    topic: catalogue[one.source].name,
    key: one.record.txn_id,
    value: encoded(one),
  });

  return {
    async write(records) {
      const answers = await producer.send(records.map(outgoing));
      return answers.map(({ topicName, partition, baseOffset = '?' }) => ({
        topic: topicName,
        partition,
        offset: baseOffset,
      }));
    },
  };
}
