// Makes the days ahead that raw and audit rows go to, and detaches those that are older than the settings keep.
import { TieoutError } from '@tieout/core';
import {
  createLogger,
  createMetrics,
  createOperations,
  createService,
  operationsServer,
} from '@tieout/runtime';
import { turnDays } from '@tieout/store';
import { Gauge } from 'prom-client';
import { retentionEnv } from './env.ts';
import { Turns } from './turns.ts';

function boot(): ReturnType<typeof retentionEnv> {
  try {
    return retentionEnv();
  } catch (error) {
    if (!(error instanceof TieoutError)) throw error;
    console.error(error.message);
    return process.exit(2);
  }
}

const env = boot();
const logger = createLogger({ process: 'retention', level: env.LOG_LEVEL });
const metrics = createMetrics('retention');
const turns = new Turns({
  everyMs: env.RETENTION_EVERY,
  now: () => Date.now(),
  logger,
  turn: (today) => turnDays(env.DATABASE_URL, today, env.retention),
});
metrics.registerMetric(
  new Gauge({
    name: 'tieout_retention_last_turn_seconds',
    help: 'When the days were last turned without a failure, since 1970.',
    registers: [],
    collect() {
      this.set(turns.lastDoneAt / 1_000);
    },
  }),
);
logger.info(env.retention, 'days kept attached; null keeps all of them');
const operations = createOperations({ metrics, ready: { turns: () => turns.trouble } });
await createService({
  logger,
  steps: [operationsServer(operations, { host: env.HTTP_HOST, port: env.HTTP_PORT }), turns],
}).run();
