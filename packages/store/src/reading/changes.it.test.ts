import { testDatabase, type TestDatabase } from '@tieout/testkit';
import { Pool, type PoolClient } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { migrate } from '../postgres/migrate.ts';
import { inSnapshot, openReader, readChanges, readCursor, type Reader } from './index.ts';

let database: TestDatabase;
let admin: Pool;
let readerPool: Pool;
let reader: Reader;

beforeAll(async () => {
  database = await testDatabase(migrate);
  admin = new Pool({ connectionString: database.url, max: 2 });
  readerPool = new Pool({ connectionString: database.readerUrl, max: 2 });
  reader = openReader(readerPool);
});
afterAll(async () => {
  await Promise.all([admin.end(), readerPool.end()]);
  await database.drop();
});
beforeEach(async () => {
  // A log of its own for each test: the old one is cut off as only the owner could.
  await admin.query('ALTER TABLE audit_logs DISABLE TRIGGER audit_logs_no_truncate');
  await admin.query('TRUNCATE audit_logs, lanes');
  await admin.query('INSERT INTO lanes (partition, partition_count) VALUES (0, 2), (1, 2)');
});

/** Writes rows as a flush does: with the lane's head, in one transaction that the caller ends. */
async function write(client: Pool | PoolClient, lane: number, seqs: readonly number[], action = 'VERDICT') {
  for (const seq of seqs) {
    await client.query(
      `INSERT INTO audit_logs (chain, seq, at, actor, action, txn_id, detail, prev_hash, hash, logged_on)
       VALUES ('lane-' || $1::int, $2::bigint, now(), 'test', $3, NULL, 'detail-' || $1::int || '-' || $2::bigint, '', '', current_date)`,
      [lane, seq, action],
    );
  }
  await client.query('UPDATE lanes SET chain_seq = $2 WHERE partition = $1', [lane, seqs.at(-1)]);
}

const from = (lane0: number, lane1: number) => ({ 'lane-0': lane0, 'lane-1': lane1 });

describe('the changes after a cursor', () => {
  it('are each lane’s verdicts in order, and how far every chain was read', async () => {
    await write(admin, 0, [1, 2]);
    await write(admin, 1, [1], 'FLUSH');
    await write(admin, 0, [3], 'FLUSH');
    const { changes, reached, more } = await readChanges(reader, from(1, 0), 100);
    expect(changes).toEqual([{ chain: 'lane-0', seq: 2, detail: 'detail-0-2' }]);
    expect(reached).toEqual(from(3, 1));
    expect(more).toBe(false);
  });

  it('come in pieces that join', async () => {
    await write(admin, 0, [1, 2, 3, 4, 5]);
    await write(admin, 1, [1]);
    const first = await readChanges(reader, from(0, 0), 3);
    expect(first).toMatchObject({ reached: from(3, 1), more: true });
    const second = await readChanges(reader, first.reached, 3);
    expect(second.changes.map(({ seq }) => seq)).toEqual([4, 5]);
    expect(second.more).toBe(false);
  });

  it('include all of a lane that the cursor does not name', async () => {
    await write(admin, 1, [1, 2]);
    const { changes, reached } = await readChanges(reader, { 'lane-0': 0 }, 100);
    expect(changes.map(({ chain, seq }) => `${chain}:${seq}`)).toEqual(['lane-1:1', 'lane-1:2']);
    expect(reached).toEqual(from(0, 2));
  });

  it('are none of a transaction that has not committed', async () => {
    const client = await admin.connect();
    await client.query('BEGIN');
    await write(client, 0, [1]);
    expect((await readChanges(reader, from(0, 0), 100)).changes).toEqual([]);
    await client.query('COMMIT');
    client.release();
    expect((await readChanges(reader, from(0, 0), 100)).changes).toHaveLength(1);
  });

  it('are refused where the chain has a gap, or ends before the cursor: it is not the log that was followed', async () => {
    await write(admin, 0, [1, 2, 4]);
    await expect(readChanges(reader, from(1, 0), 100)).rejects.toMatchObject({ code: 'INVALID_STATE' });
    await expect(readChanges(reader, from(5, 0), 100)).rejects.toMatchObject({ code: 'INVALID_STATE' });
  });

  it('fit the cursor of a snapshot exactly', async () => {
    await write(admin, 0, [1, 2]);
    const cursor = await inSnapshot(reader, async (snapshot) => {
      const before = await readCursor(snapshot);
      await write(admin, 0, [3]);
      expect(await readCursor(snapshot)).toEqual(before);
      return before;
    });
    expect((await readChanges(reader, cursor, 100)).changes.map(({ seq }) => seq)).toEqual([3]);
  });
});
