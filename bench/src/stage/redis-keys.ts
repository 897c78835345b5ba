import { Redis } from 'ioredis';

/** Deletes everything of one run, so that the next one finds the memory as the first one did. */
export async function deleteKeys(redisUrl: string, prefix: string): Promise<void> {
  await forKeys(redisUrl, prefix, async (redis, keys) => {
    await redis.del(...keys);
  });
}

/** What the keys of one run take, bytes, as Redis itself counts: names, values and what holds them. */
export async function bytesOfKeys(redisUrl: string, prefix: string): Promise<number> {
  let sum = 0;
  await forKeys(redisUrl, prefix, async (redis, keys) => {
    const pipeline = redis.pipeline();
    for (const key of keys) pipeline.memory('USAGE', key, 'SAMPLES', 0);
    for (const [error, bytes] of (await pipeline.exec()) ?? []) {
      if (error !== null) throw error;
      sum += Number(bytes);
    }
  });
  return sum;
}

async function forKeys(
  redisUrl: string,
  prefix: string,
  work: (redis: Redis, keys: readonly string[]) => Promise<void>,
): Promise<void> {
  const redis = new Redis(redisUrl);
  try {
    let cursor = '0';
    do {
      const [next, keys] = await redis.scan(cursor, 'MATCH', `${prefix}*`, 'COUNT', 1_000);
      if (keys.length > 0) await work(redis, keys);
      cursor = next;
    } while (cursor !== '0');
  } finally {
    redis.disconnect();
  }
}
