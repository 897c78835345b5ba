import { eventually, testDatabase, type TestDatabase } from '@tieout/testkit';
import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { whileDaysStay } from '../evidence/days.ts';
import { openPool } from '../reading/pool.ts';
import { migrate } from './migrate.ts';
import { turnDays } from './retention.ts';

const TODAY = '2030-03-10';
const KEEP_TWO = { rawDays: 2, auditDays: 2 };
const KEEP_ALL = { rawDays: null, auditDays: null };
let database: TestDatabase;
let client: Client;
const others: Client[] = [];

async function connect(url = database.url): Promise<Client> {
  const one = new Client({ connectionString: url });
  await one.connect();
  others.push(one);
  return one;
}

beforeEach(async () => {
  database = await testDatabase(migrate);
  client = await connect();
  // What the migration made: days of another time.
  for (const parent of ['raw_events', 'audit_logs'])
    for (const name of await partitions(parent)) await client.query(`DROP TABLE ${name}`);
  await client.query(`SELECT ensure_day_partitions('2030-03-05', '2030-03-11')`);
});
afterEach(async () => {
  for (const one of others.splice(0)) await one.end();
  await database.drop();
});

async function partitions(parent: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT relname AS name FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid WHERE inhparent = $1::regclass ORDER BY 1`,
    [parent],
  );
  return rows.map(({ name }) => name);
}

function writeRaw(by: Client, offset: number, on: string): Promise<unknown> {
  return by.query(
    `INSERT INTO raw_events VALUES ('core', 0, $1, now(), 'e', 'T1', 't', 's', 'o', 1, 'INR', now(), 1, '', $2)`,
    [offset, on],
  );
}

const days = (parent: string, from: number, to: number): string[] =>
  Array.from(
    { length: to - from + 1 },
    (_, index) => `${parent}_203003${String(from + index).padStart(2, '0')}`,
  );

async function dayIsBeingDetached(): Promise<void> {
  await eventually(
    'a day is being detached',
    async () => (await client.query('SELECT FROM pg_inherits WHERE inhdetachpending')).rowCount || undefined,
  );
}

describe('the turn of the days', () => {
  it('makes a week ahead, and detaches nothing without a setting that says so', async () => {
    expect(await turnDays(database.url, TODAY, KEEP_ALL)).toEqual({ detached: [], waiting: null });
    for (const parent of ['raw_events', 'audit_logs'])
      expect(await partitions(parent)).toEqual(days(parent, 5, 17));
  });

  it('detaches what is older than it keeps, each table by its own setting; doing it again changes nothing', async () => {
    await writeRaw(client, 1, '2030-03-06');
    const turn = await turnDays(database.url, TODAY, { rawDays: 2, auditDays: 4 });
    expect(turn).toEqual({
      detached: [...days('raw_events', 5, 7), ...days('audit_logs', 5, 5)].map((name) => `${name}_detached`),
      waiting: null,
    });
    expect(await partitions('raw_events')).toEqual(days('raw_events', 8, 17));
    expect(await partitions('audit_logs')).toEqual(days('audit_logs', 6, 17));
    expect((await client.query('SELECT "offset" FROM raw_events_20300306_detached')).rows).toEqual([
      { offset: '1' },
    ]);
    expect(await turnDays(database.url, TODAY, { rawDays: 2, auditDays: 4 })).toEqual({
      detached: [],
      waiting: null,
    });
  });

  it('leaves a detached day append-only, and to nobody but its owner', async () => {
    await writeRaw(client, 1, '2030-03-06');
    await turnDays(database.url, TODAY, KEEP_TWO);
    for (const statement of ['UPDATE % SET txn_id = txn_id', 'DELETE FROM %', 'TRUNCATE %'])
      await expect(
        client.query(statement.replace('%', 'raw_events_20300306_detached')),
      ).rejects.toMatchObject({
        code: '23001',
      });
    for (const url of [database.writerUrl, database.readerUrl, database.verifierUrl]) {
      const role = await connect(url);
      await expect(role.query('SELECT FROM raw_events_20300306_detached')).rejects.toMatchObject({
        code: '42501',
      });
    }
  });

  it('attaches a detached day again as it was', async () => {
    await writeRaw(client, 1, '2030-03-06');
    await turnDays(database.url, TODAY, KEEP_TWO);
    await client.query(
      `ALTER TABLE raw_events ATTACH PARTITION raw_events_20300306_detached FOR VALUES FROM ('2030-03-06') TO ('2030-03-07')`,
    );
    expect((await client.query('SELECT "offset" FROM raw_events')).rows).toEqual([{ offset: '1' }]);
    // And it is too old again.
    const again = { detached: ['raw_events_20300306_detached'], waiting: null };
    expect(await turnDays(database.url, TODAY, KEEP_TWO)).toEqual(again);
    await expect(client.query('DELETE FROM raw_events_20300306_detached')).rejects.toMatchObject({
      code: '23001',
    });
  });

  it('holds up no lane while a reader keeps it waiting, and ends next time what was cut short', async () => {
    const reader = await connect();
    await reader.query('BEGIN; SELECT count(*) FROM raw_events');
    const turning = turnDays(database.url, TODAY, KEEP_TWO).catch((error: unknown) => error);
    await dayIsBeingDetached();

    const lane = await connect(database.writerUrl);
    await lane.query(`SET lock_timeout = '1s'`);
    await writeRaw(lane, 1, TODAY);
    await lane.query('SELECT ensure_day_partitions($1, $1::date + 2)', [TODAY]);
    expect((await lane.query('SELECT "offset" FROM raw_events')).rows).toEqual([{ offset: '1' }]);

    await client.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'tieout retention' AND datname = current_database()`,
    );
    expect(await turning).toBeInstanceOf(Error);
    await reader.query('COMMIT');
    const { detached } = await turnDays(database.url, TODAY, KEEP_TWO);
    expect(detached.slice(0, 3)).toEqual(days('raw_events', 5, 7).map((name) => `${name}_detached`));
    expect(await partitions('raw_events')).toEqual(days('raw_events', 8, 17));
  });

  it('finishes a day that was detached and not yet named', async () => {
    await client.query('ALTER TABLE audit_logs DETACH PARTITION audit_logs_20300305');
    const { detached } = await turnDays(database.url, TODAY, { rawDays: 30, auditDays: 30 });
    expect(detached).toEqual(['audit_logs_20300305_detached']);
  });

  it('waits while the evidence is being verified, and nobody verifies meanwhile', async () => {
    const pool = openPool({
      url: database.verifierUrl,
      name: 'test',
      connectionsMax: 2,
      statementLimitMs: 10_000,
      onConnectionError: () => {},
    });
    const turn = await whileDaysStay(pool, () => turnDays(database.url, TODAY, KEEP_TWO));
    expect(turn).toEqual({ detached: [], waiting: expect.stringContaining('being verified') });
    const reader = await connect();
    await reader.query('BEGIN; SELECT count(*) FROM raw_events');
    const turning = turnDays(database.url, TODAY, KEEP_TWO);
    // Asked before, it would keep the turn from beginning.
    await dayIsBeingDetached();
    expect(await whileDaysStay(pool, async () => 'began')).toBeUndefined();
    await reader.query('COMMIT');
    expect((await turning).detached).toHaveLength(6);
    await pool.end();
  });

  it('keeps audit rows that a follower has still to deliver', async () => {
    for (const [seq, on] of [
      [1, '2030-03-05'],
      [2, '2030-03-06'],
      [3, '2030-03-07'],
    ])
      await client.query(
        `INSERT INTO audit_logs VALUES ('lane-0', $1, now(), 'a', 'FLUSH', NULL, NULL, '{}', '', '', $2)`,
        [seq, on],
      );
    await client.query(
      `INSERT INTO follower_cursors (follower, chain, seq) VALUES ('outcomes', 'lane-0', 1)`,
    );
    expect(await turnDays(database.url, TODAY, { rawDays: null, auditDays: 2 })).toEqual({
      detached: ['audit_logs_20300305_detached'],
      waiting: 'outcomes has not delivered all of audit_logs_20300306 yet',
    });
    await client.query('UPDATE follower_cursors SET seq = 3');
    const { detached } = await turnDays(database.url, TODAY, { rawDays: null, auditDays: 2 });
    expect(detached).toEqual(['audit_logs_20300306_detached', 'audit_logs_20300307_detached']);
  });
});
