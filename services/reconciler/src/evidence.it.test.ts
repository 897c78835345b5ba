import { randomUUID } from 'node:crypto';
import { partitionOf } from '@tieout/runtime';
import { activateRuleSet } from '@tieout/store';
import { eventually } from '@tieout/testkit';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { VerifierProgram } from './testing/verifier-program.ts';
import { WholePath } from './testing/whole-path.ts';

// What `npm run verify` says of a log that the real engine wrote, before and after somebody with all rights has touched it.

const PARTITIONS = 2;
const TABLES = ['audit_logs', 'raw_events', 'lanes'] as const;

let path: WholePath;
let verifier: VerifierProgram;
/** A lane that wrote verdicts, its last seq, and one of the middle. */
let chain = '';
let end = 0;
let middle = 0;

const laneOf = (id: string): number => partitionOf(Buffer.from(id), PARTITIONS);

async function ask(txnId: string | null, partition: number, verb: string, body: object): Promise<void> {
  const id = randomUUID();
  await path.looking.query(
    `INSERT INTO commands (id, partition, txn_id, verb, actor, body) VALUES ($1, $2, $3, $4, 'user:anna', $5)`,
    [id, partition, txnId, verb, JSON.stringify(body)],
  );
  const applied = await eventually(`${verb} is answered`, async () => {
    const [row] = await path.rows('SELECT outcome FROM commands WHERE id = $1', [id]);
    return row?.['outcome'] ?? undefined;
  });
  expect(applied).toMatchObject({ result: expect.stringMatching(/^(applied|accepted)$/) });
}

/** Something of everything that a lane writes. */
async function runTheEngine(): Promise<void> {
  await path.startEngine();
  for (let n = 0; n < 20; n++) {
    await path.produce('gateway', `SAME-${n}`);
    await path.produce('core', `SAME-${n}`);
  }
  await path.produce('gateway', 'OTHER', { amountMinor: 400_000n });
  await path.produce('core', 'OTHER');
  const { revision } = await path.verdict('OTHER', 'MISMATCHED', ['AMOUNT_MISMATCH']);
  await ask('OTHER', laneOf('OTHER'), 'resolve', {
    by: { subject: 'anna', roles: ['operator'] },
    code: 'ACCEPTED',
    note: 'seen and accepted',
    revision: Number(revision),
  });
  await activateRuleSet(path.database.url, {
    rules: { policies: { WEB: { sla_ms: 2_000 } } },
    author: 'user:ada',
    approver: 'user:bob',
    at: Date.now(),
  });
  await path.looking.query(
    `ALTER TABLE raw_events ADD CONSTRAINT refusing CHECK (event_id <> 'refused') NOT VALID`,
  );
  const { partition, offset } = await path.send(
    'gateway',
    'AGAIN',
    path.payments.gateway('AGAIN', { event_id: 'refused' }),
  );
  await path.produce('core', 'AGAIN');
  await path.produce('gateway', 'BEHIND');
  await path.allRead();
  await path.looking.query('ALTER TABLE raw_events DROP CONSTRAINT refusing');
  await ask(null, partition, 'redrive', { topic: path.topics.gateway, offset });
  await path.verdict('AGAIN', 'MATCHED');
  for (let n = 0; n < 20; n++) await path.verdict(`SAME-${n}`, 'MATCHED');
  expect(await path.stopEngines()).toEqual([]);
}

/** As a superuser may, past every trigger. */
async function tamper(...statements: readonly string[]): Promise<void> {
  await path.looking.query(
    `SET session_replication_role = replica; ${statements.join('; ')}; RESET session_replication_role`,
  );
}

/** One row of the chain; only known once the engine has run. */
const audit = (seq: number): string => `WHERE chain = '${chain}' AND seq = ${seq}`;

beforeAll(async () => {
  path = await WholePath.open({ slaMs: 1_000, partitions: PARTITIONS });
  verifier = await VerifierProgram.open(path.database);
  await runTheEngine();
  const [lane] = await path.rows('SELECT partition, chain_seq FROM lanes ORDER BY chain_seq DESC LIMIT 1');
  chain = `lane-${String(lane?.['partition'])}`;
  end = Number(lane?.['chain_seq']);
  middle = Math.floor(end / 2);
  for (const table of TABLES) await path.looking.query(`CREATE TABLE kept_${table} AS TABLE ${table}`);
});
afterEach(async () => {
  // DELETE, because a cut tail left fewer rows than were kept.
  for (const table of TABLES)
    await tamper(`DELETE FROM ${table}`, `INSERT INTO ${table} SELECT * FROM kept_${table}`);
});
afterAll(async () => {
  await verifier.close();
  await path.close();
});

describe('npm run verify, after a run of the engine', () => {
  it('holds: verdicts, a resolution, an activation, a dead letter and its redrive', async () => {
    const actions = await path.rows('SELECT DISTINCT action FROM audit_logs ORDER BY action');
    expect(actions.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['FLUSH', 'LANE_TAKEN', 'REDRIVE', 'RESOLVE', 'RULES_ACTIVATED', 'VERDICT']),
    );
    const { exitCode, text } = await verifier.run('--full', '--results');
    expect(exitCode, text).toBe(0);
  });

  it.each<[what: string, statement: () => string, finding: () => string]>([
    [
      'edited',
      () => `UPDATE audit_logs SET detail = replace(detail, '"seq":"', '"seq":"1') ${audit(middle)}`,
      () => `ROW_CHANGED ${chain} ${middle}`,
    ],
    ['deleted', () => `DELETE FROM audit_logs ${audit(middle)}`, () => `ROW_MISSING ${chain} ${middle}`],
    [
      'inserted',
      () =>
        `INSERT INTO audit_logs SELECT chain, seq + 1, at, actor, action, txn_id, command_id, detail, prev_hash, hash, logged_on
         FROM audit_logs ${audit(end)}`,
      () => `ROW_UNEXPECTED ${chain} ${end + 1}`,
    ],
  ])('names one audit row that was %s', async (_, statement, finding) => {
    await tamper(statement());
    const { exitCode, findings, text } = await verifier.run('--full');
    expect(exitCode, text).toBe(1);
    expect(findings).toEqual([finding()]);
  });

  const raw = `WHERE txn_id = 'SAME-7' AND source = 'core'`;

  it.each<[what: string, statement: string, finding: RegExp]>([
    ['edited', `UPDATE raw_events SET amount_minor = amount_minor + 1 ${raw}`, /^RAW_ROW_DIFFERS .*offset=/],
    ['deleted', `DELETE FROM raw_events ${raw}`, /^RAW_RANGE_DIFFERS .* source=core .* offsets \d+ to \d+$/],
    [
      'inserted',
      `INSERT INTO raw_events SELECT source, partition, "offset" + 1000, append_time, event_id, txn_id, event_type, status, outcome, amount_minor,
         currency, event_time, schema_id, payload, ingested_on FROM raw_events ${raw}`,
      /^RAW_UNEXPECTED .* offset=1\d\d\d$/,
    ],
  ])('names one raw row that was %s, or its range', async (_, statement, finding) => {
    await tamper(statement);
    const { exitCode, findings, text } = await verifier.run('--full');
    expect(exitCode, text).toBe(1);
    expect(findings).toEqual([expect.stringMatching(finding)]);
  });

  it('sees a tail that was cut, the lane’s own row set back with it, by the signed checkpoint', async () => {
    await tamper(
      `UPDATE lanes SET chain_seq = ${middle}, chain_hash = (SELECT hash FROM audit_logs ${audit(middle)}) WHERE 'lane-' || partition = '${chain}'`,
      `DELETE FROM audit_logs WHERE chain = '${chain}' AND seq > ${middle}`,
    );
    const { exitCode, findings } = await verifier.run();
    expect(exitCode).toBe(1);
    expect(findings).toContain(`CHECKPOINT_DIFFERS ${chain} ${middle + 1}`);
  });

  it('lets no service’s own login do any of it', async () => {
    const { writerUrl, readerUrl, notifierUrl, verifierUrl } = path.database;
    for (const connectionString of [writerUrl, readerUrl, notifierUrl, verifierUrl]) {
      const service = new Client({ connectionString });
      await service.connect();
      try {
        for (const statement of [
          `UPDATE audit_logs SET detail = '' ${audit(middle)}`,
          `DELETE FROM audit_logs ${audit(middle)}`,
          `UPDATE raw_events SET amount_minor = 1 ${raw}`,
          `DELETE FROM raw_events ${raw}`,
        ])
          await expect(service.query(statement), statement).rejects.toMatchObject({ code: '42501' });
      } finally {
        await service.end();
      }
    }
  });
});
