import { setTimeout as delay } from 'node:timers/promises';
import { TieoutError } from '@tieout/core';
import { createLogger, type LaneConsumer } from '@tieout/runtime';
import type { LaneStorage, TransactionCache } from '@tieout/store';
import { describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS } from './limits.ts';
import { Reconciler } from './reconciler.ts';
import { createSourceReaders } from './sources/index.ts';

const never = (): Promise<never> => new Promise(() => {});
const storage: LaneStorage = {
  take: never,
  settle: never,
  ruleSets: never,
  load: never,
  openDeadlines: () => ({ [Symbol.asyncIterator]: () => ({ next: never }) }),
  due: never,
  begin: never,
  halt: never,
};
const cache: TransactionCache = { load: never, apply: never, clear: never, schedule: never, rebuilt: never };
const consumer: LaneConsumer = {
  start: () => Promise.resolve(),
  stop: () => Promise.resolve(),
  pause: () => {},
  resume: () => {},
  seek: () => {},
  commit: () => {},
};
const end = { low: 0n, high: 0n };

/** A reconciler without servers whose broker gives the time as `now` does. */
function newReconciler(now: () => Promise<number>): { reconciler: Reconciler; fatal: unknown[] } {
  const fatal: unknown[] = [];
  const reconciler = new Reconciler({
    topics: { core: 'core', gateway: 'gateway', mobile: 'mobile' },
    brokerClock: { now },
    inspector: { watermarks: (topics) => Promise.resolve(new Map(topics.map((topic) => [topic, [end]]))) },
    clock: {
      now: () => Date.now(),
      sleep: (ms, signal) => delay(ms, undefined, { signal }).catch(() => {}),
    },
    logger: createLogger({ process: 'test', level: 'fatal' }),
    tickIntervalMs: 5,
    answerMsMax: 20,
    silenceMsMax: 60_000,
    lane: {
      owner: 'test',
      storage,
      cache,
      readers: createSourceReaders({
        schemaById: never,
        idOf: never,
        register: never,
        setCompatibility: never,
      }),
      limits: DEFAULT_LIMITS,
      observer: { flushed: () => {}, retried: () => {}, cacheAnswers: () => {} },
    },
    onFatal: (error) => fatal.push(error),
  });
  return { reconciler, fatal };
}

describe('the lanes of a process', () => {
  it('do not start on a broker that never answers', async () => {
    const { reconciler } = newReconciler(never);
    await expect(reconciler.start(consumer)).rejects.toMatchObject({ code: 'KAFKA_UNAVAILABLE' });
    await reconciler.stop();
  });

  it('ask again, and are ready again, after an answer that never came', async () => {
    let asked = 0;
    const { reconciler } = newReconciler(() => (++asked === 2 ? never() : Promise.resolve(1)));
    await reconciler.start(consumer);
    reconciler.handlers.onAssignment({ lanes: [], gained: [], kept: [], lost: [] });
    await expect.poll(() => asked).toBeGreaterThan(3);
    await expect.poll(() => reconciler.trouble()).toBeNull();
    await reconciler.stop();
  });

  it('say once that the process is of no use, however often they find it', () => {
    const { reconciler, fatal } = newReconciler(never);
    const error = new TieoutError('KAFKA_UNAVAILABLE', 'gone');
    reconciler.handlers.onCrash(error);
    reconciler.handlers.onCrash(error);
    expect(fatal).toEqual([error]);
  });
});
