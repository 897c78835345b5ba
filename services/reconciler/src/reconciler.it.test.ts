import { firstRuleSet, SOURCES, type Source } from '@tieout/core';
import { createLogger, createLogProducer, createSchemaRegistry } from '@tieout/runtime';
import { allTopics, topicCatalogue, topicConfig } from '@tieout/schemas';
import { migrate, storeFirstRuleSet } from '@tieout/store';
import {
  eventually,
  testDatabase,
  testKafka,
  testRedis,
  testServers,
  type TestDatabase,
} from '@tieout/testkit';
import { Kafka } from 'kafkajs';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createEngine } from './engine.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import type { Reconciler } from './reconciler.ts';
import { assertEvidence } from './testing/evidence.ts';
import { Payments, type Payment } from './testing/payments.ts';

const SLA_MS = 2_000;
const PARTITIONS = 2;

const server = testKafka();
const redis = testRedis();
const kafka = new Kafka(server.config);
const catalogue = topicCatalogue({ partitions: PARTITIONS, prefix: server.prefix });
const topics: Record<Source, string> = {
  core: catalogue.core.name,
  gateway: catalogue.gateway.name,
  mobile: catalogue.mobile.name,
};
const producer = createLogProducer(kafka);
let payments: Payments;
let database: TestDatabase;
let looking: Client;
const running: Engine[] = [];

interface Engine {
  readonly reconciler: Reconciler;
  readonly fatal: unknown[];
  stop(): Promise<void>;
}

async function startEngine({ redisUrl = redis.url } = {}): Promise<Engine> {
  const fatal: unknown[] = [];
  const { reconciler, steps } = createEngine({
    kafka,
    catalogue,
    groupId: `${server.prefix}group`,
    registryUrl: testServers().registry_url,
    databaseUrl: database.writerUrl,
    redisUrl,
    redisPrefix: redis.prefix,
    commitSlots: 2,
    limits: { ...DEFAULT_LIMITS, graceMs: 100, retakeMs: 1_000 },
    owner: `test-${running.length}`,
    logger: createLogger({ process: 'test', level: 'fatal' }),
    observer: { flushed: () => {}, retried: () => {}, cacheAnswers: () => {} },
    onFatal: (error) => fatal.push(error),
  });
  for (const step of steps) await step.start?.();
  let stopped = false;
  const engine: Engine = {
    reconciler,
    fatal,
    async stop() {
      if (stopped) return;
      stopped = true;
      for (const step of steps.toReversed()) await step.stop?.();
    },
  };
  running.push(engine);
  return engine;
}

async function produce(source: Source, txnId: string, payment: Payment = {}): Promise<void> {
  await send(source, txnId, payments.value(source, txnId, payment));
}

async function send(
  source: Source,
  key: string,
  value: Buffer,
): Promise<{ partition: number; offset: string }> {
  const [written] = await producer.send([{ topic: topics[source], key, value }]);
  return { partition: written?.partition ?? -1, offset: written?.baseOffset ?? '' };
}

async function rows(text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
  return (await looking.query<Record<string, unknown>>(text, values)).rows;
}

async function verdict(
  txnId: string,
  status: string,
  reasons: string[] = [],
): Promise<Record<string, unknown>> {
  return eventually(`${txnId} is ${status} ${reasons.join()}`, async () => {
    const [row] = await rows('SELECT * FROM reconciliation_results WHERE txn_id = $1', [txnId]);
    return row?.['status'] === status && String(row['reasons']) === reasons.join() && row;
  });
}

const history = async (txnId: string): Promise<unknown[]> =>
  (
    await rows(`SELECT detail::jsonb ->> 'status' AS status FROM audit_logs WHERE txn_id = $1 ORDER BY seq`, [
      txnId,
    ])
  ).map(({ status }) => status);

/** Every partition has been read to its end, as its lane's row says. */
async function allRead(): Promise<void> {
  const admin = kafka.admin();
  await admin.connect();
  const ends = await Promise.all(SOURCES.map((source) => admin.fetchTopicOffsets(topics[source])));
  await admin.disconnect();
  await eventually('the lanes have read everything', async () => {
    const lanes = await rows('SELECT * FROM lanes');
    return SOURCES.every((source, index) =>
      ends[index]?.every(({ partition, high }) =>
        lanes.some((lane) => lane['partition'] === partition && lane[`${source}_position`] === high),
      ),
    );
  });
}

async function audit(): Promise<void> {
  await allRead();
  await assertEvidence(looking, topics);
}

const ownedBy = ({ reconciler }: Engine): number[] => [...reconciler.lanes.keys()].toSorted((a, b) => a - b);

beforeAll(async () => {
  database = await testDatabase(migrate);
  await storeFirstRuleSet(database.url, firstRuleSet({ slaMs: SLA_MS }));
  looking = new Client({ connectionString: database.url });
  await looking.connect();
  await server.createTopics(
    allTopics(catalogue).map((topic) => ({
      topic: topic.name.slice(server.prefix.length),
      partitions: topic.partitions,
      config: topicConfig(topic),
    })),
  );
  payments = await Payments.open(catalogue, createSchemaRegistry(testServers().registry_url));
  await producer.connect();
});

afterEach(async () => {
  const engines = running.splice(0);
  for (const engine of engines) await engine.stop();
  expect(engines.flatMap(({ fatal }) => fatal)).toEqual([]);
});

afterAll(async () => {
  await producer.disconnect();
  await looking.end();
  await redis.flush();
  await server.drop();
  await database.drop();
});

describe('the reconciler', () => {
  it('matches what agrees, tells what differs, and misses the bank after the SLA with no further input', async () => {
    await startEngine();
    await produce('gateway', 'ALONE');
    await produce('gateway', 'SAME');
    await produce('core', 'SAME');
    await produce('gateway', 'OTHER', { amountMinor: 500_000n });
    await produce('core', 'OTHER', { amountMinor: 450_000n });
    await verdict('SAME', 'MATCHED');
    expect(await verdict('OTHER', 'MISMATCHED', ['AMOUNT_MISMATCH'])).toMatchObject({
      discrepancy_minor: '50000',
      at_risk_minor: '50000',
    });
    const alone = await verdict('ALONE', 'MISMATCHED', ['MISSING_CORE']);
    expect(alone).toMatchObject({
      at_fault: 'core',
      missing: ['core'],
      at_risk_minor: '500000',
      due_at: null,
    });
    expect(await history('ALONE')).toEqual(['PENDING', 'MISMATCHED']);
    await produce('core', 'ALONE');
    await verdict('ALONE', 'MATCHED');
    const [late] = await rows(
      `SELECT detail::jsonb -> 'late_arrival' AS late FROM audit_logs WHERE txn_id = 'ALONE' ORDER BY seq DESC LIMIT 1`,
    );
    expect(late).toEqual({ late: ['core'] });
    await audit();
  });

  it('keeps a record it cannot read with its exact bytes, and judges its neighbours', async () => {
    await startEngine();
    const garbage = Buffer.from([9, 8, 7, 0, 255]);
    const position = await send('gateway', 'NEIGHBOUR', garbage);
    await produce('gateway', 'NEIGHBOUR');
    await produce('core', 'NEIGHBOUR');
    await verdict('NEIGHBOUR', 'MATCHED');
    const letters = await rows(
      'SELECT * FROM dead_letters WHERE topic = $1 AND partition = $2 AND "offset" = $3',
      [topics.gateway, position.partition, position.offset],
    );
    expect(letters).toMatchObject([{ code: 'UNDECODABLE', payload: garbage, key: Buffer.from('NEIGHBOUR') }]);
    await audit();
  });

  it('counts an event that comes again and changes nothing by it', async () => {
    await startEngine();
    await produce('gateway', 'AGAIN', { eventId: 'the-same' });
    await produce('core', 'AGAIN');
    await verdict('AGAIN', 'MATCHED');
    await produce('gateway', 'AGAIN', { eventId: 'the-same' });
    await allRead();
    expect(await verdict('AGAIN', 'MATCHED')).toMatchObject({ revision: expect.stringMatching(/^[12]$/) });
    expect(await rows('SELECT FROM raw_events WHERE txn_id = $1', ['AGAIN'])).toHaveLength(3);
    await audit();
  });

  it('folds what comes after a transaction was closed into its real history', async () => {
    await startEngine();
    await produce('gateway', 'CLOSED');
    await produce('core', 'CLOSED');
    await verdict('CLOSED', 'MATCHED');
    await produce('gateway', 'CLOSED');
    const row = await verdict('CLOSED', 'MISMATCHED', ['DUPLICATE_EVENT']);
    expect(row).toMatchObject({ sources: ['core', 'gateway'] });
    await audit();
  });

  it('goes on after a restart where it stood, losing and repeating nothing', async () => {
    const first = await startEngine();
    for (let index = 0; index < 200; index++) await produce('gateway', `RESTART-${index}`);
    await first.stop();
    for (let index = 0; index < 200; index++) await produce('core', `RESTART-${index}`);
    await startEngine();
    for (let index = 0; index < 200; index++) await verdict(`RESTART-${index}`, 'MATCHED');
    await audit();
  });

  it('needs nothing of Redis that it cannot find again', async () => {
    await startEngine();
    await produce('gateway', 'LOST-1');
    await produce('gateway', 'LOST-2');
    await verdict('LOST-2', 'PENDING');
    await redis.flush();
    await produce('core', 'LOST-1');
    await verdict('LOST-1', 'MATCHED');
    await verdict('LOST-2', 'MISMATCHED', ['MISSING_CORE']);
    await audit();
  });

  it('runs on Postgres alone where Redis is not there', async () => {
    await startEngine({ redisUrl: 'redis://127.0.0.1:1' });
    await produce('gateway', 'NO-REDIS-1');
    await verdict('NO-REDIS-1', 'PENDING');
    await produce('core', 'NO-REDIS-1');
    await verdict('NO-REDIS-1', 'MATCHED');
    await produce('gateway', 'NO-REDIS-2');
    await verdict('NO-REDIS-2', 'MISMATCHED', ['MISSING_CORE']);
    await audit();
  });

  it('puts aside the one record the store refuses, and nothing else', async () => {
    await looking.query(
      `ALTER TABLE raw_events ADD CONSTRAINT no_poison CHECK (event_id NOT LIKE 'POISON%') NOT VALID`,
    );
    try {
      const values = Array.from({ length: 40 }, (_, index) => ({
        topic: topics.gateway,
        key: `BISECT-${index}`,
        value: payments.value('gateway', `BISECT-${index}`, index === 17 ? { eventId: 'POISON-17' } : {}),
      }));
      // In the log before the engine looks, so that all of it comes in one flush.
      await producer.send(values);
      await startEngine();
      await allRead();
      const letters = await rows(`SELECT key, code FROM dead_letters WHERE code = 'STORE_REFUSED'`);
      expect(letters).toEqual([{ key: Buffer.from('BISECT-17'), code: 'STORE_REFUSED' }]);
      const judged = await rows(`SELECT txn_id FROM reconciliation_results WHERE txn_id LIKE 'BISECT-%'`);
      expect(judged).toHaveLength(39);
      await audit();
    } finally {
      await looking.query('ALTER TABLE raw_events DROP CONSTRAINT no_poison');
    }
  });

  it('commits everything once, though its connections to Postgres die again and again', async () => {
    await startEngine();
    const producing = (async () => {
      for (let index = 0; index < 300; index++) {
        await produce('gateway', `KILLED-${index}`);
        await produce('core', `KILLED-${index}`);
      }
    })();
    const produced = new AbortController();
    const killing = (async () => {
      while (!produced.signal.aborted) {
        await looking.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
           WHERE datname = current_database() AND application_name LIKE 'tieout reconciler%' AND state <> 'idle'`,
        );
      }
    })();
    await producing;
    produced.abort();
    await killing;
    for (let index = 0; index < 300; index++) await verdict(`KILLED-${index}`, 'MATCHED');
    await audit();
  });

  it('shares its lanes with a second process and takes them back, each record still counted once', async () => {
    const first = await startEngine();
    expect(ownedBy(first)).toEqual([0, 1]);
    const second = await startEngine();
    await eventually('both have a lane', () => ownedBy(first).length === 1 && ownedBy(second).length === 1);
    for (let index = 0; index < 50; index++) await produce('gateway', `SHARED-${index}`);
    await first.stop();
    for (let index = 0; index < 50; index++) await produce('core', `SHARED-${index}`);
    for (let index = 0; index < 50; index++) await verdict(`SHARED-${index}`, 'MATCHED');
    expect(ownedBy(second)).toEqual([0, 1]);
    await audit();
  });
});
