import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import {
  createBrokerClock,
  createKafka,
  createLaneConsumer,
  createLogger,
  createLogInspector,
  createLogProducer,
  createMetrics,
  createOperations,
  createSchemaRegistry,
  createService,
  operationsServer,
} from '@tieout/runtime';
import { inputTopics, topicCatalogue } from '@tieout/schemas';
import { PostgresLaneStorage, RedisTransactionCache } from '@tieout/store';
import { reconcilerEnv } from './env.ts';
import { checkLimits, DEFAULT_LIMITS } from './limits.ts';
import { laneMetrics, reconcilerMetrics } from './metrics.ts';
import type { Clock } from './ports.ts';
import { Reconciler } from './reconciler.ts';
import { createSourceReaders } from './sources/index.ts';

const env = reconcilerEnv();
const logger = createLogger({ process: 'reconciler', level: env.LOG_LEVEL });
const metrics = createMetrics('reconciler');
const owner = `${hostname()}/${process.pid}`;

const catalogue = topicCatalogue({ prefix: env.KAFKA_TOPIC_PREFIX });
const topics = {
  core: catalogue.core.name,
  gateway: catalogue.gateway.name,
  mobile: catalogue.mobile.name,
};
const clock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) => delay(ms, undefined, { signal }).catch(() => {}),
};

const kafka = createKafka({
  clientId: 'tieout-reconciler',
  brokers: env.KAFKA_BROKERS,
  caFile: env.KAFKA_CA_FILE,
  username: env.KAFKA_USERNAME,
  password: env.KAFKA_PASSWORD,
  logger,
});
const producer = createLogProducer(kafka);
const inspector = createLogInspector(kafka);

const storage = new PostgresLaneStorage(
  {
    databaseUrl: env.DATABASE_URL,
    commitSlots: env.COMMIT_SLOTS,
    applicationName: `tieout reconciler ${owner}`,
    lockTimeoutMs: 2000,
  },
  topics,
  () => clock.now(),
  (err) => logger.warn({ err }, 'a connection to Postgres was lost'),
);
const cache = new RedisTransactionCache(env.REDIS_URL, env.REDIS_KEY_PREFIX, (err) =>
  logger.debug({ err }, 'Redis'),
);

const reconciler = new Reconciler({
  topics,
  brokerClock: createBrokerClock(producer, catalogue.ticks.name),
  inspector,
  clock,
  logger,
  tickIntervalMs: 1000,
  silenceMsMax: 60_000,
  lane: {
    owner,
    storage,
    cache,
    readers: createSourceReaders(createSchemaRegistry(env.SCHEMA_REGISTRY_URL)),
    limits: checkLimits({ ...DEFAULT_LIMITS, graceMs: env.LANE_GRACE }),
    observer: laneMetrics(metrics),
  },
  onFatal: (error) => service.fail(error),
});
reconcilerMetrics(metrics, reconciler);
const consumer = createLaneConsumer({
  kafka,
  groupId: `${env.KAFKA_TOPIC_PREFIX}${env.KAFKA_CLIENT_GROUP}`,
  topics: inputTopics(catalogue).map(({ name }) => name),
  handlers: reconciler.handlers,
  logger,
});

const service = createService({
  logger,
  steps: [
    operationsServer(createOperations({ metrics, ready: { lanes: () => reconciler.trouble() } }), {
      host: env.HTTP_HOST,
      port: env.HTTP_PORT,
    }),
    { name: 'storage', stop: () => storage.end() },
    { name: 'cache', stop: () => cache.end() },
    { name: 'producer', start: () => producer.connect(), stop: () => producer.disconnect() },
    { name: 'inspector', start: () => inspector.connect(), stop: () => inspector.disconnect() },
    // Stopped first: flushes end before the group is left, and the group before its connections.
    { name: 'group', stop: () => consumer.stop() },
    { name: 'lanes', start: () => reconciler.start(consumer), stop: () => reconciler.stop() },
  ],
});
await service.run();
