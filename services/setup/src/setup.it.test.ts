import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { allTopics, subjectOf, topicCatalogue } from '@tieout/schemas';
import { createSchemaRegistry } from '@tieout/runtime';
import { migrate } from '@tieout/store';
import { testDatabase, testKafka, testServers } from '@tieout/testkit';
import {
  AclOperationTypes,
  AclPermissionTypes,
  AclResourceTypes,
  Kafka,
  Partitioners,
  ResourcePatternTypes,
} from 'kafkajs';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ensureTopics } from './topics.ts';

const server = testKafka();
const admin = new Kafka(server.config).admin();
const catalogue = topicCatalogue({ partitions: 3, prefix: server.prefix });
let database: Awaited<ReturnType<typeof testDatabase>>;

beforeAll(async () => {
  database = await testDatabase(migrate);
  await admin.connect();
});
afterAll(async () => {
  await admin.disconnect();
  await server.drop();
  await database.drop();
});

interface Line {
  readonly step?: string;
  readonly [field: string]: unknown;
}

/** Runs the job as the launcher does, and returns its exit code and log lines. */
async function setup(
  settings: Record<string, string> = {},
): Promise<{ code: number; lines: Line[]; text: string }> {
  const { kafka, kafka_admin: login, registry_url: registryUrl } = testServers();
  const main = fileURLToPath(new URL('main.ts', import.meta.url));
  const env = {
    KAFKA_BROKERS: kafka.brokers.join(','),
    KAFKA_CA_FILE: kafka.ca_file,
    KAFKA_ADMIN_USERNAME: login.username,
    KAFKA_ADMIN_PASSWORD: login.password,
    KAFKA_TOPIC_PREFIX: server.prefix,
    TOPIC_PARTITIONS: '3',
    SCHEMA_REGISTRY_URL: registryUrl,
    DATABASE_URL: database.url,
    ...settings,
  };
  return new Promise((resolve) => {
    execFile(process.execPath, ['--conditions=@tieout/source', main], { env }, (error, stdout, stderr) => {
      const lines = stdout
        .split('\n')
        .filter((line) => line !== '')
        .map((line): Line => JSON.parse(line));
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, lines, text: stdout + stderr });
    });
  });
}

test('an empty system becomes usable, step by step, and doing it again changes nothing', async () => {
  const first = await setup({ FIRST_RULE_SET_SLA: '5s' });
  expect(first.code, first.text).toBe(0);
  expect(first.lines.map(({ step }) => step)).toEqual([
    'migrations',
    'topics',
    'access',
    'schemas',
    'first rule set',
  ]);
  expect(first.lines[1]).toMatchObject({ created: allTopics(catalogue).map(({ name }) => name) });

  const registry = createSchemaRegistry(testServers().registry_url);
  for (const topic of allTopics(catalogue)) {
    if (topic.record !== null)
      expect(await registry.idOf(subjectOf(topic), JSON.stringify(topic.record))).toBeGreaterThan(0);
  }
  const client = new Client({ connectionString: database.url });
  await client.connect();
  const ruleSets = `SELECT version, state, body->'policies'->'WEB'->>'sla_ms' AS sla FROM rule_sets`;
  expect((await client.query(ruleSets)).rows).toEqual([{ version: 1, state: 'active', sla: '5000' }]);

  const second = await setup({ FIRST_RULE_SET_SLA: '60s' });
  expect(second.code, second.text).toBe(0);
  expect(second.lines).toMatchObject([
    { applied: [] },
    { created: [] },
    {},
    { ids: first.lines[3]?.['ids'] },
    { stored: false },
  ]);
  expect((await client.query(ruleSets)).rows).toEqual([{ version: 1, state: 'active', sla: '5000' }]);
  await client.end();
});

test('topics that are not what the catalogue says are refused, each difference named, and left as they are', async () => {
  const others = topicCatalogue({ partitions: 2, prefix: `${server.prefix}other-` });
  await admin.createTopics({
    waitForLeaders: true,
    topics: [
      {
        topic: others.core.name,
        numPartitions: 4,
        configEntries: [{ name: 'message.timestamp.type', value: 'CreateTime' }],
      },
    ],
  });
  await expect(ensureTopics(admin, allTopics(others))).rejects.toMatchObject({
    code: 'INVALID_SETTING',
    message: expect.stringMatching(
      /core_txns has 4 partitions, not 2; .*message\.timestamp\.type=CreateTime, not LogAppendTime/,
    ),
  });
  expect(await admin.listTopics()).not.toContain(others.gateway.name);
});

test('a partition count other than the existing one ends with exit code 1 and the reason', async () => {
  await setup();
  const { code, text } = await setup({ TOPIC_PARTITIONS: '4' });
  expect(code).toBe(1);
  expect(text).toContain(`${catalogue.core.name} has 3 partitions, not 4`);
});

test('a setting that is missing ends with exit code 2, by name, before anything is touched', async () => {
  const { code, lines, text } = await setup({ DATABASE_URL: '' });
  expect(code).toBe(2);
  expect(lines).toEqual([]);
  expect(text).toContain('DATABASE_URL is missing');
});

test('a producer may write the input topics and nothing else', async () => {
  await setup();
  const { kafka } = testServers();
  const asProducer = new Kafka({
    ...server.config,
    sasl: { mechanism: 'scram-sha-512', username: kafka.username, password: kafka.password },
    retry: { retries: 0 },
  }).producer({ createPartitioner: Partitioners.DefaultPartitioner });
  await asProducer.connect();
  const write = (topic: string) => asProducer.send({ topic, messages: [{ key: 'k', value: 'v' }] });
  await expect(write(catalogue.core.name)).resolves.toHaveLength(1);
  for (const topic of [catalogue.ticks.name, catalogue.outcomes.name]) {
    await expect(write(topic)).rejects.toThrow(/not authorized/i);
  }
  await asProducer.disconnect();
});

test('the notifier may write outcomes and nothing else', async () => {
  await setup();
  const { resources } = await admin.describeAcls({
    principal: 'User:notifier',
    resourceType: AclResourceTypes.ANY,
    resourcePatternType: ResourcePatternTypes.ANY,
    operation: AclOperationTypes.ANY,
    permissionType: AclPermissionTypes.ANY,
  });
  const own = resources.filter(({ resourceName }) => resourceName.startsWith(server.prefix));
  expect(own).toMatchObject([
    {
      resourceType: AclResourceTypes.TOPIC,
      resourceName: catalogue.outcomes.name,
      acls: [{ host: '*', operation: AclOperationTypes.WRITE, permissionType: AclPermissionTypes.ALLOW }],
    },
  ]);
});
