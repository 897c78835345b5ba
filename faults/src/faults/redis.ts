import { redisUrl } from '@tieout/local';
import { Redis } from 'ioredis';
import type { Fault } from '../fault.ts';
import type { Stage } from '../stage/stage.ts';

const BREATH_MS = 3_000;

export async function flushAll(stage: Stage): Promise<void> {
  await stage.strike('FLUSHALL', () => withRedis(stage, (redis) => redis.flushall()));
  await stage.recovered();
  await stage.pause(BREATH_MS);
}

/** As the user who may do anything. */
async function withRedis<T>(stage: Stage, work: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(redisUrl(stage.scene.stack, 'default'));
  try {
    return await work(redis);
  } finally {
    redis.disconnect();
  }
}

export const REDIS_FAULTS: readonly Fault[] = [
  {
    name: 'flushall',
    title: 'Redis emptied',
    transactions: 3_000,
    rate: 150,
    async make(stage) {
      await stage.pause(BREATH_MS);
      await flushAll(stage);
    },
  },
];
