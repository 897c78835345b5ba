import { SOURCES, TieoutError, type Source } from '@tieout/core';
import {
  partitionOf,
  type BrokerClock,
  type LogInspector,
  type LogProducer,
  type OutgoingRecord,
} from '@tieout/runtime';
import { PARENT_HEADER, type PerSource } from '@tieout/store';
import type { VirtualProcess } from '../process/virtual-process.ts';
import type { VirtualTime } from '../world/virtual-time.ts';
import { VirtualPartition } from './virtual-partition.ts';

export const TOPICS: PerSource<string> = {
  core: 'core_txns',
  gateway: 'gateway_txns',
  mobile: 'mobile_txns',
};

/** Every partition's leader stamps by a clock of its own: they differ by less than lane time's grace. */
export interface BrokerSettings {
  readonly partitions: number;
  /** How far each partition's leader is ahead, ms; may be negative. */
  readonly skewMs: (source: Source, partition: number) => number;
}

/** A Kafka cluster with the three input topics. */
export class Broker {
  reachable = true;
  readonly partitionCount: number;
  readonly #time: VirtualTime;
  readonly #partitions: PerSource<readonly VirtualPartition[]>;
  readonly #readers = new Set<(at: VirtualPartition) => void>();

  constructor(time: VirtualTime, { partitions, skewMs }: BrokerSettings) {
    this.#time = time;
    this.partitionCount = partitions;
    const topic = (source: Source): VirtualPartition[] =>
      Array.from({ length: partitions }, (_, number) => {
        const now = (): number => time.now + skewMs(source, number);
        const made: VirtualPartition = new VirtualPartition(source, number, now, () => this.#tell(made));
        return made;
      });
    this.#partitions = { core: topic('core'), gateway: topic('gateway'), mobile: topic('mobile') };
  }

  get all(): readonly VirtualPartition[] {
    return SOURCES.flatMap((source) => this.#partitions[source]);
  }

  at(source: Source, partition: number): VirtualPartition {
    const found = this.#partitions[source][partition];
    if (found === undefined) throw new RangeError(`${TOPICS[source]} has no partition ${partition}`);
    return found;
  }

  /** Told whenever a partition may have more to read. Returns how to stop that. */
  follow(reader: (at: VirtualPartition) => void): () => void {
    this.#readers.add(reader);
    return () => this.#readers.delete(reader);
  }

  /** Readers held up by an outage go on. */
  recover(): void {
    this.reachable = true;
    for (const partition of this.all) this.#tell(partition);
  }

  clockFor(process: VirtualProcess): Pick<BrokerClock, 'now'> {
    return {
      now: async () => {
        await process.pass('broker clock: sent');
        const now = this.#time.now;
        await process.pass('broker clock: answered');
        this.#assertReachable();
        return now;
      },
    };
  }

  /** Publishes anew what was refused: what it is can be told from the record it says it comes from. */
  producerFor(process: VirtualProcess): Pick<LogProducer, 'send'> {
    return {
      send: async (records) => {
        await process.pass('producer: sent');
        this.#assertReachable();
        const written = records.map((record) => this.#publish(record));
        await process.pass('producer: answered');
        return written;
      },
    };
  }

  #publish({
    topic,
    key,
    value,
    headers = {},
  }: OutgoingRecord): Awaited<ReturnType<LogProducer['send']>>[number] {
    const parent = String(headers[PARENT_HEADER]);
    const [, partition, offset] = parent.split(':');
    const source = sourceOf(topic);
    const event = this.at(source, Number(partition)).entries[Number(offset)]?.about?.event ?? null;
    if (event === null) throw new RangeError(`nothing can be made of ${parent}`);
    const bytes = key === null ? null : Buffer.from(key);
    const at = this.at(source, partitionOf(bytes ?? Buffer.alloc(0), this.partitionCount));
    const appended = at.append({
      source,
      partition: at.partition,
      payload: { key: bytes, value, headers: { [PARENT_HEADER]: parent } },
      about: { kind: 'event', event },
    });
    return {
      topicName: topic,
      partition: at.partition,
      errorCode: 0,
      baseOffset: appended.toString(),
    };
  }

  inspectorFor(process: VirtualProcess): Pick<LogInspector, 'watermarks'> {
    return {
      watermarks: async (topics) => {
        await process.pass('watermarks: sent');
        const ends = SOURCES.filter((source) => topics.includes(TOPICS[source])).map(
          (source) =>
            [TOPICS[source], this.#partitions[source].map(({ low, high }) => ({ low, high }))] as const,
        );
        await process.pass('watermarks: answered');
        this.#assertReachable();
        return new Map(ends);
      },
    };
  }

  #assertReachable(): void {
    if (!this.reachable) throw new TieoutError('KAFKA_UNAVAILABLE', 'the broker is away');
  }

  #tell(partition: VirtualPartition): void {
    for (const reader of this.#readers) reader(partition);
  }
}

function sourceOf(topic: string): Source {
  const source = SOURCES.find((one) => TOPICS[one] === topic);
  if (source === undefined) throw new RangeError(`there is no topic ${topic}`);
  return source;
}
