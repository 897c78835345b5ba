// A reconciler as a good engineer would write it on a first day: message by message, each with its own commands to Redis and Postgres. Right, and
// simple to read. It is here to be measured against, see src/competitors/naive.ts.
import { readFileSync } from 'node:fs';
import { SOURCES } from '@tieout/core';
import { createSchemaRegistry } from '@tieout/runtime';
import { topicCatalogue } from '@tieout/schemas';
import { Redis } from 'ioredis';
import { Kafka, logLevel } from 'kafkajs';
import { Pool } from 'pg';
import { createReader } from './decoding.ts';
import { naiveEnv } from './env.ts';
import { judge, type Leg } from './judge.ts';

const CONCURRENT = 12;
const LOOK_EVERY_MS = 1_000;
const GRACE_MS = 2_000;

const env = naiveEnv();
const topics = topicCatalogue({ prefix: env.topicPrefix });
const sources = new Map(SOURCES.map((source) => [topics[source].name, source]));
const pool = new Pool({ connectionString: env.databaseUrl, max: CONCURRENT });
const redis = new Redis(env.redisUrl, { keyPrefix: env.redisPrefix });
const read = createReader(createSchemaRegistry(env.registryUrl));
const kafka = new Kafka({
  clientId: 'naive',
  brokers: env.brokers,
  ssl: { ca: [readFileSync(env.caFile, 'utf8')] },
  sasl: { mechanism: 'scram-sha-512', username: env.username, password: env.password },
  logLevel: logLevel.ERROR,
});

/** One after the other for the same transaction: its sources arrive in several partitions at once. */
const underWay = new Map<string, Promise<void>>();

function inTurn(txnId: string, work: () => Promise<void>): Promise<void> {
  const turn = (underWay.get(txnId) ?? Promise.resolve()).then(work);
  underWay.set(txnId, turn);
  return turn.finally(() => {
    if (underWay.get(txnId) === turn) underWay.delete(txnId);
  });
}

async function reconcile(txnId: string, overdue: boolean): Promise<void> {
  const legs = Object.values(await redis.hgetall(`txn:${txnId}`)).map((text): Leg => JSON.parse(text));
  if (new Set(legs.map(({ source }) => source)).size === SOURCES.length) await redis.zrem('deadlines', txnId);
  const { status, reasons } = judge(legs, overdue);
  await pool.query(
    `INSERT INTO naive_results (txn_id, status, reasons, legs, updated_at) VALUES ($1, $2, $3, $4, now())
     ON CONFLICT (txn_id) DO UPDATE SET status = excluded.status, reasons = excluded.reasons, legs = excluded.legs, updated_at = now()`,
    [txnId, status, reasons.join(','), JSON.stringify(legs)],
  );
}

let lastMessageAt = Date.now();
const consumer = kafka.consumer({ groupId: env.groupId });
await consumer.connect();
await consumer.subscribe({ topics: [...sources.keys()], fromBeginning: true });
await consumer.run({
  partitionsConsumedConcurrently: CONCURRENT,
  eachMessage: async ({ topic, message: { value, timestamp } }) => {
    const source = sources.get(topic);
    if (source === undefined || value === null) throw new Error(`an unexpected record in ${topic}`);
    lastMessageAt = Date.now();
    const { txnId, leg } = await read(source, value, Number(timestamp));
    await inTurn(txnId, async () => {
      await redis.hset(`txn:${txnId}`, `${source}:${leg.eventId}`, JSON.stringify(leg));
      await redis.zadd('deadlines', 'NX', leg.appendTime + env.slaMs, txnId);
      await reconcile(txnId, false);
      // Last, so that whoever counts events counts only those whose verdict is written.
      await pool.query(
        `INSERT INTO naive_events (source, event_id, txn_id, body) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
        [source, leg.eventId, txnId, JSON.stringify(leg)],
      );
    });
  },
});

/** While a backlog is being read nothing is overdue: what is missing may only not have been read yet. */
async function lookForMissing(): Promise<void> {
  if (Date.now() - lastMessageAt < LOOK_EVERY_MS) return;
  const due = await redis.zrangebyscore('deadlines', '-inf', Date.now() - GRACE_MS);
  await Promise.all(due.map((txnId) => inTurn(txnId, () => reconcile(txnId, true))));
  if (due.length > 0) await redis.zrem('deadlines', ...due);
}

let looking = false;
const timer = setInterval(() => {
  if (looking) return;
  looking = true;
  void lookForMissing().finally(() => {
    looking = false;
  });
}, LOOK_EVERY_MS);

process.once('SIGTERM', () => {
  clearInterval(timer);
  void consumer
    .disconnect()
    .then(() => Promise.all([pool.end(), redis.quit()]))
    .then(() => process.exit(0));
});
