import { testDatabase, type TestDatabase } from '@tieout/testkit';
import { Pool, type PoolClient } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { appendToChain, CHAIN_START, laneChain, type ChainHead } from '../audit/chain.ts';
import { migrate } from '../postgres/migrate.ts';
import {
  BEFORE_FIRST,
  inSnapshot,
  openReader,
  readAllChanges,
  readChangesOf,
  readCursor,
  readEnds,
  type ChainNews,
  type ChainPosition,
  type Reader,
} from './index.ts';

let database: TestDatabase;
let admin: Pool;
let readerPool: Pool;
let notifierPool: Pool;
let reader: Reader;
let asNotifier: Reader;
let heads: ChainHead[];

beforeAll(async () => {
  database = await testDatabase(migrate);
  admin = new Pool({ connectionString: database.url, max: 2 });
  readerPool = new Pool({ connectionString: database.readerUrl, max: 2 });
  notifierPool = new Pool({ connectionString: database.notifierUrl, max: 1 });
  reader = openReader(readerPool);
  asNotifier = openReader(notifierPool);
});
afterAll(async () => {
  await Promise.all([admin.end(), readerPool.end(), notifierPool.end()]);
  await database.drop();
});
beforeEach(async () => {
  // A log of its own for each test: the old one is cut off and altered as only the owner could.
  await admin.query('ALTER TABLE audit_logs DISABLE TRIGGER USER');
  await replaceLog();
});

async function replaceLog(): Promise<void> {
  await admin.query('DELETE FROM audit_logs; DELETE FROM lanes');
  await admin.query('INSERT INTO lanes (partition, partition_count) VALUES (0, 2), (1, 2)');
  heads = [CHAIN_START, CHAIN_START];
}

/** Appends rows as a flush does: with the lane's end, in one transaction that the caller ends. */
async function write(
  client: Pool | PoolClient,
  lane: number,
  count: number,
  action = 'VERDICT',
  saying = 'first',
): Promise<void> {
  const entries = Array.from({ length: count }, (_, n) => ({
    at: Date.UTC(2026, 10, 21, 10, 0, n),
    actor: 'test',
    action,
    txnId: null,
    facts: { saying },
  }));
  const { rows, head } = appendToChain(laneChain(lane), heads[lane] ?? CHAIN_START, entries);
  for (const row of rows) {
    await client.query(
      `INSERT INTO audit_logs (chain, seq, at, actor, action, txn_id, detail, prev_hash, hash, logged_on)
       VALUES ($1, $2, $3, $4, $5, NULL, $6, $7, $8, current_date)`,
      [
        row.chain,
        row.seq,
        new Date(row.at),
        row.actor,
        row.action,
        row.detail.toString(),
        row.prevHash,
        row.hash,
      ],
    );
  }
  await client.query('UPDATE lanes SET chain_seq = $2, chain_hash = $3 WHERE partition = $1', [
    lane,
    head.seq,
    head.hash,
  ]);
  heads[lane] = head;
}

/** Where lane's row `seq` lies. */
async function at(lane: number, seq: number): Promise<ChainPosition> {
  if (seq === 0) return BEFORE_FIRST;
  const { rows } = await admin.query<{ hash: Buffer }>(
    'SELECT hash FROM audit_logs WHERE chain = $1 AND seq = $2',
    [laneChain(lane), seq],
  );
  if (rows[0] === undefined) throw new Error(`no row ${seq}`);
  return { seq, hash: rows[0].hash };
}

const from = async (lane0: number, lane1: number) => ({
  'lane-0': await at(0, lane0),
  'lane-1': await at(1, lane1),
});
const alter = (change: string) => admin.query(`UPDATE audit_logs SET ${change}`);
const summary = (news: readonly ChainNews[]) =>
  news.map(({ chain, changes, reached, end, broken }) => [
    chain,
    changes.map(({ seq }) => seq),
    `${reached.seq} of ${end}`,
    broken,
  ]);

/** What a look at lane 0 from row `seq` finds, where `change` happened after that row had been read. */
async function lookAfter(seq: number, change: () => Promise<unknown>): Promise<unknown[] | undefined> {
  const cursor = await from(seq, 0);
  await change();
  return summary(await readAllChanges(reader, cursor, 100))[0];
}
const text = (message: string): unknown => expect.stringContaining(message);

describe('the changes after a cursor', () => {
  it('are each lane’s verdicts in order, and how far every chain was read', async () => {
    await write(admin, 0, 2);
    await write(admin, 1, 1, 'FLUSH');
    await write(admin, 0, 1, 'FLUSH');
    const news = await readAllChanges(reader, await from(1, 0), 100);
    expect(summary(news)).toEqual([
      ['lane-0', [2], '3 of 3', null],
      ['lane-1', [], '1 of 1', null],
    ]);
    expect(news.map(({ reached }) => reached)).toEqual([await at(0, 3), await at(1, 1)]);
    expect(JSON.parse(news[0]?.changes[0]?.detail ?? '')).toMatchObject({ chain: 'lane-0', seq: '2' });
    expect(news[0]?.span).toEqual([Date.UTC(2026, 10, 21, 10, 0, 1), Date.UTC(2026, 10, 21, 10)]);
  });

  it('come in pieces that join', async () => {
    await write(admin, 0, 5);
    await write(admin, 1, 1);
    const first = await readAllChanges(reader, {}, 3);
    expect(summary(first)).toEqual([
      ['lane-0', [1, 2, 3], '3 of 5', null],
      ['lane-1', [1], '1 of 1', null],
    ]);
    const reached = Object.fromEntries(first.map((chain) => [chain.chain, chain.reached]));
    expect(summary(await readAllChanges(reader, reached, 3))).toEqual([
      ['lane-0', [4, 5], '5 of 5', null],
      ['lane-1', [], '1 of 1', null],
    ]);
  });

  it('are all lanes’, also of one the cursor does not name; or only those of the chains it names', async () => {
    await write(admin, 1, 2);
    const one = { 'lane-0': BEFORE_FIRST };
    expect(summary(await readAllChanges(reader, one, 100))).toEqual([
      ['lane-0', [], '0 of 0', null],
      ['lane-1', [1, 2], '2 of 2', null],
    ]);
    expect(summary(await readChangesOf(reader, one, 100))).toEqual([['lane-0', [], '0 of 0', null]]);
  });

  it('are none of a transaction that has not committed', async () => {
    const client = await admin.connect();
    await client.query('BEGIN');
    await write(client, 0, 1);
    expect((await readAllChanges(reader, {}, 100))[0]?.changes).toEqual([]);
    await client.query('COMMIT');
    client.release();
    expect((await readAllChanges(reader, {}, 100))[0]?.changes).toHaveLength(1);
  });

  it('can be read by the notifier, which may see no more of a lane than its end', async () => {
    await write(admin, 0, 1);
    expect(summary(await readChangesOf(asNotifier, { 'lane-0': BEFORE_FIRST }, 100))).toEqual([
      ['lane-0', [1], '1 of 1', null],
    ]);
    await expect(notifierPool.query('SELECT owner FROM lanes')).rejects.toThrow(/permission denied/);
    await expect(notifierPool.query('SELECT FROM reconciliation_results')).rejects.toThrow(
      /permission denied/,
    );
    await expect(notifierPool.query('DELETE FROM audit_logs')).rejects.toThrow(/permission denied/);
  });

  it('fit the cursor of a snapshot exactly', async () => {
    await write(admin, 0, 2);
    const seen = await inSnapshot(reader, async (snapshot) => {
      const before = await readCursor(snapshot);
      const ends = await readEnds(snapshot);
      await write(admin, 0, 1);
      expect(await readCursor(snapshot)).toEqual(before);
      return ends;
    });
    expect((await readAllChanges(reader, seen, 100))[0]?.changes.map(({ seq }) => seq)).toEqual([3]);
  });
});

describe('a chain that is not the one that was followed', () => {
  it.each([
    ['ends before the cursor', 3, 'ends at 2, but 3 was read before'],
    ['ends where the cursor is, with another row', 2, 'another row 2 than was read before'],
    ['has grown past the cursor again', 1, 'row 2 does not follow the row 1 that was read before'],
  ])('is noticed where it %s', async (_, seq, message) => {
    await write(admin, 0, 3);
    const found = await lookAfter(seq, async () => {
      await replaceLog();
      await write(admin, 0, 2, 'VERDICT', 'second');
    });
    expect(found).toEqual(['lane-0', [], `${seq} of 2`, text(message)]);
  });

  it('gives what lies before a gap', async () => {
    await write(admin, 0, 4);
    expect(await lookAfter(1, () => admin.query('DELETE FROM audit_logs WHERE seq = 3'))).toEqual([
      'lane-0',
      [2],
      '2 of 4',
      text('has a gap between 2 and 4'),
    ]);
  });

  it('gives what lies before a row whose content was changed', async () => {
    await write(admin, 0, 4);
    const altered = await lookAfter(1, () =>
      alter(`detail = replace(detail, 'first', 'FIRST') WHERE seq = 3`),
    );
    expect(altered).toEqual(['lane-0', [2], '2 of 4', text('row 3 does not have the content')]);
  });

  it('gives nothing where its last rows were written anew', async () => {
    await write(admin, 0, 2);
    const found = await lookAfter(1, async () => {
      const written = heads[0];
      heads[0] = { ...(await at(0, 1)), seq: 1n };
      await admin.query('DELETE FROM audit_logs WHERE seq = 2');
      await write(admin, 0, 1, 'VERDICT', 'second');
      await admin.query('UPDATE lanes SET chain_hash = $1 WHERE partition = 0', [written?.hash]);
    });
    expect(found).toEqual(['lane-0', [], '1 of 2', text('its last row 2 is not the one its lane wrote')]);
  });

  it('is noticed where the rows after the cursor, or the lane itself, are gone', async () => {
    await write(admin, 0, 2);
    expect(await lookAfter(1, () => admin.query('DELETE FROM audit_logs WHERE seq = 2'))).toEqual([
      'lane-0',
      [],
      '1 of 2',
      text('ends at 2, but has no row after 1'),
    ]);
    const gone = await readChangesOf(reader, { 'lane-7': { seq: 3, hash: Buffer.alloc(32) } }, 100);
    expect(summary(gone)).toEqual([['lane-7', [], '3 of 0', text('does not exist any more')]]);
  });

  it('takes nothing from the other chains', async () => {
    await write(admin, 0, 2);
    await write(admin, 1, 2);
    const cursor = await from(1, 1);
    await alter(`detail = replace(detail, 'first', 'FIRST') WHERE chain = 'lane-0'`);
    const [first, second] = summary(await readAllChanges(reader, cursor, 100));
    expect(first).toEqual(['lane-0', [], '1 of 2', text('row 2')]);
    expect(second).toEqual(['lane-1', [2], '2 of 2', null]);
  });
});
