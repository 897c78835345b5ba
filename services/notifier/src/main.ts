import { hostname } from 'node:os';
import {
  createKafka,
  createLogger,
  createMetrics,
  createOperations,
  createService,
  operationsServer,
} from '@tieout/runtime';
import { topicCatalogue } from '@tieout/schemas';
import { notifierEnv } from './env.ts';
import { lagMetrics, outcomeCounter } from './metrics.ts';
import { createNotifier } from './notifier.ts';

const env = notifierEnv();
const logger = createLogger({ process: 'notifier', level: env.LOG_LEVEL });
const metrics = createMetrics('notifier');

const { publisher, steps } = createNotifier({
  kafka: createKafka({
    clientId: 'tieout-notifier',
    brokers: env.KAFKA_BROKERS,
    caFile: env.KAFKA_CA_FILE,
    username: env.KAFKA_USERNAME,
    password: env.KAFKA_PASSWORD,
    // It tries again itself, and says meanwhile why nothing goes out.
    retries: 2,
    logger,
  }),
  outcomes: topicCatalogue({ prefix: env.KAFKA_TOPIC_PREFIX }).outcomes,
  registryUrl: env.SCHEMA_REGISTRY_URL,
  databaseUrl: env.DATABASE_URL,
  redisUrl: env.REDIS_URL,
  redisPrefix: env.REDIS_KEY_PREFIX,
  leaseMs: env.FOLLOWER_LEASE,
  owner: `${hostname()}/${process.pid}`,
  logger,
  onPublished: outcomeCounter(metrics),
});
lagMetrics(metrics, publisher);

const operations = createOperations({
  metrics,
  ready: { outcomes: () => publisher.problem },
  alive: { outcomes: () => publisher.stuck },
});
await createService({
  logger,
  steps: [operationsServer(operations, { host: env.HTTP_HOST, port: env.HTTP_PORT }), ...steps],
}).run();
