import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { createDecoder, createKafka, createLogger, createSchemaRegistry } from '@tieout/runtime';
import {
  type CoreTxn,
  type GatewayTxn,
  inputTopics,
  subjectOf,
  topicCatalogue,
  topicConfig,
} from '@tieout/schemas';
import { eventually, testKafka, testServers } from '@tieout/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';

const server = testKafka();
const servers = testServers();
const catalogue = topicCatalogue({ prefix: server.prefix });
const registry = createSchemaRegistry(servers.registry_url);
const kafka = createKafka({
  clientId: 'test',
  brokers: servers.kafka.brokers,
  caFile: servers.kafka.ca_file,
  username: servers.kafka_admin.username,
  password: servers.kafka_admin.password,
  logger: createLogger({ process: 'test', level: 'fatal' }),
});
const consumer = kafka.consumer({ groupId: `${server.prefix}reader` });
const seen: { topic: string; key: string; value: Buffer }[] = [];

beforeAll(async () => {
  await server.createTopics(
    inputTopics(catalogue).map((topic) => ({
      topic: topic.name.slice(server.prefix.length),
      partitions: topic.partitions,
      config: topicConfig(topic),
    })),
  );
  for (const topic of inputTopics(catalogue))
    await registry.register(subjectOf(topic), JSON.stringify(topic.record));
  await consumer.connect();
  await consumer.subscribe({ topics: inputTopics(catalogue).map(({ name }) => name), fromBeginning: true });
  await consumer.run({
    eachMessage: ({ topic, message }) => {
      seen.push({ topic, key: message.key?.toString() ?? '', value: message.value ?? Buffer.alloc(0) });
      return Promise.resolve();
    },
  });
});
afterAll(async () => {
  await consumer.disconnect();
  await server.drop();
});

/** Runs the command line with these words; `text` is everything it has printed. */
function produce(words: readonly string[], environment: Record<string, string> = connection()) {
  const main = fileURLToPath(new URL('main.ts', import.meta.url));
  const child: ChildProcess = spawn(process.execPath, ['--conditions=@tieout/source', main, ...words], {
    env: environment,
  });
  let text = '';
  child.stdout?.on('data', (chunk) => (text += String(chunk)));
  child.stderr?.on('data', (chunk) => (text += String(chunk)));
  const ended = new Promise<{ code: number | null; text: string }>((resolve) => {
    child.on('close', (code) => resolve({ code, text }));
  });
  return { child, ended };
}

function connection(): Record<string, string> {
  return {
    KAFKA_BROKERS: servers.kafka.brokers.join(','),
    KAFKA_CA_FILE: servers.kafka.ca_file,
    KAFKA_USERNAME: servers.kafka_admin.username,
    KAFKA_PASSWORD: servers.kafka_admin.password,
    KAFKA_TOPIC_PREFIX: server.prefix,
    SCHEMA_REGISTRY_URL: servers.registry_url,
  };
}

async function decoded<T>(source: 'core' | 'gateway', key: string): Promise<T | undefined> {
  const topic = catalogue[source];
  const found = await eventually(`${key} in ${topic.name}`, () =>
    seen.find((one) => one.topic === topic.name && one.key === key),
  );
  if (topic.record === null) throw new Error('no record');
  const decoder = createDecoder<T>(topic.record, registry);
  const first = decoder.decode(found.value);
  if (first.kind === 'unseen') await decoder.learn(first.schemaId);
  const second = decoder.decode(found.value);
  return second.kind === 'record' ? second.record : undefined;
}

test('one line sends one event, keyed by its transaction, that any reader of the schema understands', async () => {
  const gateway = await produce(['gateway', '--txn', 'TXN1003', '--amount', '5000', '--status', 'SUCCESS'])
    .ended;
  expect(gateway.code, gateway.text).toBe(0);
  expect(gateway.text).toContain('PAYMENT_CAPTURED SUCCESS for TXN1003: 5000 INR');
  const core = await produce(['core', '--txn', 'TXN1003', '--amount', '4500', '--status', 'SUCCESS']).ended;
  expect(core.code, core.text).toBe(0);
  expect(await decoded<GatewayTxn>('gateway', 'TXN1003')).toMatchObject({
    amount_minor: 500_000n,
    currency: 'INR',
    channel: 'WEB',
  });
  expect(await decoded<CoreTxn>('core', 'TXN1003')).toMatchObject({
    amount_minor: 450_000n,
    event_type: 'LEDGER_POSTED',
  });
});

const keyed = (prefix: string) => seen.filter(({ key }) => key.startsWith(prefix));
const lineOf = ({ topic, key, value }: (typeof seen)[number]) => `${topic} ${key} ${value.toString('hex')}`;
const countedIn = (text: string) => Number(/"events":(\d+)[^\n]*"sent /.exec(text)?.[1]);

test('sources that run as processes of their own tell of the same payments, and a second run repeats itself byte by byte', async () => {
  const words = ['--seed', 'meet', '--count', '40', '--rate', '1000', '--anomalies', '0'];
  const apart = await Promise.all(
    ['core', 'gateway', 'mobile'].map((source) => produce([source, ...words]).ended),
  );
  expect(apart.map(({ code }) => code)).toEqual([0, 0, 0]);
  const sent = apart.reduce((sum, { text }) => sum + countedIn(text), 0);
  const first = (
    await eventually('the first run', () => keyed('T-meet-').length === sent && keyed('T-meet-'))
  ).map(lineOf);
  expect(new Set(keyed('T-meet-').map(({ key }) => key)).size).toBe(40);

  const together = await produce(['all', ...words]).ended;
  expect(together.code, together.text).toBe(0);
  const both = await eventually(
    'the second run',
    () => keyed('T-meet-').length === 2 * sent && keyed('T-meet-'),
  );
  expect(both.map(lineOf).toSorted()).toEqual([...first, ...first].toSorted());
});

test('Ctrl-C ends an endless run with exit code 0, and everything it counts has arrived', async () => {
  const { child, ended } = produce(['gateway', '--seed', 'endless', '--rate', '200']);
  await eventually('a running simulator', () => keyed('T-endless-').length > 50);
  child.kill('SIGINT');
  child.kill('SIGINT');
  const { code, text } = await ended;
  expect(code, text).toBe(0);
  const counted = countedIn(text);
  expect(counted).toBeGreaterThan(50);
  await eventually('what was counted', () => keyed('T-endless-').length === counted);
});

test('bad input is refused with exit code 2 and what to type instead, without a server', async () => {
  for (const [words, message] of [
    [['gateway', '--txn', 'T1', '--amount', '1.005', '--status', 'SUCCESS'], '--amount takes major units'],
    [['core', '--rate', 'fast'], '--rate takes a number'],
    [['core', '--txn', 'T1', '--rate', '5'], 'use one or the other'],
    [['bank'], 'Allowed choices are core, gateway, mobile, all'],
    [['core'], 'KAFKA_BROKERS is missing'],
  ] as const) {
    const { code, text } = await produce(words, {}).ended;
    expect(code, text).toBe(2);
    expect(text).toContain(message);
  }
});

test('--help needs no server and shows examples', async () => {
  const { code, text } = await produce(['--help'], {}).ended;
  expect(code).toBe(0);
  expect(text).toContain('npm run produce -- gateway --txn TXN1003 --amount 5000 --status SUCCESS');
});
