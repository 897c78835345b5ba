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

const AWAY_MS = 60_000;
/** While the cache is away lanes go on: one that waited for it would stand still all the time. */
const STANDSTILL_MAX_MS = AWAY_MS / 2;
/** A deadline lost without a trace is looked for once a minute, beyond the longest time that one is usually open (15 SLAs). */
const SWEPT_WITHIN_MS = 140_000;
const KEYS_A_STEP = 1_000;

async function everyFault(stage: Stage): Promise<void> {
  const { processes, watch } = stage.scene;
  await stage.pause(BREATH_MS);
  watch.takeLongestStandstill();
  const old = await withRedis(stage, readEntries);
  await flushAll(stage);
  await stage.strike(`Redis is killed and stays away for ${AWAY_MS / 1_000} s`, () =>
    processes.without('redis', () => stage.pause(AWAY_MS)),
  );
  await stage.recovered();
  await stage.pause(BREATH_MS);
  await stage.strike('filling Redis with stale and wrong entries', () =>
    withRedis(stage, (redis) => spoil(stage, redis, old)),
  );
  await stage.recovered();
  await stage.pause(SWEPT_WITHIN_MS);
  const standstillMs = watch.takeLongestStandstill();
  stage.expect(`no lane stood still for ${STANDSTILL_MAX_MS / 1_000} s`, standstillMs < STANDSTILL_MAX_MS);
  stage.note(`no lane went without a commit for more than ${(standstillMs / 1_000).toFixed(1)} s`);
}

const FULL_MS = 20_000;

/** What it refuses is not cached: lanes go on from Postgres, and the cache is made anew once there is room. */
async function full(stage: Stage): Promise<void> {
  const { watch } = stage.scene;
  await stage.pause(BREATH_MS);
  watch.takeLongestStandstill();
  const refused = await withRedis(stage, async (redis) => {
    const before = await refusals(redis);
    const limit = strings(await redis.config('GET', 'maxmemory')).at(-1) ?? '0';
    await stage.strike(`Redis refuses whatever takes memory, for ${FULL_MS / 1_000} s`, async () => {
      // Whatever it holds is more than this.
      await redis.config('SET', 'maxmemory', '1');
      try {
        await stage.pause(FULL_MS);
      } finally {
        await redis.config('SET', 'maxmemory', limit);
      }
    });
    return (await refusals(redis)) - before;
  });
  await stage.recovered();
  const standstillMs = watch.takeLongestStandstill();
  stage.expect('Redis refused what was to be cached', refused > 0);
  stage.expect(`no lane stood still for ${FULL_MS / 1_000} s`, standstillMs < FULL_MS);
  stage.note(
    `${refused} commands refused; no lane went without a commit for more than ${(standstillMs / 1_000).toFixed(1)} s`,
  );
}

/** Commands that were refused for want of memory so far. */
async function refusals(redis: Redis): Promise<number> {
  return Number(/^errorstat_OOM:count=(\d+)/m.exec(await redis.info('errorstats'))?.[1] ?? 0);
}

type Entries = ReadonlyMap<string, Buffer>;

/** Every open transaction as it is cached now. */
async function readEntries(redis: Redis): Promise<Entries> {
  const entries = new Map<string, Buffer>();
  for await (const found of redis.scanStream({ match: 'tieout:*:txn:*', count: KEYS_A_STEP })) {
    const keys = strings(found);
    if (keys.length === 0) continue;
    const values = await redis.mgetBuffer(keys);
    for (const [index, key] of keys.entries()) {
      const value = values[index];
      if (Buffer.isBuffer(value)) entries.set(key, value);
    }
  }
  return entries;
}

/** Puts back what was true a while ago, gives transactions each other's state, garbage or half of it, and moves, drops and invents deadlines. */
async function spoil(stage: Stage, redis: Redis, old: Entries): Promise<void> {
  const { random } = stage.scene;
  const now = [...(await readEntries(redis))];
  const wrong = now.map(([key, value], index): [string, Buffer] => {
    const other = now[(index + 1) % now.length]?.[1] ?? value;
    const half = value.subarray(0, value.length / 2);
    return [key, random.pick([other, half, Buffer.from('not a transaction'), Buffer.alloc(0)])];
  });
  for (const [key, value] of [...old, ...wrong]) await redis.set(key, value);
  let touched = 0;
  for await (const found of redis.scanStream({ match: 'tieout:*:deadlines:*' })) {
    for (const key of strings(found)) {
      const ids = await redis.zrange(key, '0', '-1');
      for (const id of ids) {
        const chance = random.between(0, 3);
        if (chance < 1) await redis.zrem(key, id);
        else if (chance < 2) await redis.zadd(key, Date.now() + YEAR_MS, id);
        touched += chance < 2 ? 1 : 0;
      }
      await redis.zadd(key, 1, 'T-never-seen');
      await redis.zadd(key, 2, 'no id of a transaction');
    }
  }
  stage.note(`${old.size} stale and ${wrong.length} wrong entries, ${touched} deadlines moved or dropped`);
}

const YEAR_MS = 365 * 86_400_000;
const strings = (found: unknown): string[] =>
  Array.isArray(found) ? found.filter((item) => typeof item === 'string') : [];

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
  {
    name: 'redis-full',
    title: 'Redis full: every write refused',
    transactions: 5_000,
    rate: 150,
    make: full,
  },
  {
    name: 'redis',
    title: 'Redis emptied, away for 60 s, filled with stale and wrong entries',
    transactions: 50_000,
    rate: 250,
    isLong: true,
    make: everyFault,
  },
];
