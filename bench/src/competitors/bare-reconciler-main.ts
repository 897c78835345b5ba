// The reconciler on a connection to Kafka that nothing protects, which the product itself does not offer: see tieout.ts.
import { reconcilerEnv, runReconciler } from '@tieout/reconciler/process';
import { Kafka, logLevel } from 'kafkajs';

const env = reconcilerEnv();

await runReconciler(
  env,
  () =>
    new Kafka({
      clientId: 'tieout-reconciler',
      brokers: [...env.KAFKA_BROKERS],
      requestTimeout: 15_000,
      logLevel: logLevel.NOTHING,
    }),
);
