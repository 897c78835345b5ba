import { createKafka } from '@tieout/runtime';
import { reconcilerEnv } from './env.ts';
import { runReconciler } from './run-reconciler.ts';

const env = reconcilerEnv();

await runReconciler(env, (logger) =>
  createKafka({
    clientId: 'tieout-reconciler',
    brokers: env.KAFKA_BROKERS,
    caFile: env.KAFKA_CA_FILE,
    username: env.KAFKA_USERNAME,
    password: env.KAFKA_PASSWORD,
    logger,
  }),
);
