import { SOURCES } from '@tieout/core';
import { DEFAULT_PARTITIONS } from '@tieout/schemas';
import { fillResults } from '@tieout/store/testing';
import { Client } from 'pg';
import { sampleState } from '../reading/sample-state.ts';
import { fillRecords } from './fill-records.ts';
import type { Database, Ground } from './ground.ts';

/** A database that has been at work for a while: many results, and three times as many records, all of today. */
export interface Grown {
  readonly results: number;
  /** To be drained into, by one at a time; `drop` leaves it as it was grown: a copy of it for each would take too much room. */
  lend(): Database;
}

const BATCH = 50_000;
/** The records of the past are of partitions beyond those that are drained: a lane takes none of them for its own. */
const PAST = DEFAULT_PARTITIONS;

/** Lanes that have come so far: new ones would look through everything for what is still open. Their time is one before that of any data set. */
const LANES = `
INSERT INTO lanes (partition, partition_count, core_progress, gateway_progress, mobile_progress, lane_time)
SELECT partition, $1, $2, $2, $2, $2 FROM generate_series(0, $1::int - 1) AS partition`;

/** Filled once, on two connections. @param onProgress told of the share that is there */
export async function growDatabase(
  ground: Ground,
  results: number,
  onProgress: (share: number) => void,
): Promise<Grown> {
  const database = await ground.database();
  await withClients(database.url, async (one, other) => {
    for (const client of [one, other]) await client.query('SET synchronous_commit = off');
    const state = sampleState();
    for (let from = 1; from <= results; from += BATCH) {
      ground.signal.throwIfAborted();
      const count = Math.min(BATCH, results + 1 - from);
      await Promise.all([
        fillResults(one, { from, count, newest: results, state }),
        fillRecords(other, { from, to: from + count - 1, sources: SOURCES, partition: PAST }),
      ]);
      onProgress((from + count) / results);
    }
    await Promise.all([
      one.query('VACUUM (ANALYZE) reconciliation_results'),
      other.query('VACUUM (ANALYZE) raw_events'),
    ]);
    await one.query(LANES, [PAST, new Date(performance.timeOrigin)]);
    await one.query('CHECKPOINT');
  });
  return { results, lend: () => ({ ...database, drop: () => withoutDrained(database.url) }) };
}

/** Takes out everything that came in since it was grown, and what it left behind. */
async function withoutDrained(url: string): Promise<void> {
  await withClients(url, async (one, other) => {
    for (const client of [one, other]) await client.query('SET session_replication_role = replica'); // no trigger keeps rows from being deleted
    await one.query(
      'TRUNCATE audit_logs, lanes, stats_minute, chains, dead_letters, commands, follower_cursors',
    );
    await Promise.all([
      one
        .query("DELETE FROM reconciliation_results WHERE txn_id LIKE 'B-%'")
        .then(() => one.query('VACUUM (ANALYZE) reconciliation_results')),
      other
        .query('DELETE FROM raw_events WHERE source = ANY ($1) AND partition < $2', [SOURCES, PAST])
        .then(() => other.query('VACUUM (ANALYZE) raw_events')),
    ]);
    await one.query(LANES, [PAST, new Date(performance.timeOrigin)]);
    await one.query('CHECKPOINT');
  });
}

async function withClients(url: string, work: (one: Client, other: Client) => Promise<void>): Promise<void> {
  const one = new Client({ connectionString: url });
  const other = new Client({ connectionString: url });
  try {
    await Promise.all([one.connect(), other.connect()]);
    await work(one, other);
  } finally {
    await Promise.all([one.end(), other.end()]);
  }
}
