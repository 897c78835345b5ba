import { setTimeout as delay } from 'node:timers/promises';
import { createLogProducer, createSchemaRegistry, partitionOf } from '@tieout/runtime';
import { topicCatalogue, type TopicCatalogue } from '@tieout/schemas';
import type { Ground } from '../stage/ground.ts';
import { arrivals } from './order.ts';
import type { BenchRecord } from './payments.ts';
import { createTopics, type Dataset, encoderOf } from './preload.ts';

/** A record as the broker acknowledged it. */
export interface Sent {
  /** `topic:partition`. */
  readonly at: string;
  readonly offset: bigint;
  /** ms since the epoch, with fractions. */
  readonly ackedAt: number;
}

/** A load that is sent at its pace whether anybody keeps up or not (an open loop). */
export interface Pace {
  /** Its topics, empty until it runs. */
  readonly dataset: Dataset;
  run(onProgress: (share: number) => void): Promise<readonly Sent[]>;
  /** One beyond the last record of each `topic:partition`. */
  ends(): ReadonlyMap<string, bigint>;
}

const EVERY_MS = 10;
const EVENTS_PER_TRANSACTION = 2.98;
let made = 0;

/** Payments that begin together arrive mixed, as in production, and within moments of each other. */
const TOGETHER = 50;

/** @param rate events a second @param together how many payments arrive mixed with each other; 50 unless said */
export async function pace(
  ground: Ground,
  { rate, seconds, together = TOGETHER }: { rate: number; seconds: number; together?: number },
): Promise<Pace> {
  const { kafka, registryUrl, signal } = ground;
  const prefix = `bench-paced-${(made += 1)}-`;
  const catalogue = topicCatalogue({ prefix });
  await createTopics(kafka, catalogue);
  const encode = await encoderOf(createSchemaRegistry(registryUrl));
  const transactions = Math.ceil((rate * seconds) / EVENTS_PER_TRANSACTION);
  const ends = new Map<string, bigint>();
  return {
    dataset: { prefix, catalogue, transactions, events: 0, bytes: 0, truth: new Map() },
    ends: () => ends,
    async run(onProgress) {
      const producer = createLogProducer(kafka);
      await producer.connect();
      const sent: Sent[] = [];
      const underWay = new Set<Promise<void>>();
      const send = async (records: readonly BenchRecord[]): Promise<void> => {
        const written = await producer.send(
          records.map((one) => ({
            topic: catalogue[one.source].name,
            key: one.record.txn_id,
            value: encode(one),
          })),
        );
        const ackedAt = performance.timeOrigin + performance.now();
        const counts = Map.groupBy(records, (one) => placeOf(catalogue, one));
        for (const { topicName, partition, baseOffset } of written) {
          const at = `${topicName}:${partition}`;
          const first = BigInt(baseOffset ?? -1);
          const end = first + BigInt(counts.get(at)?.length ?? 0);
          for (let offset = first; offset < end; offset++) sent.push({ at, offset, ackedAt });
          if (end > (ends.get(at) ?? 0n)) ends.set(at, end);
        }
      };
      try {
        const queue = recordsOf(`p${made}`, transactions, together);
        const startedAt = performance.now();
        let given = 0;
        for (let waits = queue.next(); waits.done !== true;) {
          signal.throwIfAborted();
          const due = Math.floor(((performance.now() - startedAt) / 1_000) * rate);
          const now: BenchRecord[] = [];
          for (; given < due && waits.done !== true; waits = queue.next()) {
            now.push(waits.value);
            given += 1;
          }
          if (now.length > 0) {
            const one = send(now).finally(() => underWay.delete(one));
            underWay.add(one);
          }
          onProgress((performance.now() - startedAt) / 1_000 / seconds);
          await delay(EVERY_MS);
        }
        await Promise.all(underWay);
      } finally {
        await producer.disconnect();
      }
      return sent;
    },
  };
}

function placeOf(catalogue: TopicCatalogue, { source, record }: BenchRecord): string {
  const { name, partitions } = catalogue[source];
  return `${name}:${partitionOf(Buffer.from(record.txn_id), partitions)}`;
}

function* recordsOf(seed: string, transactions: number, together: number): Generator<BenchRecord, void> {
  for (const { records } of arrivals(seed, transactions, together)) yield* records;
}
