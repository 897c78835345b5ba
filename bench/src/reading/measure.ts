import { openPool, openReader, type PageKey, type Statement } from '@tieout/store/reading';
import { fillResults } from '@tieout/store/testing';
import { Client } from 'pg';
import { percentile } from '../measure/statistics.ts';
import { fillRecords } from '../stage/fill-records.ts';
import { readingCases } from './cases.ts';
import { planOf, type Plan } from './plan.ts';
import { sampleState } from './sample-state.ts';

export interface Reading {
  readonly name: string;
  readonly rows: number;
  readonly p50: number;
  readonly p95: number;
  /** While results are being written as fast as they can. */
  readonly p95Writing: number;
  readonly plan: Plan;
}

const BATCH = 50_000;
const WRITTEN_AT_ONCE = 2_000;
const STATEMENT_LIMIT_MS = 30_000;

/** A row of the log for each result, all of today. */
const ROWS = `
INSERT INTO audit_logs (chain, seq, at, actor, action, txn_id, detail, prev_hash, hash, logged_on)
SELECT 'lane-' || i % 6, i, now(), 'system:lane', 'VERDICT', 'BULK-' || lpad(i::text, 9, '0'), repeat('{"made up": true}', 40), '\\x00', '\\x00', current_date
FROM generate_series($1::int, $2::int) AS i`;

/** Adds results until there are so many, then lets the server settle as it would by itself in time. */
export async function fillTo(url: string, have: number, count: number, signal: AbortSignal): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const state = sampleState();
    for (let from = have + 1; from <= count; from += BATCH) {
      signal.throwIfAborted();
      await fillResults(client, { from, count: Math.min(BATCH, count + 1 - from), newest: count, state });
    }
    await fillRecords(client, { from: have + 1, to: count, sources: ['core'], partition: 0 });
    await client.query(ROWS, [have + 1, count]);
    await client.query('VACUUM (ANALYZE) reconciliation_results, raw_events, audit_logs');
    await client.query('CHECKPOINT');
  } finally {
    await client.end();
  }
}

/** @param repeat how often each is read, beside a first time that is not counted */
export async function measureReading(
  { url, readerUrl }: { readonly url: string; readonly readerUrl: string },
  count: number,
  repeat: number,
  signal: AbortSignal,
): Promise<Reading[]> {
  const pool = openPool({
    url: readerUrl,
    name: 'tieout-bench-reading',
    connectionsMax: 2,
    statementLimitMs: STATEMENT_LIMIT_MS,
    onConnectionError: () => {}, // the query on it fails and says so
  });
  let told: Statement[] = [];
  const reader = openReader(pool, (statement) => told.push(statement));
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const cases = readingCases(count, await middleOf(client), await aReference(client));
    const timesOf = async (run: () => Promise<unknown>): Promise<number[]> => {
      const times: number[] = [];
      for (let n = 0; n < repeat; n++) {
        signal.throwIfAborted();
        const startedAt = performance.now();
        await run();
        times.push(performance.now() - startedAt);
      }
      return times;
    };
    const readings: Omit<Reading, 'p95Writing'>[] = [];
    for (const { name, run } of cases) {
      told = [];
      const rows = await run(reader);
      const plan = await planOf(pool, told);
      const times = await timesOf(() => run(reader));
      readings.push({ name, rows, plan, p50: percentile(times, 0.5), p95: percentile(times, 0.95) });
    }
    const writing = startWriting(client, count);
    const whole: Reading[] = [];
    try {
      for (const [index, { run }] of cases.entries()) {
        const times = await timesOf(() => run(reader));
        const reading = readings[index];
        if (reading) whole.push(Object.assign(reading, { p95Writing: percentile(times, 0.95) }));
      }
    } finally {
      await writing.stop();
    }
    return whole;
  } finally {
    await client.end();
    await pool.end();
  }
}

/** Writes more results one batch after the other, and takes them away again in the end. */
function startWriting(client: Client, count: number): { stop(): Promise<void> } {
  const over = new AbortController();
  const write = async (): Promise<void> => {
    for (let from = count + 1; !over.signal.aborted; from += WRITTEN_AT_ONCE)
      await fillResults(client, { from, count: WRITTEN_AT_ONCE });
  };
  const written = write();
  return {
    async stop() {
      over.abort();
      await written;
      await client.query(
        "DELETE FROM reconciliation_results WHERE txn_id > 'BULK-' || lpad($1::text, 9, '0')",
        [count],
      );
      await client.query('VACUUM reconciliation_results');
    },
  };
}

async function middleOf(client: Client): Promise<PageKey> {
  const { rows } = await client.query<{ first_seen_at: Date; txn_id: string }>(
    `SELECT first_seen_at, txn_id FROM reconciliation_results
     ORDER BY first_seen_at DESC, txn_id DESC OFFSET (SELECT count(*) / 2 FROM reconciliation_results) LIMIT 1`,
  );
  const [row] = rows;
  if (row === undefined) throw new Error('there are no results');
  return [row.first_seen_at.toISOString(), row.txn_id];
}

async function aReference(client: Client): Promise<string> {
  const { rows } = await client.query<{ reference: string }>(
    `SELECT legs #>> '{gateway,reference}' AS reference FROM reconciliation_results
     WHERE break_rank IS NOT NULL AND legs #>> '{gateway,reference}' IS NOT NULL LIMIT 1`,
  );
  return rows[0]?.reference ?? '';
}
