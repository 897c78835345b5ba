import { setTimeout as delay } from 'node:timers/promises';
import { firstRuleSet, TieoutError, type Source } from '@tieout/core';
import { createLogger, createSchemaRegistry, partitionOf, type LogBatch } from '@tieout/runtime';
import { topicCatalogue } from '@tieout/schemas';
import { createSourceReaders } from '@tieout/sources';
import {
  migrate,
  PostgresLaneStorage,
  RedisTransactionCache,
  storeFirstRuleSet,
  type LaneStorage,
} from '@tieout/store';
import { eventually, testDatabase, testRedis, testServers, type TestDatabase } from '@tieout/testkit';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Lane } from './lane.ts';
import { FlushSlots } from './flush-slots.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import type { Clock, LogControl, Tick } from './ports.ts';
import { Payments } from './testing/payments.ts';

// A lane whose log is steered by hand: what the reader would say is said here, at the moment that matters.

const TOPICS: Record<Source, string> = { core: 'core_txns', gateway: 'gateway_txns', mobile: 'mobile_txns' };
const PARTITIONS = 50;
const START = Date.UTC(2026, 10, 21, 10);
const clock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) => delay(ms, undefined, { signal }).catch(() => {}),
};
const redis = testRedis();
const unread = createSourceReaders(createSchemaRegistry('http://127.0.0.1:1'));
let database: TestDatabase;
let looking: Client;
let storage: PostgresLaneStorage;
let cache: RedisTransactionCache;
let lanes = 0;
const running: { lane: Lane; done: Promise<void> }[] = [];

function startLane(
  partition: number,
  owner = 'test',
  over: LaneStorage = storage,
  readers = unread,
  recedeMsMax = 0,
): { lane: Lane; asked: string[] } {
  const asked: string[] = [];
  const log: LogControl = {
    seek: (source, offset) => asked.push(`seek ${source} ${offset}`),
    pause: (source) => asked.push(`pause ${source}`),
    resume: (source) => asked.push(`resume ${source}`),
    commit: () => {},
  };
  const lane = new Lane({
    lane: { partition, partitionCount: PARTITIONS, topics: TOPICS },
    owner,
    storage: over,
    cache,
    slots: new FlushSlots(3),
    readers,
    log,
    producer: { send: () => Promise.reject(new Error('nothing is published here')) },
    clock,
    limits: {
      ...DEFAULT_LIMITS,
      graceMs: 0,
      retryMs: 20,
      retakeMs: 60_000,
      flushMsMax: 1_000,
      recedeMsMax,
    },
    observer: { flushed: () => {}, retried: () => {}, cacheAnswers: () => {} },
    logger: createLogger({ process: 'test', level: 'fatal' }),
  });
  running.push({ lane, done: lane.run() });
  return { lane, asked };
}

/** Asked for at the moment it is told, unless said otherwise. */
function tick(seconds: number, high: bigint, low = 0n, askedAt = Number.POSITIVE_INFINITY): Tick {
  const end = { low, high };
  return { askedAt, brokerTime: START + seconds * 1000, ends: { core: end, gateway: end, mobile: end } };
}

/** One record; without a value of its own no schema explains it and it becomes a dead letter: enough to see what was read. */
function record(offset: bigint, value: Buffer = Buffer.from([1]), key: string | null = null): LogBatch {
  return {
    topic: TOPICS.core,
    partition: 0,
    firstOffset: offset,
    lastOffset: offset,
    highWatermark: offset + 1n,
    records: [{ offset, appendTime: START, key: key === null ? null : Buffer.from(key), value, headers: {} }],
  };
}

/** A transaction of this lane. */
function idIn(partition: number): string {
  for (let n = 0; ; n++) if (partitionOf(Buffer.from(`T${n}`), PARTITIONS) === partition) return `T${n}`;
}

/** The lane has been taken and asks its log for records. */
const reading = ({ asked }: { asked: string[] }): Promise<true> =>
  eventually('the lane reads', () => asked.includes('resume core') || undefined);

const passingOn = (): LaneStorage => ({
  take: (...args) => storage.take(...args),
  settle: (head) => storage.settle(head),
  ruleSets: () => storage.ruleSets(),
  lastRecords: (partition) => storage.lastRecords(partition),
  load: (...args) => storage.load(...args),
  redrives: (...args) => storage.redrives(...args),
  openDeadlines: (...args) => storage.openDeadlines(...args),
  due: (...args) => storage.due(...args),
  halt: (...args) => storage.halt(...args),
  begin: (from) => storage.begin(from),
});

/** Loses the answer to the next commit; the commit itself is carried out, or is not. */
function losingOneAnswer(carriedOut: boolean): LaneStorage {
  let lost = false;
  return {
    ...passingOn(),
    async begin(from) {
      const begun = await storage.begin(from);
      if ('moved' in begun) return begun;
      return {
        commands: begun.commands,
        write: (results) => begun.write(results),
        load: (ids) => begun.load(ids),
        finishRedrive: (redrive) => begun.finishRedrive(redrive),
        abandon: () => begun.abandon(),
        async commit(flush) {
          const now = !lost && flush.deadLetters.length > 0;
          if (!now || carriedOut) await begun.commit(flush);
          else await begun.abandon();
          if (!now) return;
          lost = true;
          throw new TieoutError('COMMIT_UNKNOWN', 'no answer to COMMIT');
        },
      };
    },
  };
}

async function row(partition: number): Promise<Record<string, unknown>> {
  const { rows } = await looking.query<Record<string, unknown>>('SELECT * FROM lanes WHERE partition = $1', [
    partition,
  ]);
  return rows[0] ?? {};
}

async function actions(partition: number): Promise<unknown[]> {
  const { rows } = await looking.query<Record<string, unknown>>(
    'SELECT action, detail FROM audit_logs WHERE chain = $1 ORDER BY seq',
    [`lane-${partition}`],
  );
  return rows.map(({ action }) => action);
}

const until = (partition: number, column: string, value: unknown): Promise<true> =>
  eventually(`lane ${partition} has ${column} ${String(value)}`, async () => {
    const found = (await row(partition))[column];
    return String(found instanceof Date ? found.getTime() : found) === String(value) || undefined;
  });

beforeAll(async () => {
  database = await testDatabase(migrate);
  await storeFirstRuleSet(database.url, firstRuleSet({ slaMs: 2_000 }));
  looking = new Client({ connectionString: database.url });
  await looking.connect();
  storage = new PostgresLaneStorage(
    { databaseUrl: database.writerUrl, commitSlots: 4, applicationName: 'test', lockTimeoutMs: 500 },
    () => Date.now(),
    () => {},
  );
  cache = new RedisTransactionCache(redis.url, redis.prefix, () => {});
});

afterEach(async () => {
  for (const { lane, done } of running.splice(0)) {
    lane.stop();
    await done;
  }
});

afterAll(async () => {
  cache.end();
  await redis.flush();
  await storage.end();
  await looking.end();
  await database.drop();
});

describe('a lane', () => {
  it('moves its time by the broker’s ticks alone while the log is silent', async () => {
    const partition = lanes++;
    const { lane } = startLane(partition);
    lane.tick(tick(0, 0n));
    await until(partition, 'lane_time', START);
    lane.tick(tick(1, 0n));
    await until(partition, 'lane_time', START + 1000);
  });

  it('holds its time while a record before the end is still to be read', async () => {
    const partition = lanes++;
    const { lane } = startLane(partition);
    lane.tick(tick(0, 0n));
    await until(partition, 'lane_time', START);
    const nine = tick(9, 0n);
    lane.tick({ ...nine, ends: { ...nine.ends, core: { low: 0n, high: 1n } } });
    await until(partition, 'gateway_progress', START + 9_000);
    expect(await row(partition)).toMatchObject({ lane_time: new Date(START), core_position: '0' });
    lane.offer('core', record(0n));
    await until(partition, 'lane_time', START + 9_000);
    expect(await row(partition)).toMatchObject({ core_position: '1', core_arrived: '1' });
  });

  it('stands still, and says why, where the log ends before what was read of it', async () => {
    const partition = lanes++;
    const before = startLane(partition);
    before.lane.tick(tick(0, 1n));
    await reading(before);
    before.lane.offer('core', record(0n));
    await until(partition, 'core_position', 1);
    before.lane.stop();

    const { lane, asked } = startLane(partition);
    lane.tick(tick(1, 0n));
    await eventually('the lane is halted', () => lane.trouble?.kind === 'halted');
    expect(lane.trouble?.reason).toBe('core: the log ends at 0 and has been read up to 1');
    await until(partition, 'halted', 'core: the log ends at 0 and has been read up to 1');
    expect(asked).toEqual([]);
  });

  it('stands still where the log loses its end under it, before it reads what is written there anew', async () => {
    const partition = lanes++;
    const started = startLane(partition);
    started.lane.tick(tick(0, 3n));
    await reading(started);
    started.lane.offer('core', record(0n));
    await until(partition, 'core_position', 1);
    started.lane.tick(tick(1, 1n));
    started.lane.tick(tick(2, 4n));
    started.lane.offer('core', record(1n));
    await until(partition, 'halted', 'core: the log ends at 1 and ended at 3 before');
    expect(await row(partition)).toMatchObject({ core_position: '1' });
  });

  it('waits while a broker tells an older end, reads its last record again, and goes on', async () => {
    const partition = lanes++;
    const started = startLane(partition, 'test', storage, unread, 10_000);
    const now = Date.now();
    started.lane.tick(tick(0, 3n, 0n, now + 1_000));
    await reading(started);
    started.lane.offer('core', record(0n));
    await until(partition, 'core_position', 1);
    started.lane.tick(tick(1, 1n, 0n, now + 2_000));
    expect(started.asked.at(-1)).toBe('seek core 0');
    started.lane.offer('core', record(1n));
    started.lane.tick(tick(2, 4n, 0n, now + 3_000));
    started.lane.offer('core', record(0n));
    started.lane.offer('core', record(1n));
    await until(partition, 'core_position', 2);
    expect(started.lane.trouble).toBeNull();
  });

  it('stands still where the log it comes back to is another one, however long that is', async () => {
    const partition = lanes++;
    const registry = createSchemaRegistry(testServers().registry_url);
    const readers = createSourceReaders(registry);
    const topics = topicCatalogue({ prefix: redis.prefix.replaceAll(':', '-') });
    const id = idIn(partition);
    const value = (await Payments.open(topics, registry)).value('core', id);
    const before = startLane(partition, 'test', storage, readers);
    before.lane.tick(tick(0, 1n));
    await reading(before);
    before.lane.offer('core', record(0n, value, id));
    await until(partition, 'core_position', 1);
    before.lane.stop();

    const { lane, asked } = startLane(partition, 'test', storage, readers);
    lane.tick(tick(1, 9n));
    await eventually('it reads the last record again', () => asked.includes('seek core 0'));
    const { records, ...batch } = record(0n, value, id);
    lane.offer('core', {
      ...batch,
      records: records.map((one) => Object.assign(one, { appendTime: START + 5 })),
    });
    await eventually('the lane is halted', () => lane.trouble?.kind === 'halted');
    expect(lane.trouble?.reason).toContain('core: the log was replaced: offset 0');
    await until(partition, 'halted', lane.trouble?.reason);
    expect(await row(partition)).toMatchObject({ core_position: '1' });
  });

  it('is not halted by ends asked for before it was taken, while another owner read on', async () => {
    const partition = lanes++;
    const first = startLane(partition, 'first');
    first.lane.tick(tick(0, 0n, 0n, Date.now() - 1));
    await until(partition, 'lane_time', START);
    const second = startLane(partition, 'second');
    second.lane.tick(tick(1, 1n));
    await reading(second);
    second.lane.offer('core', record(0n));
    await until(partition, 'core_position', 1);
    second.lane.stop();

    first.lane.rejoined();
    first.lane.offer('core', record(0n));
    await until(partition, 'owner', 'first');
    first.lane.tick(tick(2, 1n));
    await until(partition, 'core_progress', START + 2_000);
    expect(first.lane.trouble).toBeNull();
  });

  it('writes down what the log lost to retention, and goes on behind it', async () => {
    const partition = lanes++;
    const { lane, asked } = startLane(partition);
    lane.tick(tick(0, 7n, 5n));
    await until(partition, 'core_position', 5);
    expect(asked).toContain('seek core 5');
    expect(await actions(partition)).toEqual(['LANE_TAKEN', 'DATA_LOSS', 'DATA_LOSS', 'DATA_LOSS']);
    lane.offer('core', record(5n));
    await until(partition, 'core_position', 6);
  });

  it('writes nothing any more once another owner took it, until the group gives it back', async () => {
    const partition = lanes++;
    const { lane } = startLane(partition, 'first');
    lane.tick(tick(0, 0n));
    await until(partition, 'lane_time', START);
    const taken = await storage.take(partition, PARTITIONS, 'second');
    lane.offer('core', record(0n));
    await eventually('the lane knows that it is lost', () => lane.trouble?.kind === 'lost');
    lane.tick(tick(5, 1n));
    expect(await storage.settle(taken)).toEqual(taken);

    lane.rejoined();
    lane.tick(tick(6, 0n));
    await until(partition, 'owner', 'first');
    await until(partition, 'epoch', taken.epoch + 1n);
  });

  it('does not take a lane back for a rejoin that it has flushed since', async () => {
    const partition = lanes++;
    const { lane } = startLane(partition, 'first');
    lane.tick(tick(0, 0n));
    await until(partition, 'lane_time', START);
    lane.rejoined();
    lane.tick(tick(1, 0n));
    await until(partition, 'lane_time', START + 1_000);
    const taken = await storage.take(partition, PARTITIONS, 'second');
    lane.tick(tick(2, 0n));
    await eventually('the lane knows that it is lost', () => lane.trouble?.kind === 'lost');
    lane.tick(tick(3, 0n));
    expect(await storage.settle(taken)).toEqual(taken);
    expect(lane.trouble?.kind).toBe('lost');
  });

  it('goes on at once where its server lost a commit that waited for nothing', async () => {
    const partition = lanes++;
    const { lane } = startLane(partition);
    lane.tick(tick(0, 0n));
    await until(partition, 'lane_time', START);
    await looking.query('UPDATE lanes SET flush_number = flush_number - 1 WHERE partition = $1', [partition]);
    lane.tick(tick(1, 0n));
    await until(partition, 'lane_time', START + 1_000);
    expect(await row(partition)).toMatchObject({ epoch: '2' });
  });

  it.each([true, false])(
    'commits a record once where the answer to a commit was lost (carried out: %s)',
    async (carriedOut) => {
      const partition = lanes++;
      const started = startLane(partition, 'test', losingOneAnswer(carriedOut));
      started.lane.tick(tick(0, 1n));
      await reading(started);
      started.lane.offer('core', record(0n));
      await until(partition, 'core_position', 1);
      started.lane.offer('core', record(1n));
      await until(partition, 'core_position', 2);
      expect(await row(partition)).toMatchObject({ epoch: '1', core_arrived: '2' });
      expect(await actions(partition)).toEqual(['LANE_TAKEN', 'FLUSH', 'FLUSH']);
      const { rows } = await looking.query('SELECT "offset" FROM dead_letters WHERE partition = $1', [
        partition,
      ]);
      expect(rows).toHaveLength(2);
    },
  );

  it('does not believe the cache about a transaction that storage has lost, though nothing new comes of it', async () => {
    const partition = lanes++;
    const registry = createSchemaRegistry(testServers().registry_url);
    const topics = topicCatalogue({ prefix: redis.prefix.replaceAll(':', '-') });
    const id = idIn(partition);
    const value = (await Payments.open(topics, registry)).value('core', id);
    const results = async (): Promise<unknown[]> => {
      const text = 'SELECT status, revision FROM reconciliation_results WHERE partition = $1';
      return (await looking.query<Record<string, unknown>>(text, [partition])).rows;
    };
    const started = startLane(partition, 'test', storage, createSourceReaders(registry));
    started.lane.tick(tick(0, 0n));
    await reading(started);
    started.lane.offer('core', record(0n, value, id));
    await until(partition, 'core_position', 1);
    expect(await results()).toEqual([{ status: 'PENDING', revision: '1' }]);

    // As a database restored from a backup, or a replica that was behind, while Redis went on.
    await looking.query('DELETE FROM reconciliation_results WHERE partition = $1', [partition]);
    started.lane.offer('core', record(1n, value, id));
    await until(partition, 'core_position', 2);
    expect(await results()).toEqual([{ status: 'PENDING', revision: '1' }]);
  });

  it('says so while a flush stands still', async () => {
    const partition = lanes++;
    const answer = Promise.withResolvers<void>();
    const { lane } = startLane(partition, 'test', {
      ...passingOn(),
      begin: async (from) => {
        await answer.promise;
        return storage.begin(from);
      },
    });
    lane.tick(tick(0, 0n));
    await eventually('the lane is stalled', () => lane.trouble?.kind === 'stalled');
    answer.resolve();
    await until(partition, 'lane_time', START);
    await eventually('the lane is well', () => lane.trouble === null);
  });

  it('reads the rules again when they change under it', async () => {
    const partition = lanes++;
    const { lane } = startLane(partition);
    lane.tick(tick(0, 0n));
    await until(partition, 'lane_time', START);
    await looking.query('UPDATE lanes SET rules_version = 2 WHERE partition = $1', [partition]);
    lane.tick(tick(1, 0n));
    await until(partition, 'lane_time', START + 1000);
    expect(await row(partition)).toMatchObject({ epoch: '1', rules_version: 2 });
  });

  it('tells a loss once, though a record read with it must wait', async () => {
    const partition = lanes++;
    const started = startLane(partition);
    const { lane } = started;
    const none = { low: 0n, high: 0n };
    lane.tick(tick(0, 0n));
    await until(partition, 'lane_time', START);
    // All of it in one turn, so that one flush takes it.
    lane.offer('core', record(0n));
    lane.offer('core', record(1n, Buffer.from([0, 0, 0, 0, 42, 1])));
    lane.tick({
      ...tick(1, 2n),
      ends: { core: { low: 0n, high: 2n }, gateway: { low: 5n, high: 5n }, mobile: none },
    });
    await until(partition, 'core_position', 1);
    expect(await actions(partition)).toEqual(['LANE_TAKEN', 'FLUSH']);
    expect(await row(partition)).toMatchObject({ gateway_position: '0' });
  });

  it('keeps a record waiting for the registry, and everything known flowing before it', async () => {
    const partition = lanes++;
    const started = startLane(partition);
    const { lane } = started;
    lane.tick(tick(0, 3n));
    await reading(started);
    lane.offer('core', record(0n));
    lane.offer('core', record(1n, Buffer.from([0, 0, 0, 0, 42, 1])));
    await until(partition, 'core_position', 1);
    await eventually('the lane says what it waits for', () =>
      lane.trouble?.reason.startsWith('REGISTRY_UNAVAILABLE'),
    );
    expect(await row(partition)).toMatchObject({ core_position: '1' });
  });
});
