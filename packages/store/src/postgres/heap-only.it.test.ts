import { fillResults } from '@tieout/store/testing';
import { testDatabase, type TestDatabase } from '@tieout/testkit';
import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, afterEach, expect, it } from 'vitest';
import { migrate } from './migrate.ts';

let database: TestDatabase;
let client: Client;

beforeAll(async () => {
  database = await testDatabase(migrate);
});
beforeEach(async () => {
  client = new Client({ connectionString: database.url });
  await client.connect();
  await client.query('TRUNCATE reconciliation_results');
  // Room for every version of a row beside it: only what is indexed decides.
  await client.query('ALTER TABLE reconciliation_results SET (fillfactor = 10)');
  await fillResults(client, { from: 1, count: 100 });
  await client.query('BEGIN');
});
afterEach(async () => {
  await client.query('ROLLBACK');
  await client.end();
});
afterAll(() => database.drop());

/** Changes rows in agreement; returns how many updates were made so far, and how many of them were heap-only. */
async function update(set: string): Promise<{ updated: number; heap_only: number }> {
  await client.query(
    `UPDATE reconciliation_results SET ${set}, updated_at = now(), revision = revision + 1, state = state || '\\x00'
     WHERE txn_id = (SELECT min(txn_id) FROM reconciliation_results WHERE severity IS NULL)`,
  );
  const { rows } = await client.query<{ updated: number; heap_only: number }>(
    `SELECT pg_stat_get_xact_tuples_updated(oid)::int AS updated, pg_stat_get_xact_tuples_hot_updated(oid)::int AS heap_only
     FROM pg_class WHERE relname = 'reconciliation_results'`,
  );
  const [row] = rows;
  if (row === undefined) throw new Error('no such table');
  return row;
}

it('a transaction on its way to agreement is written to the heap only, to no index', async () => {
  await update("status = 'PENDING', missing = '{core}', sources = '{gateway}', discrepancy_minor = NULL");
  await update("status = 'PARTIAL', missing = '{mobile}', sources = '{gateway,core}', discrepancy_minor = 0");
  const agrees = `status = 'MATCHED', missing = '{}', sources = '{core,gateway,mobile}', due_at = NULL,
    legs = legs || '{"mobile": {"event_id": "m"}}'`;
  expect(await update(agrees)).toEqual({ updated: 3, heap_only: 3 });
});

it('one that breaks is written to the indexes of breaks', async () => {
  const breaks = "status = 'MISMATCHED', severity = 'high', broken_at = now(), reasons = '{MISSING_CORE}'";
  expect(await update(breaks)).toEqual({ updated: 1, heap_only: 0 });
});
