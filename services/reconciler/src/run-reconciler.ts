import { hostname } from 'node:os';
import {
  createLogger,
  createMetrics,
  createOperations,
  createService,
  operationsServer,
  type Logger,
} from '@tieout/runtime';
import { topicCatalogue } from '@tieout/schemas';
import type { Kafka } from 'kafkajs';
import { createEngine } from './engine.ts';
import type { ReconcilerEnv } from './env.ts';
import { collectSeldom } from './heap.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import { laneMetrics, reconcilerMetrics } from './metrics.ts';

/** The whole process, until it is asked to end. @param connect to Kafka */
export async function runReconciler(env: ReconcilerEnv, connect: (logger: Logger) => Kafka): Promise<void> {
  collectSeldom();
  const logger = createLogger({ process: 'reconciler', level: env.LOG_LEVEL });
  const metrics = createMetrics('reconciler');
  const { reconciler, steps } = createEngine({
    kafka: connect(logger),
    catalogue: topicCatalogue({ prefix: env.KAFKA_TOPIC_PREFIX }),
    groupId: `${env.KAFKA_TOPIC_PREFIX}${env.KAFKA_CLIENT_GROUP}`,
    registryUrl: env.SCHEMA_REGISTRY_URL,
    databaseUrl: env.DATABASE_URL,
    redisUrl: env.REDIS_URL,
    redisPrefix: env.REDIS_KEY_PREFIX,
    commitSlots: env.COMMIT_SLOTS,
    limits: { ...DEFAULT_LIMITS, graceMs: env.LANE_GRACE },
    owner: `${hostname()}/${process.pid}`,
    logger,
    observer: laneMetrics(metrics),
    onFatal: (error) => service.fail(error),
  });
  reconcilerMetrics(metrics, reconciler);
  const operations = createOperations({ metrics, ready: { lanes: () => reconciler.trouble() } });
  const service = createService({
    logger,
    steps: [operationsServer(operations, { host: env.HTTP_HOST, port: env.HTTP_PORT }), ...steps],
  });
  await service.run();
}
