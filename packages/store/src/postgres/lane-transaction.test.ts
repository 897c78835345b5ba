import { Pool } from 'pg';
import { expect, it } from 'vitest';
import type { FlushRecord, LaneHead } from '../lane-ports.ts';
import { newLane } from '../memory/tables.ts';
import { answeringPostgres } from '../testing/answering-postgres.ts';
import { FlushBuffers, PostgresLaneTransaction } from './lane-transaction.ts';

/** Nothing but the lane's row. */
function emptyFlush(head: LaneHead): FlushRecord {
  const nothing: readonly never[] = [];
  return {
    head,
    at: Date.UTC(2026, 10, 21),
    raw: nothing,
    audit: nothing,
    deadLetters: nothing,
    stats: nothing,
    commands: nothing,
  };
}

async function commitAnsweredWith(tag: string): Promise<void> {
  const { url, server } = await answeringPostgres(tag);
  const pool = new Pool({ connectionString: url });
  try {
    const { head } = newLane(0, 1, 'owner');
    const client = await pool.connect();
    const transaction = new PostgresLaneTransaction(client, new FlushBuffers(), head, []);
    await transaction.commit(emptyFlush(head));
  } finally {
    await pool.end();
    server.close();
  }
}

it('a COMMIT answered with ROLLBACK, as an aborted transaction is, is no commit', async () => {
  await expect(commitAnsweredWith('ROLLBACK')).rejects.toMatchObject({ code: 'POSTGRES_UNAVAILABLE' });
});

it('a COMMIT answered with COMMIT is one', async () => {
  await expect(commitAnsweredWith('COMMIT')).resolves.toBeUndefined();
});
