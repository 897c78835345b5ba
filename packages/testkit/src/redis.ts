import { randomBytes } from 'node:crypto';
import { Redis } from 'ioredis';
import { testServers } from './servers.ts';

/** A key prefix of its own on the shared Redis, for one test file. */
export interface TestRedis {
  readonly url: string;
  readonly prefix: string;
  /** Deletes this prefix's keys: what losing Redis looks like to the file's own subject, and only to it. */
  flush(): Promise<void>;
  /** What each of this prefix's keys takes of the server's memory, bytes, by the key without the prefix. */
  memory(): Promise<ReadonlyMap<string, number>>;
}

export function testRedis(): TestRedis {
  const url = testServers().redis_url;
  const prefix = `t-${randomBytes(6).toString('hex')}:`;
  return {
    url,
    prefix,
    async flush() {
      const redis = new Redis(url);
      try {
        for await (const keys of redis.scanStream({ match: `${prefix}*`, count: 1000 })) {
          if (isKeys(keys) && keys.length > 0) await redis.unlink(...keys);
        }
      } finally {
        await redis.quit();
      }
    },
    async memory() {
      const redis = new Redis(url);
      const bytes = new Map<string, number>();
      try {
        for await (const keys of redis.scanStream({ match: `${prefix}*`, count: 1000 })) {
          if (!isKeys(keys)) continue;
          const pipeline = redis.pipeline();
          // Every member of a set is looked at, not a sample.
          for (const key of keys) pipeline.memory('USAGE', key, 'SAMPLES', 0);
          const answers = await pipeline.exec();
          for (const [index, key] of keys.entries())
            bytes.set(key.slice(prefix.length), Number(answers?.[index]?.[1]));
        }
        return bytes;
      } finally {
        await redis.quit();
      }
    },
  };
}

function isKeys(value: unknown): value is string[] {
  return Array.isArray(value);
}
