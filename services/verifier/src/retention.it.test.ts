import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSchemaRegistry } from '@tieout/runtime';
import { createSourceReaders } from '@tieout/sources';
import { migrate, turnDays } from '@tieout/store';
import { testDatabase, testServers, type TestDatabase } from '@tieout/testkit';
import { Client, Pool } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findingsOf } from './report.ts';
import { DAY_MS, day, WrittenLane } from './testing/written-lane.ts';
import { verifyEvidence, type Report } from './verify.ts';

// A year goes by in one lane: each day a flush, each night the turn of the days, each week a verification.

const key = generateKeyPairSync('ed25519').privateKey;
const readers = createSourceReaders(createSchemaRegistry(testServers().registry_url));
const start = Math.floor(Date.now() / DAY_MS) * DAY_MS + 3_600_000;
const DAYS = 365;
const RETENTION = { rawDays: 30, auditDays: 90 };
const ROWS_A_DAY = { raw: 3, audit: 2 };
let database: TestDatabase;
let client: Client;
let pool: Pool;
let lane: WrittenLane;
let folder: string;
let ownerUrl: string;
let now = start;

beforeAll(async () => {
  database = await testDatabase(migrate);
  client = new Client({ connectionString: database.url });
  await client.connect();
  // It is not durability that is tested here, and a year has many commits.
  await client.query('SET synchronous_commit = off');
  ownerUrl = `${database.url}?options=${encodeURIComponent('-c synchronous_commit=off')}`;
  pool = new Pool({ connectionString: database.verifierUrl, max: 5 });
  folder = await mkdtemp(join(tmpdir(), 'tieout-retention-'));
  lane = await WrittenLane.open(client, testServers().registry_url);
});
afterAll(async () => {
  await pool.end();
  await client.end();
  await database.drop();
  await rm(folder, { recursive: true });
});

function verify(full = false): Promise<Report> {
  return verifyEvidence({
    pool,
    readers,
    checkpointFolder: folder,
    key,
    full,
    results: false,
    now: () => now,
    onProgress: () => {},
  });
}

async function count(from: string): Promise<number> {
  const { rows } = await client.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${from}`);
  return rows[0]?.count ?? 0;
}

async function detachedTables(parent: string): Promise<string[]> {
  const { rows } = await client.query<{ relname: string }>(
    `SELECT relname FROM pg_class WHERE relkind = 'r' AND relname LIKE '${parent}%detached' ORDER BY relname`,
  );
  return rows.map(({ relname }) => relname);
}

it(
  'a year of days: made ahead, detached when old, nothing lost, and what is kept verifies',
  { timeout: 900_000 },
  async () => {
    for (let passed = 0; passed < DAYS; passed++) {
      now = start + passed * DAY_MS;
      await lane.flush(1, now);
      if (passed % 7 === 0) expect(findingsOf(await verify()), day(now)).toEqual([]);
      const { waiting } = await turnDays(ownerUrl, day(now), RETENTION);
      expect(waiting).toBeNull();
    }
    for (const [parent, days, rows] of [
      ['raw_events', RETENTION.rawDays, ROWS_A_DAY.raw],
      ['audit_logs', RETENTION.auditDays, ROWS_A_DAY.audit],
    ] as const) {
      expect(await count(parent)).toBe((days + 1) * rows);
      const detached = await detachedTables(parent);
      // The first day's predecessor, made so that a flush just before midnight finds its day, is empty.
      expect(detached).toHaveLength(DAYS - days);
      const kept = await Promise.all(detached.map(count));
      expect(kept.reduce((sum, one) => sum + one, 0)).toBe((DAYS - days - 1) * rows);
      expect(detached[1]).toBe(`${parent}_${day(start).replaceAll('-', '')}_detached`);
      await expect(client.query(`DELETE FROM ${detached[1]}`)).rejects.toMatchObject({ code: '23001' });
      await expect(client.query(`TRUNCATE ${detached[1]}`)).rejects.toMatchObject({ code: '23001' });
    }
    const full = await verify(true);
    expect(findingsOf(full)).toEqual([]);
    expect(full.keptFrom).toEqual({
      audit: day(now - RETENTION.auditDays * DAY_MS),
      raw: day(now - RETENTION.rawDays * DAY_MS),
    });
    const flushesKept = RETENTION.auditDays + 1;
    expect(full.chains[0]).toMatchObject({
      auditRows: flushesKept * ROWS_A_DAY.audit,
      flushesDetached: flushesKept - RETENTION.rawDays - 1,
      rawRows: (RETENTION.rawDays + 1) * ROWS_A_DAY.raw,
    });
    // Rows deleted from the oldest day that is kept are no detached day.
    await client.query(
      `SET session_replication_role = replica; DELETE FROM audit_logs WHERE seq = (SELECT min(seq) FROM audit_logs); RESET session_replication_role`,
    );
    expect(findingsOf(await verify(true))).toMatchObject([{ code: 'ROW_MISSING', chain: 'lane-0', seq: 1n }]);
  },
);
