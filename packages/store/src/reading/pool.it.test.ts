import { testDatabase, type TestDatabase } from '@tieout/testkit';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrate } from '../postgres/migrate.ts';
import { inSnapshot, isDatabaseAway, openPool, openReader, readCursor } from './index.ts';

let database: TestDatabase;
let admin: Client;

beforeAll(async () => {
  database = await testDatabase(migrate);
  admin = new Client({ connectionString: database.url });
  await admin.connect();
});
afterAll(async () => {
  await admin.end();
  await database.drop();
});

const open = (url: string, statementLimitMs = 60_000) => {
  const broken: Error[] = [];
  const pool = openPool({
    url,
    name: 'test-reader',
    connectionsMax: 1,
    statementLimitMs,
    onConnectionError: (error) => broken.push(error),
  });
  return { pool, broken };
};
const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => error,
  );

describe('a pool of the readers', () => {
  it('survives a connection that is ended between two queries of one snapshot, and goes on with another', async () => {
    const { pool, broken } = open(database.readerUrl);
    const reader = openReader(pool);
    const failure = await failureOf(
      inSnapshot(reader, async (snapshot) => {
        await readCursor(snapshot);
        await admin.query(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'test-reader'",
        );
        await expect.poll(() => broken.length).toBeGreaterThan(0);
        return readCursor(snapshot);
      }),
    );
    expect(isDatabaseAway(failure)).toBe(true);
    expect(await inSnapshot(reader, readCursor)).toEqual({});
    await pool.end();
  });

  it('ends a statement that takes too long', async () => {
    const { pool } = open(database.readerUrl, 200);
    expect(isDatabaseAway(await failureOf(pool.query('SELECT pg_sleep(5)')))).toBe(true);
    await pool.end();
  });

  it('tells a server that is away from a query that is wrong', async () => {
    const nobody = open('postgres://reader@127.0.0.1:1/nothing');
    expect(isDatabaseAway(await failureOf(nobody.pool.query('SELECT 1')))).toBe(true);
    await nobody.pool.end();
    const { pool } = open(database.readerUrl);
    expect(isDatabaseAway(await failureOf(pool.query('SELECT nonsense')))).toBe(false);
    expect(isDatabaseAway(await failureOf(pool.query('DELETE FROM audit_logs')))).toBe(false);
    await pool.end();
  });
});
