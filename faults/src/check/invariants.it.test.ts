import { createHash } from 'node:crypto';
import { migrate } from '@tieout/store';
import { testDatabase, type TestDatabase } from '@tieout/testkit';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkInvariants, INVARIANTS } from './invariants.ts';

let database: TestDatabase;
let client: Client;

const ZEROS = Buffer.alloc(32);
/** The chain's rows so far, as they were written. */
let chain: { seq: number; hash: Buffer } = { seq: 0, hash: ZEROS };

async function audit(action: string, txnId: string | null, facts: object): Promise<void> {
  const detail = JSON.stringify({ partition: 0, ...facts });
  const hash = createHash('sha256').update(chain.hash).update(detail).digest();
  await client.query(
    `INSERT INTO audit_logs (chain, seq, at, actor, action, txn_id, detail, prev_hash, hash, logged_on)
     VALUES ('lane-0', $1, now(), 'test', $2, $3, $4, $5, $6, current_date)`,
    [chain.seq + 1, action, txnId, detail, chain.hash, hash],
  );
  chain = { seq: chain.seq + 1, hash };
  await client.query('UPDATE lanes SET chain_seq = $1, chain_hash = $2', [chain.seq, chain.hash]);
}

const verdict = (status: string, reasons: readonly string[], previous: string | null) => ({
  at_risk_minor: '0',
  legs: {},
  previous_status: previous,
  reasons,
  status,
});

const EVENT = `append_time, event_id, txn_id, event_type, status, outcome, amount_minor, currency, event_time, schema_id, payload, ingested_on)
  VALUES`;

/** One lane that took three records, one of them refused, and judged the two of one payment. */
beforeAll(async () => {
  database = await testDatabase(migrate);
  client = new Client({ connectionString: database.url });
  await client.connect();
  await client.query(
    `INSERT INTO lanes (partition, partition_count, core_position, gateway_position, core_arrived, gateway_arrived, status_counts, lane_time)
     VALUES (0, 1, 2, 1, 2, 1, '{"MATCHED": 1}', now())`,
  );
  for (const source of ['core', 'gateway'])
    await client.query(
      `INSERT INTO raw_events (source, partition, "offset", ${EVENT}
       ($1, 0, 0, now(), 'e', 'T', 'X', 'SUCCESS', 'SUCCESS', 5, 'INR', now(), 1, '', current_date)`,
      [source],
    );
  await client.query(
    `INSERT INTO dead_letters (topic, partition, "offset", append_time, code, error) VALUES ('core_txns', 0, 1, now(), 'UNDECODABLE', '')`,
  );
  await client.query(
    `INSERT INTO reconciliation_results (partition, txn_id, status, reasons, hints, currency, amount_minor, at_risk_minor, channel, sources,
       missing, first_seen_at, deadline_at, updated_at, rule_version, legs, revision, state)
     VALUES (0, 'T', 'MATCHED', '{}', '{}', 'INR', 5, 0, 'WEB', '{}', '{}', now(), now() + interval '5 s', now(), 1, '{}', 1, '')`,
  );
  await client.query(
    `INSERT INTO stats_minute (partition, minute, measure, key, count) VALUES (0, now(), 'judged', 'core', 1), (0, now(), 'judged', 'gateway', 1),
       (0, now(), 'refused', 'core', 1), (0, now(), 'verdict', 'MATCHED', 1), (0, now(), 'opened', '', 1), (0, now(), 'closed_break', '', 1)`,
  );
  await audit('LANE_TAKEN', null, {});
  await audit('FLUSH', null, {
    sources: {
      core: { count: 1, from: '0', to: '2' },
      gateway: { count: 1, from: '0', to: '1' },
      mobile: { count: 0, from: '0', to: '0' },
    },
  });
  await audit('VERDICT', 'T', verdict('MATCHED', [], null));
});

afterAll(async () => {
  await client.end();
  await database.drop();
});

test('a database that is right has nothing wrong', async () => {
  expect(await checkInvariants(client, INVARIANTS)).toEqual([]);
});

const sql = (text: string) => async (): Promise<unknown> => client.query(text);

const SPOILT: readonly [says: string, spoil: () => Promise<unknown>][] = [
  ['a lane has halted', sql(`UPDATE lanes SET halted = 'the log ends before what was read'`)],
  [
    'a chain of the audit log',
    sql(`UPDATE audit_logs SET detail = replace(detail, 'MATCHED', 'CLOSED') WHERE seq = 3`),
  ],
  ['a chain of the audit log', sql('DELETE FROM audit_logs WHERE seq = 2')],
  ['a lane’s row does not name', sql('DELETE FROM audit_logs WHERE seq = 3')],
  [
    'flushes of the audit log do not follow',
    () => audit('FLUSH', null, { sources: { core: { count: 0, from: '3', to: '3' } } }),
  ],
  ['the last flush of the audit log does not end', sql('UPDATE lanes SET gateway_position = 2')],
  ['a flush of the audit log counts other records', sql(`DELETE FROM raw_events WHERE source = 'core'`)],
  [
    'a verdict is not what its last audit row says',
    sql(`UPDATE reconciliation_results SET reasons = '{AMOUNT_MISMATCH}'`),
  ],
  [
    'a missing source was told although',
    () => audit('VERDICT', 'T', verdict('MISMATCHED', ['MISSING_CORE'], 'MATCHED')),
  ],
  ['a deadline has passed', sql('UPDATE reconciliation_results SET due_at = (SELECT lane_time FROM lanes)')],
  ['the counters of a lane', sql(`UPDATE lanes SET status_counts = '{"MATCHED": 2}'`)],
  ['the records counted per minute', sql(`UPDATE stats_minute SET count = 2 WHERE measure = 'refused'`)],
  ['the verdicts counted per minute', sql(`DELETE FROM stats_minute WHERE measure = 'verdict'`)],
  ['breaks opened less breaks closed', sql(`UPDATE stats_minute SET count = 3 WHERE measure = 'opened'`)],
  ['a lane’s count of records that arrived', sql('UPDATE lanes SET mobile_arrived = 1')],
];

test('every invariant is spoilt by one of these', () => {
  for (const { says } of INVARIANTS)
    expect(
      SPOILT.some(([start]) => says.startsWith(start)),
      says,
    ).toBe(true);
});

test.each(SPOILT)('it is found where %s', async (says, spoil) => {
  const before = chain;
  // As a superuser who goes around the triggers that make the tables append-only.
  await client.query('BEGIN; SET LOCAL session_replication_role = replica');
  try {
    await spoil();
    expect((await checkInvariants(client, INVARIANTS)).filter((found) => found.startsWith(says))).not.toEqual(
      [],
    );
  } finally {
    await client.query('ROLLBACK');
    chain = before;
  }
});
