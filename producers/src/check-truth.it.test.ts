import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { firstRuleSet } from '@tieout/core';
import { inputTopics, topicCatalogue, topicConfig } from '@tieout/schemas';
import { migrate, storeFirstRuleSet } from '@tieout/store';
import { testDatabase, type TestDatabase, testKafka, testServers } from '@tieout/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';

const servers = testServers();
const kafka = testKafka();
let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase(migrate);
  await kafka.createTopics(
    inputTopics(topicCatalogue({ prefix: kafka.prefix })).map((topic) => ({
      topic: topic.name.slice(kafka.prefix.length),
      partitions: topic.partitions,
      config: topicConfig(topic),
    })),
  );
});
afterAll(async () => {
  await Promise.all([kafka.drop(), database.drop()]);
});

function checkTruth(words: readonly string[], environment: Record<string, string>) {
  const main = fileURLToPath(new URL('check-truth-main.ts', import.meta.url));
  const child = spawn(process.execPath, ['--conditions=@tieout/source', main, ...words], {
    env: environment,
  });
  let text = '';
  child.stdout.on('data', (chunk) => (text += String(chunk)));
  child.stderr.on('data', (chunk) => (text += String(chunk)));
  return new Promise<{ code: number | null; text: string }>((resolve) => {
    child.on('close', (code) => resolve({ code, text }));
  });
}

function connection(): Record<string, string> {
  return {
    KAFKA_BROKERS: servers.kafka.brokers.join(','),
    KAFKA_CA_FILE: servers.kafka.ca_file,
    KAFKA_USERNAME: servers.kafka_admin.username,
    KAFKA_PASSWORD: servers.kafka_admin.password,
    KAFKA_TOPIC_PREFIX: kafka.prefix,
    DATABASE_URL: database.readerUrl,
  };
}

test('a system that stored nothing of a workload differs in every transaction and event; other rules than the first are refused', async () => {
  const words = ['--seed', '7', '--count', '30'];
  const without = await checkTruth(words, connection());
  expect(without).toMatchObject({ code: 2 });
  expect(without.text).toContain('the truth of a workload holds under the first rule set only');

  await storeFirstRuleSet(database.url, firstRuleSet({ slaMs: 5_000 }));
  const { code, text } = await checkTruth(words, connection());
  expect(code, text).toBe(1);
  expect(text).toContain('T-7-0 (settled): rows: expected 1, found 0');
  const [, events = ''] = /30 transactions, (\d+) distinct events in 0 records/.exec(text) ?? [];
  expect(text).toContain(`\n${30 + Number(events)} differences\n`);
});

test('bad input is refused with exit code 2 and what to type instead, without a server', async () => {
  for (const [words, message] of [
    [['--count', '10'], "required option '--seed <s>' not specified"],
    [['--seed', '7', '--count', 'many'], '--count takes a whole number'],
    [
      ['--seed', '7', '--count', '10', '--spoil', '10'],
      '--spoil takes the index of a checked transaction, 0 to 9',
    ],
    [['--seed', '7', '--count', '10'], 'DATABASE_URL is missing'],
  ] as const) {
    const { code, text } = await checkTruth(words, {});
    expect(code, text).toBe(2);
    expect(text).toContain(message);
  }
});

test('--help needs no server and shows examples', async () => {
  const { code, text } = await checkTruth(['--help'], {});
  expect(code).toBe(0);
  expect(text).toContain('npm run check-truth -- --count 20000 --seed 7');
});
