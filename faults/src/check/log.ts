import { createHash, randomUUID } from 'node:crypto';
import { type Source, SOURCES } from '@tieout/core';
import type { TopicWatermarks } from '@tieout/runtime';
import type { Kafka } from 'kafkajs';
import type { Topics } from '../stage/watch.ts';

/** A record as the broker gives it. */
export interface LogEntry {
  readonly offset: bigint;
  /** Milliseconds since the epoch, by the broker. */
  readonly appendTime: number;
  /** SHA-256 of the value, hex; null where it has none. */
  readonly digest: string | null;
}

/** Where each source's partitions begin and end. */
export type Window = ReadonlyMap<Source, readonly { readonly from: bigint; readonly to: bigint }[]>;

/** What lies between two looks at the ends of the log. */
export function windowBetween(before: TopicWatermarks, after: TopicWatermarks, topics: Topics): Window {
  return new Map(
    SOURCES.map((source) => {
      const begin = before.get(topics[source]) ?? [];
      const ends = after.get(topics[source]) ?? [];
      return [source, ends.map(({ high }, partition) => ({ from: begin[partition]?.high ?? 0n, to: high }))];
    }),
  );
}

function recordsIn(window: Window): number {
  return [...window.values()].flat().reduce((sum, { from, to }) => sum + Number(to - from), 0);
}

const READ_LIMIT_MS = 120_000;
/** Slower than any broker gives them, however busy the machine is. */
const RECORDS_A_SECOND_MIN = 5_000;

/**
 * Reads this part of the log once more, with a plain consumer that shares nothing with the engine's.
 *
 * @throws Error where the broker does not give all of it
 */
export async function readLog(
  kafka: Kafka,
  topics: Topics,
  window: Window,
): Promise<Map<Source, LogEntry[][]>> {
  const entries = new Map(
    SOURCES.map((source) => [source, (window.get(source) ?? []).map((): LogEntry[] => [])]),
  );
  const open = new Set(
    SOURCES.flatMap((source) =>
      (window.get(source) ?? []).flatMap(({ from, to }, partition) =>
        from < to ? [`${source} ${partition}`] : [],
      ),
    ),
  );
  if (open.size === 0) return entries;
  const { promise: done, resolve, reject } = Promise.withResolvers<void>();
  const consumer = kafka.consumer({
    groupId: `tieout-faults-${randomUUID()}`,
    allowAutoTopicCreation: false,
  });
  const limit = setTimeout(
    () => reject(new Error(`cannot read the log again: ${[...open].join(', ')}`)),
    READ_LIMIT_MS + (1_000 * recordsIn(window)) / RECORDS_A_SECOND_MIN,
  );
  try {
    await consumer.connect();
    await consumer.subscribe({ topics: Object.values(topics), fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      async eachBatch({ batch }) {
        const source = SOURCES.find((one) => topics[one] === batch.topic);
        const part = source && window.get(source)?.[batch.partition];
        if (source === undefined || part === undefined) return;
        const read = entries.get(source)?.[batch.partition];
        for (const { offset, timestamp, value } of batch.messages) {
          const at = BigInt(offset);
          if (at < part.from || at >= part.to) continue;
          const digest = value && createHash('sha256').update(value).digest('hex');
          read?.push({ offset: at, appendTime: Number(timestamp), digest });
        }
        if (BigInt(batch.lastOffset()) + 1n >= part.to) open.delete(`${source} ${batch.partition}`);
        if (open.size === 0) resolve();
      },
    });
    for (const source of SOURCES)
      for (const [partition, { from }] of (window.get(source) ?? []).entries())
        consumer.seek({ topic: topics[source], partition, offset: from.toString() });
    await done;
    return entries;
  } finally {
    clearTimeout(limit);
    await consumer.disconnect();
  }
}
