import { setTimeout as delay } from 'node:timers/promises';
import { laneState } from '../competitors/results-table.ts';
import { openSite } from '../competitors/tieout.ts';
import { preload } from '../dataset/preload.ts';
import { bytesOfKeys } from '../stage/redis-keys.ts';
import type { Scenario } from './scenario.ts';

const HOUR_MS = 3_600_000;
const TRANSACTIONS = 20_000;
const ASK_EVERY_MS = 100;
const LIMIT_MS = 120_000;
let made = 0;

export const OPEN_BYTES = 'Redis, for each open transaction';

/** What a transaction that waits for its other sources takes in Redis. */
export const openTransactions: Scenario = {
  name: 'open',
  title: 'Open transactions in Redis',
  about: `${TRANSACTIONS.toLocaleString('en-US')} transactions of which only the core system has told, with an hour to wait`,
  kind: 'scenario',
  share: 0.1,
  roundsMost: 1,
  async run({ ground, onProgress }) {
    const prefix = `bench-open-${(made += 1)}-`;
    const request = { seed: prefix, transactions: TRANSACTIONS, prefix, sources: ['core'] as const };
    const dataset = await preload(ground.kafka, ground.registryUrl, request, onProgress, ground.signal);
    const site = await openSite(ground, dataset, { slaMs: HOUR_MS });
    try {
      const program = await site.start();
      try {
        const until = performance.now() + LIMIT_MS;
        while ((await laneState(site.looking, dataset)).events < dataset.events) {
          program.assertRunning();
          if (performance.now() > until) throw new Error('they were not all read');
          await delay(ASK_EVERY_MS, undefined, { signal: ground.signal });
        }
      } finally {
        // What it still had to tell Redis is told by then.
        await program.stop();
      }
      const bytes = await bytesOfKeys(ground.redisUrl, site.redisPrefix);
      return [
        {
          what: OPEN_BYTES,
          value: bytes / dataset.events,
          unit: 'bytes',
        },
      ];
    } finally {
      await site.close();
    }
  },
};
