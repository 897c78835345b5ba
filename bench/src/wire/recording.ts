import { startTieout } from '../competitors/tieout.ts';
import type { Dataset } from '../dataset/preload.ts';
import { untilFinished } from '../measure/drain.ts';
import type { Ground } from '../stage/ground.ts';
import { exchangesOf, flushesOf, type RecordedFlush } from './postgres-messages.ts';
import { commandsOf, type RedisCommand } from './redis-commands.ts';
import { Tap } from './tap.ts';

/** What the reconciler says to its servers while it drains a data set, in the order in which it said it. */
export interface Recording {
  readonly dataset: Dataset;
  readonly flushes: readonly RecordedFlush[];
  readonly redis: readonly RedisCommand[];
}

/** Drains the data set through taps, one flush at a time, so that there is one order. */
export async function record(
  ground: Ground,
  dataset: Dataset,
  onProgress: (share: number) => void,
): Promise<Recording> {
  const { ports } = ground.stack;
  const postgres = await Tap.open(ports.postgres);
  const redis = await Tap.open(ports.redis);
  try {
    const running = await startTieout(ground, dataset, {
      postgres: (url) => postgres.through(url),
      redis: (url) => redis.through(url),
      commitSlots: 1,
    });
    try {
      await untilFinished(running, dataset, onProgress, ground.signal);
    } finally {
      await running.stop();
    }
    return {
      dataset,
      flushes: postgres.conversations.flatMap(({ sent }) => flushesOf(exchangesOf(sent))),
      redis: redis.conversations.flatMap(({ sent }) => commandsOf(sent)),
    };
  } finally {
    await Promise.all([postgres.close(), redis.close()]);
  }
}
