import { randomBytes } from 'node:crypto';
import { Redis } from 'ioredis';
import { testServers } from './servers.ts';

/** A key prefix of its own on the shared Redis, for one test file. */
export interface TestRedis {
  readonly url: string;
  readonly prefix: string;
  /** Deletes this prefix's keys: what losing Redis looks like to the file's own subject, and only to it. */
  flush(): Promise<void>;
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
  };
}

function isKeys(value: unknown): value is string[] {
  return Array.isArray(value);
}
