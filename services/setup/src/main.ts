// The one-shot job that makes a new system usable and brings an old one up to date. Every step may be repeated.
import { firstRuleSet } from '@tieout/core';
import {
  bootEnv,
  createKafka,
  createLogger,
  createSchemaRegistry,
  duration,
  kafkaSettings,
  logSettings,
  postgresSettings,
  registrySettings,
  variable,
} from '@tieout/runtime';
import { allTopics, DEFAULT_PARTITIONS, topicCatalogue } from '@tieout/schemas';
import { migrate, storeFirstRuleSet } from '@tieout/store';
import { z } from 'zod';
import { allowAccess } from './access.ts';
import { patiently } from './patience.ts';
import { registerSchemas } from './schemas.ts';
import { ensureTopics } from './topics.ts';

const env = bootEnv({
  ...logSettings,
  KAFKA_BROKERS: kafkaSettings.KAFKA_BROKERS,
  KAFKA_CA_FILE: kafkaSettings.KAFKA_CA_FILE,
  KAFKA_TOPIC_PREFIX: kafkaSettings.KAFKA_TOPIC_PREFIX,
  KAFKA_ADMIN_USERNAME: variable(z.string().min(1), 'admin'),
  KAFKA_ADMIN_PASSWORD: variable(z.string().min(1), 'the password of KAFKA_ADMIN_USERNAME', { secret: true }),
  KAFKA_CLIENT_GROUP: variable(z.string().min(1).default('tieout-reconciler'), 'tieout-reconciler'),
  TOPIC_PARTITIONS: variable(
    z.coerce.number().int().min(1).max(1_000).default(DEFAULT_PARTITIONS),
    String(DEFAULT_PARTITIONS),
  ),
  ...registrySettings,
  ...postgresSettings,
  FIRST_RULE_SET_SLA: variable(duration.default(60_000), '60s'),
});
const logger = createLogger({ process: 'setup', level: env.LOG_LEVEL });
const catalogue = topicCatalogue({ partitions: env.TOPIC_PARTITIONS, prefix: env.KAFKA_TOPIC_PREFIX });
const admin = createKafka({
  clientId: 'tieout-setup',
  brokers: env.KAFKA_BROKERS,
  caFile: env.KAFKA_CA_FILE,
  username: env.KAFKA_ADMIN_USERNAME,
  password: env.KAFKA_ADMIN_PASSWORD,
  logger,
}).admin();
const registry = createSchemaRegistry(env.SCHEMA_REGISTRY_URL);

async function step(name: string, work: () => Promise<object>): Promise<void> {
  const startedAt = performance.now();
  try {
    const done = await patiently(work, { limitMs: 60_000, everyMs: 500 });
    logger.info({ step: name, ...done, ms: Math.round(performance.now() - startedAt) }, `${name} done`);
  } catch (error) {
    throw new Error(`${name} failed`, { cause: error });
  }
}

try {
  await step('migrations', async () => ({ applied: await migrate(env.DATABASE_URL) }));
  await step('topics', async () => {
    await admin.connect();
    return { created: await ensureTopics(admin, allTopics(catalogue)) };
  });
  await step('access', async () => {
    const rules = await allowAccess(admin, catalogue, env.KAFKA_TOPIC_PREFIX + env.KAFKA_CLIENT_GROUP);
    return { rules: rules.length };
  });
  await step('schemas', async () => ({ ids: await registerSchemas(registry, allTopics(catalogue)) }));
  await step('first rule set', async () => ({
    stored: await storeFirstRuleSet(env.DATABASE_URL, firstRuleSet({ slaMs: env.FIRST_RULE_SET_SLA })),
  }));
} catch (err) {
  logger.fatal({ err }, 'the system is not ready');
  process.exitCode = 1;
} finally {
  await admin.disconnect();
}
