import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { percentile } from '../measure/statistics.ts';
import type { Scenario } from './scenario.ts';

const SECONDS = 30;
/** About as often as the reconciler commits at 20 % load. */
const EVERY_MS = 20;
/** As one segment of Postgres's log: written over, not made longer. */
const FILE_BYTES = 16 * 1_024 * 1_024;
const WRITE_BYTES = 8 * 1_024;

/** What a commit waits for at the least, whoever asks for it: Postgres's log on the disk. Kafka answers before its disk has written. */
export const disk: Scenario = {
  name: 'disk',
  title: 'The disk alone',
  about: `for ${SECONDS} s, every ${EVERY_MS} ms, ${WRITE_BYTES / 1_024} KiB written over a file beside Postgres’s and synced, nothing else going on: what is committed waits for as much`,
  kind: 'scenario',
  share: 0.1,
  async run({ ground, onProgress }) {
    const path = join(ground.stack.home.folder, 'disk-probe');
    const file = await open(path, 'w');
    try {
      await file.write(Buffer.alloc(FILE_BYTES));
      await file.sync();
      const bytes = Buffer.alloc(WRITE_BYTES, 1);
      const times: number[] = [];
      const startedAt = performance.now();
      const endsAt = startedAt + SECONDS * 1_000;
      for (let now = startedAt; now < endsAt; now = performance.now()) {
        await file.write(bytes, 0, WRITE_BYTES, (times.length * WRITE_BYTES) % FILE_BYTES);
        await file.datasync();
        times.push(performance.now() - now);
        onProgress((now - startedAt) / (SECONDS * 1_000));
        await delay(EVERY_MS, undefined, { signal: ground.signal });
      }
      return (
        [
          ['p50', 0.5],
          ['p99', 0.99],
          ['max', 1],
        ] as const
      ).map(([name, share]) => ({
        what: `the disk alone: 8 KiB written and synced, ${name}`,
        value: percentile(times, share),
        unit: 'ms',
      }));
    } finally {
      await file.close();
      await rm(path);
    }
  },
};
