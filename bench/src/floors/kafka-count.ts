import type { Dataset } from '../dataset/preload.ts';
import { SOURCES } from '@tieout/core';
import type { Entry } from '../entry.ts';
import type { Ground } from '../stage/ground.ts';
import { measured } from './measured.ts';

let started = 0;

/** F1. */
export const kafkaCount: Entry = {
  name: 'f1',
  title: 'F1: kafkajs, counting',
  about: 'reads all records with eachBatch and does nothing with them',
  kind: 'floor',
  share: 1,
  run: (ground, dataset, onProgress) =>
    measured(ground, dataset.events, (begin) =>
      readAll(ground, dataset, begin, (read) => onProgress(read / dataset.events)),
    ),
};

/** Calls `onJoined` once it reads, and then with every batch. */
export async function readAll(
  { kafka, signal }: Ground,
  { catalogue, events, prefix }: Dataset,
  onJoined: () => void,
  onRead: (read: number, values: readonly (Buffer | null)[], topic: string) => void,
): Promise<void> {
  const consumer = kafka.consumer({
    groupId: `${prefix}floor-${(started += 1)}`,
    maxBytesPerPartition: 1_048_576,
    maxBytes: 16 * 1_048_576,
  });
  const { promise: done, resolve, reject } = Promise.withResolvers<void>();
  const stop = (): void => reject(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  let read = 0;
  consumer.on(consumer.events.GROUP_JOIN, onJoined);
  consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
  try {
    await consumer.connect();
    await consumer.subscribe({
      topics: SOURCES.map((source) => catalogue[source].name),
      fromBeginning: true,
    });
    await consumer.run({
      autoCommit: false,
      eachBatch: ({ batch }) => {
        read += batch.messages.length;
        onRead(
          read,
          batch.messages.map(({ value }) => value),
          batch.topic,
        );
        if (read >= events) resolve();
        return Promise.resolve();
      },
    });
    await done;
  } finally {
    signal.removeEventListener('abort', stop);
    await consumer.disconnect();
  }
}
