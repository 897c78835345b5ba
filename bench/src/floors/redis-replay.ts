import { Redis } from 'ioredis';
import type { Entry } from '../entry.ts';
import { roundTripsOf } from '../wire/redis-commands.ts';
import { measured } from './measured.ts';
import { recordingOf } from './recorded.ts';

/** F3. */
export const redisReplay: Entry = {
  name: 'f3',
  title: 'F3: Redis, the same states',
  about: 'what the reconciler said to Redis (MGET, MSET, ZADD, UNLINK …), said again in the same round trips',
  kind: 'floor',
  share: 0.25,
  async run(ground, dataset, onProgress) {
    const { redis: commands } = await recordingOf(ground, dataset, (share) => onProgress(share / 2));
    const trips = roundTripsOf(commands);
    const redis = new Redis(ground.redisUrl);
    try {
      await redis.ping();
      return await measured(ground, dataset.events, async (begin) => {
        begin();
        for (const [index, trip] of trips.entries()) {
          const pipeline = redis.pipeline();
          for (const [name, ...args] of trip) pipeline.call(String(name), ...args);
          const answers = await pipeline.exec();
          const failed = answers?.find(([error]) => error !== null)?.[0];
          if (failed) throw failed;
          onProgress(0.5 + index / trips.length / 2);
        }
      });
    } finally {
      redis.disconnect();
    }
  },
};
