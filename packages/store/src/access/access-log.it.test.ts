import { txnId } from '@tieout/core';
import { testDatabase, type TestDatabase } from '@tieout/testkit';
import { Pool } from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { CHAIN_START, chainHash } from '../audit/chain.ts';
import { migrate } from '../postgres/migrate.ts';
import { listAccessRows, openReader } from '../reading/index.ts';
import type { Access } from './access-entry.ts';
import { AccessLog } from './access-log.ts';

let database: TestDatabase;
let admin: Pool;
const pools: Pool[] = [];

/** A connection as the API has it: no more rights than its role's. */
function apiPool(): Pool {
  const pool = new Pool({ connectionString: database.readerUrl, max: 2 });
  pool.on('error', () => {}); // tests break connections on purpose
  pools.push(pool);
  return pool;
}

beforeAll(async () => {
  database = await testDatabase(migrate);
  admin = new Pool({ connectionString: database.url, max: 2 });
});
afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.end()));
  await admin.query('UPDATE chains SET leased_by = NULL, leased_until = NULL');
});
afterAll(async () => {
  await admin.end();
  await database.drop();
});

const access = (filterOrId: string): Access => ({
  who: 'asha',
  subject: 'subject-of-asha',
  roles: ['viewer'],
  what: 'transaction',
  filterOrId,
  txnId: txnId(filterOrId),
  rows: 1,
  address: '127.0.0.1',
  requestId: `request-${filterOrId}`,
});

interface Row {
  chain: string;
  seq: string;
  at: Date;
  actor: string;
  action: string;
  txn_id: string | null;
  detail: string;
  prev_hash: Buffer;
  hash: Buffer;
}

async function rowsOf(chain: string): Promise<Row[]> {
  const { rows } = await admin.query<Row>('SELECT * FROM audit_logs WHERE chain = $1 ORDER BY seq', [chain]);
  return rows;
}

async function leasedChains(): Promise<string[]> {
  const { rows } = await admin.query<{ chain: string }>(
    'SELECT chain FROM chains WHERE leased_until > now() ORDER BY chain',
  );
  return rows.map(({ chain }) => chain);
}

/** Of the only chain that anybody holds, run out or not. */
async function leasedUntil(): Promise<number> {
  const { rows } = await admin.query<{ leased_until: Date }>(
    'SELECT leased_until FROM chains WHERE leased_by IS NOT NULL',
  );
  return rows[0]?.leased_until.getTime() ?? 0;
}

/** Written again from the rows alone: what an auditor does. */
async function expectIntact(chain: string): Promise<void> {
  const rows = await rowsOf(chain);
  let { hash } = CHAIN_START;
  for (const [index, row] of rows.entries()) {
    expect(row.seq).toBe(String(index + 1));
    expect(row.prev_hash).toEqual(hash);
    hash = chainHash(hash, row.detail);
    expect(row.hash).toEqual(hash);
    expect(JSON.parse(row.detail)).toMatchObject({
      chain,
      seq: row.seq,
      at: row.at.toISOString(),
      actor: row.actor,
      action: row.action,
      txn_id: row.txn_id,
    });
  }
  const head = await admin.query<{ seq: string; hash: Buffer }>(
    'SELECT seq, hash FROM chains WHERE chain = $1',
    [chain],
  );
  expect(head.rows).toEqual([{ seq: String(rows.length), hash }]);
}

describe('the access log', () => {
  it('takes a row that comes at the very moment the row before is done', async () => {
    const log = new AccessLog(apiPool());
    let last = log.record(access('M-0'));
    for (let n = 1; n < 20; n++) last = last.then(() => log.record(access(`M-${n}`)));
    await last;
    const found = await admin.query("SELECT FROM audit_logs WHERE txn_id LIKE 'M-%'");
    expect(found.rowCount).toBe(20);
    await log.close();
  });

  it('has written a row down when record resolves, with who, what and from where', async () => {
    const log = new AccessLog(apiPool());
    await log.record(access('TXN-1'));
    const found = await admin.query<{ detail: string }>('SELECT detail FROM audit_logs WHERE txn_id = $1', [
      'TXN-1',
    ]);
    expect(JSON.parse(found.rows[0]?.detail ?? '')).toMatchObject({
      action: 'ACCESS',
      actor: 'user:asha',
      subject: 'subject-of-asha',
      roles: ['viewer'],
      what: 'transaction',
      filter_or_id: 'TXN-1',
      rows: 1,
      address: '127.0.0.1',
      request_id: 'request-TXN-1',
    });
    await log.close();
  });

  it('writes what gathers while one batch commits as one batch, in order, in one intact chain', async () => {
    const log = new AccessLog(apiPool());
    const before = await commits();
    await Promise.all(Array.from({ length: 1_200 }, (_, n) => log.record(access(`B-${n}`))));
    const [chain] = await leasedChains();
    const written = (await rowsOf(chain ?? '')).filter((row) => row.txn_id?.startsWith('B-'));
    expect(written.map((row) => row.txn_id)).toEqual(Array.from({ length: 1_200 }, (_, n) => `B-${n}`));
    expect((await commits()) - before).toBeLessThan(50);
    await expectIntact(chain ?? '');
    await log.close();
  });

  it('gives each process a chain of its own, and a closed one to the next process at once', async () => {
    const [one, two] = [new AccessLog(apiPool()), new AccessLog(apiPool())];
    await Promise.all([one.record(access('P-1')), two.record(access('P-2'))]);
    const leased = await leasedChains();
    expect(leased).toHaveLength(2);
    await one.close();
    const three = new AccessLog(apiPool());
    await three.record(access('P-3'));
    expect(await leasedChains()).toEqual(leased);
    for (const chain of leased) await expectIntact(chain);
    await two.close();
    await three.close();
  });

  it('goes on in another chain when its own was taken over, and neither chain breaks', async () => {
    const stalled = new AccessLog(apiPool(), { leaseMs: 60_000 });
    await stalled.record(access('T-1'));
    const [chain = ''] = await leasedChains();
    await admin.query('UPDATE chains SET leased_until = now() WHERE chain = $1', [chain]); // it slept past its lease
    const heir = new AccessLog(apiPool());
    await heir.record(access('T-2'));
    expect(await leasedChains()).toEqual([chain]);
    await stalled.record(access('T-3'));
    await heir.record(access('T-4'));
    const ids = (await rowsOf(chain)).map((row) => row.txn_id).filter((id) => id?.startsWith('T-'));
    expect(ids).toEqual(['T-1', 'T-2', 'T-4']);
    const elsewhere = (await leasedChains()).filter((other) => other !== chain);
    expect(elsewhere).toHaveLength(1);
    for (const other of [chain, ...elsewhere]) await expectIntact(other);
    await stalled.close();
    await heir.close();
  });

  it('keeps its lease while nothing is written', async () => {
    const log = new AccessLog(apiPool(), { leaseMs: 300 });
    await log.record(access('R-1'));
    const first = await leasedUntil();
    await expect.poll(leasedUntil).toBeGreaterThan(first);
    await log.close();
  });

  it('refuses to let data out while it cannot write, and heals', async () => {
    const log = new AccessLog(apiPool());
    await log.record(access('H-1'));
    await admin.query('REVOKE EXECUTE ON FUNCTION append_access_rows FROM tieout_reader');
    try {
      await expect(log.record(access('H-2'))).rejects.toMatchObject({
        code: 'POSTGRES_UNAVAILABLE',
        retriable: true,
      });
    } finally {
      await admin.query('GRANT EXECUTE ON FUNCTION append_access_rows TO tieout_reader');
    }
    await log.record(access('H-3'));
    for (const chain of await leasedChains()) await expectIntact(chain);
    const found = await admin.query("SELECT txn_id FROM audit_logs WHERE txn_id LIKE 'H-%' ORDER BY txn_id");
    expect(found.rows).toEqual([{ txn_id: 'H-1' }, { txn_id: 'H-3' }]);
    await log.close();
  });

  it('can write into no lane’s chain, not even with the API’s own login', async () => {
    const pool = apiPool();
    await expect(
      pool.query(
        `INSERT INTO audit_logs VALUES ('lane-0', 1, now(), 'a', 'FLUSH', NULL, NULL, '{}', '', '', current_date)`,
      ),
    ).rejects.toMatchObject({ code: '42501' });
    for (const chain of ['lane-0', 'access-0; lane-0', 'other'])
      await expect(
        pool.query(
          `SELECT append_access_rows($1, '{1}', ARRAY[now()], '{a}', '{FLUSH}', '{NULL}', '{NULL}', '{x}', '{""}', '{""}')`,
          [chain],
        ),
      ).rejects.toMatchObject({ code: '42501' });
  });

  it('survives the loss of its connections between two rows', async () => {
    const log = new AccessLog(apiPool());
    await log.record(access('C-1'));
    await admin.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND usename LIKE 'test_%reader'",
    );
    await log.record(access('C-2')).catch(() => log.record(access('C-2')));
    const found = await admin.query("SELECT txn_id FROM audit_logs WHERE txn_id LIKE 'C-%' ORDER BY txn_id");
    expect(found.rows).toEqual([{ txn_id: 'C-1' }, { txn_id: 'C-2' }]);
    await log.close();
  });
});

describe('the pages of access rows', () => {
  it('give every row of all chains once, newest first, whatever is written meanwhile', async () => {
    const reader = openReader(apiPool());
    let time = Date.now();
    const now = () => (time += 1); // rows of two chains in the same millisecond have no order
    const logs = [new AccessLog(apiPool(), { now }), new AccessLog(apiPool(), { now })];
    for (let n = 0; n < 30; n++) await logs[n % 2]?.record(access(`L-${n}`));
    const seen: string[] = [];
    let page = await listAccessRows(reader, null, 7);
    for (;;) {
      seen.push(...page.rows.map((row) => row.filter_or_id));
      await logs[0]?.record(access(`later-${seen.length}`));
      if (page.next === null) break;
      page = await listAccessRows(reader, page.next, 7);
    }
    const ours = seen.filter((id) => id.startsWith('L-'));
    expect(ours).toEqual(Array.from({ length: 30 }, (_, n) => `L-${29 - n}`));
    expect(seen.filter((id) => id.startsWith('later-'))).toEqual([]);
    expect(new Set(seen).size).toBe(seen.length);
    await Promise.all(logs.map((log) => log.close()));
  });
});

async function commits(): Promise<number> {
  const { rows } = await admin.query<{ count: string }>(
    'SELECT count(DISTINCT xmin::text) AS count FROM audit_logs',
  );
  return Number(rows[0]?.count);
}
