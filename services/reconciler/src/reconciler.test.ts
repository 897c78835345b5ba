import { setTimeout as delay } from 'node:timers/promises';
import { firstRuleSet, TieoutError } from '@tieout/core';
import { createLogger, type LaneConsumer } from '@tieout/runtime';
import { createSourceReaders } from '@tieout/sources';
import { CHAIN_START, type LaneStorage, type TransactionCache } from '@tieout/store';
import { describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS } from './limits.ts';
import { Reconciler } from './reconciler.ts';

const never = (): Promise<never> => new Promise(() => {});
const storage: LaneStorage = {
  take: (partition, partitionCount) =>
    Promise.resolve({
      partition,
      partitionCount,
      epoch: 1n,
      flushNumber: 0n,
      rulesVersion: 1,
      positions: { core: 0n, gateway: 0n, mobile: 0n },
      progress: { core: 0, gateway: 0, mobile: 0 },
      laneTime: 0,
      chain: CHAIN_START,
      statusCounts: {},
      arrived: { core: 0n, gateway: 0n, mobile: 0n },
      autoResolved: { day: '', minor: {} },
    }),
  settle: never,
  ruleSets: () => Promise.resolve([firstRuleSet({ slaMs: 1_000 })]),
  lastRecords: () => Promise.resolve({ core: null, gateway: null, mobile: null }),
  load: never,
  redrives: never,
  openDeadlines: () => ({ [Symbol.asyncIterator]: () => ({ next: never }) }),
  due: never,
  begin: never,
  halt: never,
};
const cache: TransactionCache = {
  load: never,
  apply: never,
  clear: never,
  schedule: never,
  rebuilding: never,
  rebuilt: never,
};
const consumer: LaneConsumer = {
  start: () => Promise.resolve(),
  stop: () => Promise.resolve(),
  pause: () => {},
  resume: () => {},
  seek: () => {},
  commit: () => {},
};
/** One record that never arrives. */
const end = { low: 0n, high: 1n };

/** A reconciler without servers whose broker gives the time as `now` does. */
function newReconciler(
  now: () => Promise<number>,
  clock = () => Date.now(),
): { reconciler: Reconciler; fatal: unknown[]; told: unknown[] } {
  const fatal: unknown[] = [];
  const told: unknown[] = [];
  const reconciler = new Reconciler({
    topics: { core: 'core', gateway: 'gateway', mobile: 'mobile' },
    brokerClock: { now },
    inspector: { watermarks: (topics) => Promise.resolve(new Map(topics.map((topic) => [topic, [end]]))) },
    clock: {
      now: clock,
      sleep: (ms, signal) => delay(ms, undefined, { signal }).catch(() => {}),
    },
    logger: createLogger({ process: 'test', level: 'fatal' }),
    tickIntervalMs: 5,
    answerMsMax: 20,
    silenceMsMax: 60,
    emptyAnswersMsMax: 400,
    flushesAtOnce: 1,
    stall: (partitions, reason) => {
      told.push([...partitions, reason]);
      // The first time the database is away as well.
      return told.length === 1 ? Promise.reject(new TieoutError('UNAVAILABLE', 'away')) : Promise.resolve();
    },
    lane: {
      owner: 'test',
      storage,
      cache,
      producer: { send: never },
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
  return { reconciler, fatal, told };
}

/** One lane whose log goes on and gives nothing, since 0 of a clock that stands still but for the test. */
async function silentLane(time: { ms: number }) {
  let asked = 0;
  const made = newReconciler(
    () => Promise.resolve(++asked),
    () => time.ms,
  );
  await made.reconciler.start(consumer);
  made.reconciler.handlers.onAssignment({ lanes: [0], gained: [0], kept: [], lost: [] });
  await expect.poll(() => made.reconciler.lanes.get(0)?.silentSince).toBe(0);
  return { ...made, asked: () => asked };
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

  it('say why they stand still as soon as it can be written down, once, and that they go on', async () => {
    let asked = 0;
    const { reconciler, told } = newReconciler(() =>
      ++asked > 1 && asked < 9 ? never() : Promise.resolve(1),
    );
    await reconciler.start(consumer);
    reconciler.handlers.onAssignment({ lanes: [], gained: [], kept: [], lost: [] });
    await expect.poll(() => asked).toBeGreaterThan(12);
    expect(told).toEqual([['Kafka does not answer'], ['Kafka does not answer'], [null]]);
    await reconciler.stop();
  });

  it('say why they stand still where the client gives up', async () => {
    const { reconciler, fatal, told } = newReconciler(() => Promise.resolve(1));
    await reconciler.start(consumer);
    reconciler.handlers.onCrash(new Error('no broker'));
    expect(told).toEqual([['Kafka does not answer']]);
    expect(fatal).toHaveLength(1);
    await reconciler.stop();
  });

  it('end the process where the log goes on and no fetch is answered', async () => {
    const { reconciler, fatal } = newReconciler(() => Promise.resolve(1));
    await reconciler.start(consumer);
    reconciler.handlers.onAssignment({ lanes: [0], gained: [0], kept: [], lost: [] });
    await expect.poll(() => fatal).toHaveLength(1);
    expect(fatal).toMatchObject([{ code: 'KAFKA_UNAVAILABLE' }]);
  });

  it('wait for a transaction left open, whose fetches are answered with nothing, but not for ever', async () => {
    const time = { ms: 0 };
    const { reconciler, fatal, asked } = await silentLane(time);
    for (time.ms = 50; time.ms < 400; time.ms += 50) {
      reconciler.handlers.onAnswer();
      const before = asked();
      await expect.poll(asked).toBeGreaterThan(before + 3);
    }
    expect(fatal).toEqual([]);
    reconciler.handlers.onAnswer();
    await expect.poll(() => fatal).toMatchObject([{ code: 'KAFKA_UNAVAILABLE' }]);
  });

  it('do not wait for a broker whose fetch never ends, though another answers', async () => {
    const time = { ms: 0 };
    const { reconciler, fatal } = await silentLane(time);
    reconciler.handlers.onFetch(1, true);
    time.ms = 70;
    reconciler.handlers.onFetch(2, true);
    reconciler.handlers.onAnswer();
    reconciler.handlers.onFetch(2, false);
    await expect.poll(() => fatal).toMatchObject([{ code: 'KAFKA_UNAVAILABLE' }]);
  });

  it('believe in a fetch that has ended, or that the client forgot when it joined anew', async () => {
    const time = { ms: 0 };
    const { reconciler, fatal, asked } = await silentLane(time);
    reconciler.handlers.onFetch(1, true);
    reconciler.handlers.onFetch(1, false);
    reconciler.handlers.onFetch(2, true);
    time.ms = 30;
    reconciler.handlers.onAssignment({ lanes: [0], gained: [], kept: [0], lost: [] });
    time.ms = 100;
    reconciler.handlers.onAnswer();
    const before = asked();
    await expect.poll(asked).toBeGreaterThan(before + 5);
    expect(fatal).toEqual([]);
  });

  it('say once that the process is of no use, however often they find it', () => {
    const { reconciler, fatal } = newReconciler(never);
    const error = new TieoutError('KAFKA_UNAVAILABLE', 'gone');
    reconciler.handlers.onCrash(error);
    reconciler.handlers.onCrash(error);
    expect(fatal).toEqual([error]);
  });
});
