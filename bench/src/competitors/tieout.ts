import { reconciler } from '@tieout/local';
import { Client } from 'pg';
import type { Dataset } from '../dataset/preload.ts';
import type { Ground } from '../stage/ground.ts';
import { startProgram } from '../stage/program.ts';
import { freePort } from '../stage/ports.ts';
import type { Competitor, Running } from './competitor.ts';
import { answersIn, laneState } from './results-table.ts';

/** Where a reconciler is told to go other than straight to the servers. */
export interface Detour {
  /** Turns the database's address into another one. */
  readonly postgres: (url: string) => string;
  readonly redis: (url: string) => string;
  readonly commitSlots: number;
}

const STRAIGHT: Detour = { postgres: (url) => url, redis: (url) => url, commitSlots: 2 };

let started = 0;

export const tieout: Competitor = {
  name: 'tieout',
  title: 'Tieout',
  about:
    'the reconciler as it runs in production, two flushes at once, state in Postgres and cached in Redis',
  share: 1,
  start: (ground, dataset) => startTieout(ground, dataset, STRAIGHT),
};

/** The product's own reconciler, started as its supervisor starts it, on an empty database. */
export async function startTieout(ground: Ground, dataset: Dataset, detour: Detour): Promise<Running> {
  const { stack } = ground;
  const database = await ground.database();
  const group = `bench-tieout-${(started += 1)}`;
  const command = reconciler(stack).command();
  const program = await startProgram(ground, group, {
    ...command,
    env: {
      ...command.env,
      ...ground.kafkaEnvironment,
      KAFKA_TOPIC_PREFIX: dataset.prefix,
      KAFKA_CLIENT_GROUP: group,
      DATABASE_URL: detour.postgres(database.writerUrl),
      REDIS_URL: detour.redis(ground.redisUrl),
      REDIS_KEY_PREFIX: `tieout:${group}:`,
      COMMIT_SLOTS: String(detour.commitSlots),
      HTTP_PORT: String(await freePort()),
      LOG_LEVEL: 'warn',
    },
  });
  const looking = new Client({ connectionString: database.url });
  await looking.connect();
  return {
    pid: program.pid,
    askEveryMs: 100,
    // The reconciler puts the topics' prefix before its group.
    group: `${dataset.prefix}${group}`,
    state() {
      program.assertRunning();
      return laneState(looking, dataset);
    },
    answers: () => answersIn(looking),
    async stop() {
      await program.stop();
      await looking.end();
      await database.drop();
    },
  };
}
