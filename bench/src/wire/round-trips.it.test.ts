import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { firstRuleSet } from '@tieout/core';
import { sourceCommand } from '@tieout/local';
import { migrate, storeFirstRuleSet } from '@tieout/store';
import { eventually, testDatabase, testKafka, testRedis, testServers } from '@tieout/testkit';
import { Kafka } from 'kafkajs';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { laneState } from '../competitors/results-table.ts';
import { type Dataset, preload } from '../dataset/preload.ts';
import { freePort } from '../stage/ports.ts';
import { startProgram } from '../stage/program.ts';
import { exchangesOf, flushesOf, type RecordedFlush } from './postgres-messages.ts';
import { commandsOf, type RedisCommand, roundTripsOf } from './redis-commands.ts';
import { Tap } from './tap.ts';

// What speed rests on, without a clock: how often the reconciler waits for its servers in a flush, counted at its sockets.

/** Fewer records than go into one statement, see ROWS_PER_STATEMENT in packages/store. */
const TRANSACTIONS = 600;
const REPO = join(import.meta.dirname, '../../..');

let flushes: readonly RecordedFlush[];
let commands: readonly RedisCommand[];

beforeAll(async () => {
  const servers = testServers();
  const kafka = testKafka();
  const redis = testRedis();
  const database = await testDatabase(migrate);
  await storeFirstRuleSet(database.url, firstRuleSet({ slaMs: 1_000 }));
  const [toPostgres, toRedis] = await Promise.all(
    [servers.database_url, servers.redis_url].map((url) => Tap.open(Number(new URL(url).port))),
  );
  if (toPostgres === undefined || toRedis === undefined) throw new Error('no taps');
  const folder = await mkdtemp(join(tmpdir(), 'tieout-round-trips-'));
  const stop = new AbortController();
  const request = { seed: 'w', transactions: TRANSACTIONS, prefix: kafka.prefix, partitions: 1 };
  const dataset = await preload(
    new Kafka(kafka.config),
    servers.registry_url,
    request,
    () => {},
    stop.signal,
  );
  const program = await startProgram(
    { logFile: (name) => join(folder, name), environment: {}, signal: stop.signal },
    'reconciler',
    sourceCommand(REPO, 'services/reconciler/src/main.ts', [], {
      KAFKA_BROKERS: servers.kafka.brokers.join(','),
      KAFKA_CA_FILE: servers.kafka.ca_file,
      KAFKA_USERNAME: servers.kafka_admin.username,
      KAFKA_PASSWORD: servers.kafka_admin.password,
      KAFKA_TOPIC_PREFIX: kafka.prefix,
      KAFKA_CLIENT_GROUP: 'group',
      SCHEMA_REGISTRY_URL: servers.registry_url,
      DATABASE_URL: toPostgres.through(database.writerUrl),
      REDIS_URL: toRedis.through(servers.redis_url),
      REDIS_KEY_PREFIX: redis.prefix,
      HTTP_HOST: '127.0.0.1',
      HTTP_PORT: String(await freePort()),
      LOG_LEVEL: 'warn',
    }),
  );
  try {
    await drained(database.url, dataset);
  } finally {
    await program.stop();
  }
  flushes = toPostgres.conversations.flatMap(({ sent }) => flushesOf(exchangesOf(sent)));
  commands = toRedis.conversations.flatMap(({ sent }) => commandsOf(sent));
  clearAway = async () => {
    await Promise.all([toPostgres.close(), toRedis.close(), kafka.drop(), redis.flush(), database.drop()]);
    await rm(folder, { recursive: true });
  };
});
let clearAway = (): Promise<void> => Promise.resolve();
afterAll(() => clearAway());

async function drained(url: string, dataset: Dataset): Promise<void> {
  const looking = new Client({ connectionString: url });
  await looking.connect();
  try {
    await eventually('the last verdict', async () => (await laneState(looking, dataset)).finishedAt !== null);
  } finally {
    await looking.end();
  }
}

/**
 * Those that brought records; the others fire deadlines, or move lane time on. And of them those whose results were all written at once: where the
 * cache did not know a transaction that was closed before, it is read and written once more.
 */
const withRecords = (): readonly RecordedFlush[] =>
  flushes.filter(({ exchanges }) => exchanges[4]?.query.startsWith('COPY raw_events'));

/** An exchange by what it asks for. */
function nameOf({ query, statements }: RecordedFlush['exchanges'][number]): string {
  if (query === '') return statements === 0 ? 'rows sent' : 'prepared statement';
  return query
    .split(/[\s;(]+/, 2)
    .join(' ')
    .replace(/^(BEGIN|COMMIT).*/, '$1');
}

test('a flush waits for Postgres ten times', () => {
  const full = withRecords();
  expect(full.length).toBeGreaterThan(0);
  for (const { exchanges } of full)
    expect(exchanges.map(nameOf)).toEqual([
      'BEGIN',
      'prepared statement', // known results, and which of the new ones are known too
      'COPY reconciliation_results',
      'rows sent',
      'COPY raw_events',
      'rows sent',
      'COPY audit_logs',
      'rows sent',
      'prepared statement', // statistics and the lane's row
      'COMMIT',
    ]);
});

test('it says ten statements in them', () => {
  for (const { exchanges } of withRecords())
    expect(exchanges.reduce((sum, { statements }) => sum + statements, 0)).toBe(10);
});

test('it asks Redis once and tells it once, in a handful of commands', () => {
  const trips = roundTripsOf(commands);
  const names = trips.map((trip) => trip.map(([name]) => String(name)));
  const loads = names.filter((trip) => trip.includes('mget'));
  const changes = names.filter((trip) => trip.includes('publish') && trip.length > 1);
  expect(loads.length).toBeGreaterThan(0);
  for (const load of loads) expect(load).toEqual(['zrangebyscore', 'get', 'mget']);
  for (const change of changes) expect(change.length).toBeLessThanOrEqual(5);
  // A lane that rests looks for deadlines once a second, and flushes where it finds some.
  const writing = names.filter((trip) => trip[0] !== 'zrangebyscore');
  expect(writing.length).toBeLessThanOrEqual(flushes.length);
});
