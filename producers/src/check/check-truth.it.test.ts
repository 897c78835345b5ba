import { firstRuleSet } from '@tieout/core';
import { migrate, storeFirstRuleSet } from '@tieout/store';
import { openPool, openReader } from '@tieout/store/reading';
import { testDatabase, type TestDatabase } from '@tieout/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EvenPace } from '../scenario/pace.ts';
import { checkTruth } from './check-truth.ts';
import { expectedOf, type Expectation } from './expectation.ts';
import { storeWorkload } from './testing/stored-workload.ts';

const COUNT = 120;
const workload = { seed: '7', anomalies: 0.5, pace: new EvenPace(0, 50), lateMs: 6_250 };
const expected = (partMax: number) => expectedOf(workload, 0, COUNT, partMax);
const all = [...expected(COUNT).parts()].flat();
const SLA_MS = 5_000;

let database: TestDatabase;
let pool: ReturnType<typeof openPool>;
let reading: ReturnType<typeof openPool>;

beforeAll(async () => {
  database = await testDatabase(migrate);
  await storeFirstRuleSet(database.url, firstRuleSet({ slaMs: SLA_MS }));
  // Raw events are append-only, but for whoever replicates them: nothing else could spoil one.
  const spoiling = new URL(database.url);
  spoiling.searchParams.set('options', '-c session_replication_role=replica');
  pool = poolOn(spoiling.href);
  reading = poolOn(database.readerUrl);
  await storeWorkload(pool, expected(50).parts());
});
afterAll(async () => {
  await Promise.all([pool.end(), reading.end()]);
  await database.drop();
});

function poolOn(url: string): ReturnType<typeof openPool> {
  const options = { url, name: 'test', connectionsMax: 2, statementLimitMs: 60_000 };
  return openPool({
    ...options,
    onConnectionError: (error) => {
      throw error;
    },
  });
}

async function check(partMax: number, progress: (say: string) => void = () => {}) {
  const topics = { core: 'core_txns', gateway: 'gateway_txns', mobile: 'mobile_txns' };
  const system = { reader: openReader(reading), topics, logEnds: () => Promise.resolve(new Map()) };
  const { differences, ...rest } = await checkTruth(system, expected(partMax), progress);
  return { ...rest, count: differences.count, lines: differences.lines() };
}

/** The transaction of this index, with its name in a difference. */
function one(index: number): Expectation & { readonly where: string } {
  const found = all[index];
  if (found === undefined) throw new Error(`there is no ${index}`);
  return { ...found, where: `${found.txnId} (${found.caseName})` };
}

test('a system that is right differs in nothing, however the transactions are parted', async () => {
  const whole = await check(COUNT);
  const events = all.reduce((sum, { eventIds }) => sum + eventIds.size, 0);
  expect(whole).toMatchObject({ events, records: events, count: 0, lines: [] });
  expect(whole.table).toMatch(new RegExp(`\nPENDING +0 +0 +${COUNT}\n`));
  expect(await check(7)).toEqual(whole);
  expect(await check(1)).toEqual(whole);
});

test('the verdicts are read once the last deadline of all parts has passed', async () => {
  const early = one(3);
  const [late] = await rowsOf<{ partition: number }>(
    `UPDATE raw_events SET append_time = '2026-01-01Z' WHERE txn_id = $1 RETURNING partition`,
    one(COUNT - 1).txnId,
  );
  await pool.query(`UPDATE reconciliation_results SET status = 'PENDING' WHERE txn_id = $1`, [early.txnId]);
  await pool.query(`UPDATE lanes SET lane_time = '2026-01-01Z' WHERE partition = $1`, [late?.partition]);
  const decided: Promise<unknown>[] = [];
  const outcome = await check(7, (say) => {
    if (!say.endsWith('of lane time until the last deadline') || decided.length > 0) return;
    decided.push(
      pool.query(
        `WITH right_again AS (UPDATE reconciliation_results SET status = $2 WHERE txn_id = $1)
         UPDATE lanes SET lane_time = '2100-01-01Z'`,
        [early.txnId, early.truth.status],
      ),
    );
  });
  await Promise.all(decided);
  expect(decided).toHaveLength(1);
  expect(outcome.lines).toEqual([]);
});

test('what is missing, doubled, wrong, lost or foreign is found, and nothing else, however the transactions are parted', async () => {
  const [missing, doubled, wrong, lost, foreign] = [one(2), one(31), one(32), one(76), one(COUNT - 1)];
  await pool.query(`DELETE FROM reconciliation_results WHERE txn_id = $1`, [missing.txnId]);
  await pool.query(
    `INSERT INTO reconciliation_results (partition, ${OTHER_COLUMNS}) SELECT partition + 1, ${OTHER_COLUMNS} FROM reconciliation_results WHERE txn_id = $1`,
    [doubled.txnId],
  );
  await pool.query(`UPDATE reconciliation_results SET amount_minor = 1 WHERE txn_id = $1`, [wrong.txnId]);
  const [gone] = await rowsOf<Place>(
    `DELETE FROM raw_events WHERE (source, event_id) IN (SELECT source, event_id FROM raw_events WHERE txn_id = $1 LIMIT 1)
     RETURNING source, event_id, partition`,
    lost.txnId,
  );
  const [forged] = await rowsOf<Place>(
    `INSERT INTO raw_events SELECT (r).* FROM (
       SELECT jsonb_populate_record(e, '{"event_id": "forged", "ingested_on": "1970-01-02"}') AS r FROM raw_events e WHERE txn_id = $1 LIMIT 1) o
     RETURNING source, event_id, partition`,
    foreign.txnId,
  );
  if (gone === undefined || forged === undefined) throw new Error('nothing was changed');

  const whole = await check(COUNT);
  expect(whole.lines.slice(0, 5)).toEqual([
    `${missing.where}: rows: expected 1, found 0`,
    `${doubled.where}: rows: expected 1, found 2`,
    `${wrong.where}: amount: expected ${wrong.truth.amountMinor}, found 1`,
    `${lost.where}: raw event: expected ${gone.source} ${gone.event_id}, found none`,
    `${foreign.where}: raw event: expected none, found ${forged.source} forged`,
  ]);
  expect(whole.lines.slice(5)).toEqual([
    expect.stringMatching(`^${gone.source}_txns partition ${gone.partition}: records kept `),
    expect.stringMatching(`^${forged.source}_txns partition ${forged.partition}: raw events of one offset: `),
  ]);
  expect(whole.count).toBe(7);
  expect(await check(7)).toEqual(whole);
  expect(await check(1)).toEqual(whole);
});

const OTHER_COLUMNS = `txn_id, status, reasons, hints, currency, amount_minor, at_risk_minor, channel, sources, missing, first_seen_at, deadline_at,
  updated_at, rule_version, legs, revision, state`;

interface Place {
  readonly source: string;
  readonly event_id: string;
  readonly partition: number;
}

async function rowsOf<T extends object>(sql: string, txnId: string): Promise<T[]> {
  return (await pool.query<T>(sql, [txnId])).rows;
}
