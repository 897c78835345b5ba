import { sourceCommand } from '@tieout/local';
import { Client } from 'pg';
import { SLA_MS } from '../stage/ground.ts';
import { startProgram } from '../stage/program.ts';
import { deleteKeys } from '../stage/redis-keys.ts';
import type { Competitor } from './competitor.ts';

const TABLES = `
  CREATE TABLE naive_events (source text, event_id text, txn_id text NOT NULL, body jsonb NOT NULL, PRIMARY KEY (source, event_id));
  CREATE TABLE naive_results (txn_id text PRIMARY KEY, status text NOT NULL, reasons text NOT NULL, legs jsonb NOT NULL,
    updated_at timestamptz NOT NULL);`;

let started = 0;

/** A first day's build in Node. */
export const naive: Competitor = {
  name: 'naive',
  title: 'Naive Node build',
  about:
    'one message at a time in each of twelve partitions at once: a hash in Redis for each transaction, an INSERT for each event, an upsert for each verdict; no audit rows',
  share: 0.1,
  async start(ground, dataset) {
    const database = await ground.database();
    const looking = new Client({ connectionString: database.url });
    await looking.connect();
    await looking.query(TABLES);
    const group = `bench-naive-${(started += 1)}`;
    const redisPrefix = `tieout:${group}:`;
    const { repo } = ground.stack.surroundings;
    const program = await startProgram(
      ground,
      group,
      sourceCommand(repo, 'bench/src/naive/naive-main.ts', [], {
        ...ground.kafkaEnvironment,
        KAFKA_TOPIC_PREFIX: dataset.prefix,
        KAFKA_CLIENT_GROUP: group,
        DATABASE_URL: database.url,
        REDIS_URL: ground.redisUrl,
        REDIS_KEY_PREFIX: redisPrefix,
        SLA_MS: String(SLA_MS),
      }),
    );
    return {
      pids: [program.pid],
      group,
      // Counting takes Postgres a while.
      askEveryMs: 1_000,
      async state() {
        program.assertRunning();
        const { rows } = await looking.query<{ events: number; settled: number; last: number }>(
          `SELECT (SELECT count(*) FROM naive_events)::int AS events,
             (SELECT count(*) FROM naive_results WHERE status IN ('MATCHED', 'MISMATCHED'))::int AS settled,
             (SELECT extract(epoch FROM max(updated_at)) * 1000 FROM naive_results)::float8 AS last`,
        );
        const [{ events, settled, last } = { events: 0, settled: 0, last: 0 }] = rows;
        const isOver = events === dataset.events && settled === dataset.transactions;
        return { events, finishedAt: isOver ? last : null };
      },
      positions: () => Promise.reject(new Error('it keeps none that could be trusted')),
      async answers() {
        const { rows } = await looking.query<{ answer: string; count: number }>(
          `SELECT concat_ws(' ', status, nullif(reasons, '')) AS answer, count(*)::int FROM naive_results GROUP BY 1`,
        );
        return new Map(rows.map(({ answer, count }) => [answer, count]));
      },
      async stop() {
        await program.stop();
        await looking.end();
        await database.drop();
        await deleteKeys(ground.redisUrl, redisPrefix);
      },
    };
  },
};
