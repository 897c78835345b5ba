import { Kafka, type Consumer, type KafkaConfig } from 'kafkajs';

interface Read {
  readonly at: string;
  readonly from: bigint;
  readonly to: bigint;
}

/** A client whose consumers do everything as ever, and are watched at it. */
export class WatchedConsumer {
  readonly kafka: Kafka;
  readonly seeks: string[] = [];
  readonly #reads: Read[] = [];

  constructor(config: KafkaConfig) {
    this.kafka = new Kafka(config);
    const consumerOf = this.kafka.consumer.bind(this.kafka);
    this.kafka.consumer = (...options) => this.#watched(consumerOf(...options));
  }

  /** Stretches of the log that were delivered although their first offset had been before. */
  readTwice(): string[] {
    const reached = new Map<string, bigint>();
    return this.#reads.flatMap(({ at, from, to }) => {
      const before = reached.get(at) ?? -1n;
      if (to > before) reached.set(at, to);
      return from <= before ? [`${at} ${from}–${to}`] : [];
    });
  }

  #watched(consumer: Consumer): Consumer {
    const seek = consumer.seek.bind(consumer);
    consumer.seek = (to) => {
      this.seeks.push(`${to.topic} ${to.partition} ${to.offset}`);
      seek(to);
    };
    consumer.on(consumer.events.END_BATCH_PROCESS, ({ payload }) => {
      const { topic, partition, firstOffset, lastOffset } = payload;
      const from = BigInt(firstOffset ?? lastOffset);
      this.#reads.push({ at: `${topic} ${partition}`, from, to: BigInt(lastOffset) });
    });
    return consumer;
  }
}
