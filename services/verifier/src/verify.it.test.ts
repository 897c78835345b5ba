import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { txnId } from '@tieout/core';
import { createSchemaRegistry } from '@tieout/runtime';
import { createSourceReaders } from '@tieout/sources';
import { AccessLog } from '@tieout/store/access';
import { chainHash, migrate } from '@tieout/store';
import { leaveResult } from '@tieout/store/evidence';
import { openReader, readVerification } from '@tieout/store/reading';
import { testDatabase, testServers, type TestDatabase } from '@tieout/testkit';
import { Client, Pool } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DAY_MS, day, WrittenLane } from './testing/written-lane.ts';
import { openCheckpoint, sealCheckpoint } from './checkpoints/checkpoint.ts';
import { findingsOf, resultOf } from './report.ts';
import { verifyEvidence, type Report } from './verify.ts';

const key = generateKeyPairSync('ed25519').privateKey;
const readers = createSourceReaders(createSchemaRegistry(testServers().registry_url));
const today = Math.floor(Date.now() / DAY_MS) * DAY_MS + 1_000;
let database: TestDatabase;
let superuser: Client;
let verifier: Pool;
let lane: WrittenLane;
let folder: string;

beforeAll(async () => {
  database = await testDatabase(migrate);
  superuser = new Client({ connectionString: database.url });
  await superuser.connect();
  verifier = new Pool({ connectionString: database.verifierUrl, max: 5 });
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tieout-verify-'));
  await tamper('DELETE FROM audit_logs', 'DELETE FROM raw_events', 'DELETE FROM lanes', 'DELETE FROM chains');
  lane = await WrittenLane.open(superuser, testServers().registry_url);
  // seq 1: FLUSH, 2 to 4: VERDICT, 5: FLUSH, 6 to 8: VERDICT; offsets 1 to 3 and 5 to 7 of each source.
  await lane.flush(3, today);
  await lane.flush(3, today + 1_000);
});
afterEach(() => rm(folder, { recursive: true }));
afterAll(async () => {
  await verifier.end();
  await superuser.end();
  await database.drop();
});

const silent = (): void => {};

function verify({ full = false, results = false } = {}): Promise<Report> {
  return verifyEvidence({
    pool: verifier,
    readers,
    checkpointFolder: folder,
    key,
    full,
    results,
    now: () => today + 5_000,
    onProgress: silent,
  });
}

/** What somebody with all rights over the database may do. */
async function tamper(...statements: string[]): Promise<void> {
  await superuser.query(
    `SET session_replication_role = replica; ${statements.join('; ')}; RESET session_replication_role`,
  );
}

/** Code and place of each finding. */
async function found(options: { full?: boolean; results?: boolean } = {}): Promise<string[]> {
  const report = await verify(options);
  return findingsOf(report).map(({ code, chain, seq, place }) =>
    [code, chain, seq === null ? null : `seq ${seq}`, place].filter((part) => part !== null).join(' '),
  );
}

/** Hashes a chain anew from a row on, its head included: what nobody without the key can tell from the truth inside the database. */
async function hashAnew(fromSeq: number): Promise<void> {
  const before = await superuser.query<{ hash: Buffer }>(
    `SELECT hash FROM audit_logs WHERE chain = 'lane-0' AND seq = $1`,
    [fromSeq - 1],
  );
  let hash = before.rows[0]?.hash ?? Buffer.alloc(32);
  const { rows } = await superuser.query<{ seq: string; detail: string }>(
    `SELECT seq, detail FROM audit_logs WHERE chain = 'lane-0' AND seq >= $1 ORDER BY seq`,
    [fromSeq],
  );
  await superuser.query('SET session_replication_role = replica');
  for (const { seq, detail } of rows) {
    const next = chainHash(hash, detail);
    await superuser.query(
      `UPDATE audit_logs SET prev_hash = $1, hash = $2 WHERE chain = 'lane-0' AND seq = $3`,
      [hash, next, seq],
    );
    hash = next;
  }
  await superuser.query('UPDATE lanes SET chain_seq = $1, chain_hash = $2', [
    rows.at(-1)?.seq ?? fromSeq - 1,
    hash,
  ]);
  await superuser.query('RESET session_replication_role');
}

describe('evidence that nobody touched', () => {
  it('holds, lanes and access chains, and leaves a signed checkpoint to begin from the next time', async () => {
    const pool = new Pool({ connectionString: database.readerUrl });
    const access = new AccessLog(pool);
    await access.record({
      who: 'vera',
      subject: 's',
      roles: ['viewer'],
      what: 'transaction',
      filterOrId: 'T1',
      txnId: null,
      rows: 1,
      address: '127.0.0.1',
      requestId: 'r',
    });
    await access.close();
    await pool.end();
    const first = await verify();
    expect(findingsOf(first)).toEqual([]);
    expect(first.chains.map(({ chain, auditRows, rawRows }) => [chain, auditRows, rawRows])).toEqual([
      ['lane-0', 8, 18],
      ['access-0', 1, 0],
    ]);
    expect(first.checkpoint?.number).toBe(1);

    await lane.flush(2, today + 2_000);
    const second = await verify();
    expect(findingsOf(second)).toEqual([]);
    // The row of the checkpoint and the three new ones; six new raw rows.
    expect(second.chains.map(({ from, auditRows, rawRows }) => [from, auditRows, rawRows])).toEqual([
      [8n, 4, 6],
      [1n, 1, 0],
    ]);
    expect(second.checkpoint?.number).toBe(2);
    expect((await verify()).checkpoint).toBeNull();
    const full = await verify({ full: true });
    expect(findingsOf(full)).toEqual([]);
    expect(full.chains[0]).toMatchObject({ auditRows: 11, rawRows: 24 });
  });

  it('holds before the first record, and leaves no checkpoint of nothing', async () => {
    await tamper('DELETE FROM audit_logs', 'DELETE FROM raw_events', 'DELETE FROM lanes');
    const report = await verify();
    expect(findingsOf(report)).toEqual([]);
    expect(report.checkpoint).toBeNull();
    expect(await readdir(folder)).toEqual([]);
  });
});

describe('what a run came to', () => {
  it('is left where the API finds it, with the first that does not hold', async () => {
    const pool = new Pool({ connectionString: database.readerUrl });
    try {
      const reader = openReader(pool);
      await leaveResult(verifier, resultOf(await verify({ results: true })));
      expect(await readVerification(reader)).toMatchObject({
        whole: true,
        chains: 1,
        auditRows: 8,
        rawRows: 18,
        failure: null,
      });
      await tamper(`UPDATE audit_logs SET actor = 'user:mallory' WHERE seq = 3`);
      await leaveResult(verifier, resultOf(await verify({ full: true })));
      const failure = { findings: 1, code: 'COLUMN_DIFFERS', chain: 'lane-0', seq: '3', place: null };
      expect(await readVerification(reader)).toMatchObject({ failure });
      // The next one begins behind it and finds nothing: that says nothing of what lies before.
      const next = await verify();
      expect(findingsOf(next)).toEqual([]);
      await leaveResult(verifier, resultOf(next));
      expect(await readVerification(reader)).toMatchObject({ whole: false, failure });
    } finally {
      await pool.end();
    }
  });

  it.each([
    'UPDATE verifications SET findings = 0',
    'DELETE FROM verifications',
    'SELECT FROM verifications',
  ])('stays as it was left: a verifier is refused "%s"', async (statement) => {
    await expect(verifier.query(statement)).rejects.toMatchObject({ code: '42501' });
  });
});

describe('one audit row', () => {
  it.each<[what: string, statement: string, finding: string]>([
    [
      'detail edited',
      `UPDATE audit_logs SET detail = replace(detail, 'MATCHED', 'PENDING') WHERE seq = 3`,
      'ROW_CHANGED lane-0 seq 3',
    ],
    [
      'hash edited',
      `UPDATE audit_logs SET hash = decode(repeat('ab', 32), 'hex') WHERE seq = 3`,
      'ROW_CHANGED lane-0 seq 3',
    ],
    [
      'prev_hash edited',
      `UPDATE audit_logs SET prev_hash = decode(repeat('ab', 32), 'hex') WHERE seq = 3`,
      'ROW_CHANGED lane-0 seq 3',
    ],
    [
      'actor edited',
      `UPDATE audit_logs SET actor = 'user:mallory' WHERE seq = 3`,
      'COLUMN_DIFFERS lane-0 seq 3',
    ],
    [
      'action edited',
      `UPDATE audit_logs SET action = 'NOTHING' WHERE seq = 3`,
      'COLUMN_DIFFERS lane-0 seq 3',
    ],
    [
      'transaction edited',
      `UPDATE audit_logs SET txn_id = 'T9' WHERE seq = 3`,
      'COLUMN_DIFFERS lane-0 seq 3',
    ],
    [
      'command edited',
      `UPDATE audit_logs SET command_id = gen_random_uuid() WHERE seq = 3`,
      'COLUMN_DIFFERS lane-0 seq 3',
    ],
    [
      'time moved by a microsecond',
      `UPDATE audit_logs SET at = at + interval '1 microsecond' WHERE seq = 3`,
      'COLUMN_DIFFERS lane-0 seq 3',
    ],
    [
      'moved to another day',
      `UPDATE audit_logs SET logged_on = logged_on + 1 WHERE seq = 3`,
      'COLUMN_DIFFERS lane-0 seq 3',
    ],
    ['deleted', 'DELETE FROM audit_logs WHERE seq = 3', 'ROW_MISSING lane-0 seq 3'],
    ['the first deleted', 'DELETE FROM audit_logs WHERE seq = 1', 'ROW_MISSING lane-0 seq 1'],
    ['the first ones deleted', 'DELETE FROM audit_logs WHERE seq < 5', 'ROW_MISSING lane-0 seq 1'],
    ['all deleted', 'DELETE FROM audit_logs', 'ROW_MISSING lane-0 seq 1'],
    ['the last deleted', 'DELETE FROM audit_logs WHERE seq = 8', 'ROW_MISSING lane-0 seq 8'],
    [
      'inserted before the first',
      `INSERT INTO audit_logs SELECT chain, 0, at, actor, action, txn_id, command_id, detail, prev_hash, hash, logged_on FROM audit_logs WHERE seq = 1`,
      'ROW_UNEXPECTED lane-0 seq 0',
    ],
    [
      'inserted beside another',
      `INSERT INTO audit_logs SELECT chain, seq, at, actor, action, txn_id, command_id, detail, prev_hash, hash, logged_on + 1 FROM audit_logs WHERE seq = 3`,
      'ROW_UNEXPECTED lane-0 seq 3',
    ],
    [
      'inserted behind the last',
      `INSERT INTO audit_logs SELECT chain, 9, at, actor, action, txn_id, command_id, detail, prev_hash, hash, logged_on FROM audit_logs WHERE seq = 8`,
      'ROW_UNEXPECTED lane-0 seq 9',
    ],
    [
      'swapped with the next',
      `UPDATE audit_logs SET seq = 7 - seq + 100 WHERE seq IN (3, 4); UPDATE audit_logs SET seq = seq - 100 WHERE seq > 100`,
      'LINK_BROKEN lane-0 seq 3',
    ],
    [
      'of a chain that nobody writes',
      `INSERT INTO audit_logs SELECT 'lane-7', 1, at, actor, action, txn_id, command_id, detail, prev_hash, hash, logged_on FROM audit_logs WHERE seq = 1`,
      'ROW_UNEXPECTED lane-7',
    ],
    [
      'and the lane’s head edited',
      `UPDATE lanes SET chain_hash = decode(repeat('ab', 32), 'hex')`,
      'HEAD_DIFFERS lane-0 seq 8',
    ],
  ])('%s: named', async (_, statement, finding) => {
    await tamper(statement);
    expect(await found()).toEqual([finding]);
    expect(await readdir(folder)).toEqual([]);
  });
});

const range = (offsets: string): string =>
  `RAW_RANGE_DIFFERS lane-0 seq 5 raw_events source=gateway partition=0 offsets ${offsets}`;
const row = (code: string, offset: number, seq = ' seq 5'): string =>
  `${code} lane-0${seq} raw_events source=gateway partition=0 offset=${offset}`;

describe('one raw row', () => {
  const at = `WHERE source = 'gateway' AND "offset" = 6`;
  const copy = (columns: string): string => `INSERT INTO raw_events SELECT ${columns} FROM raw_events ${at}`;
  const others = `append_time, event_id, txn_id, event_type, status, outcome, amount_minor, currency, event_time, schema_id, payload`;
  it.each<[what: string, statement: string, findings: string[]]>([
    ['amount edited', `UPDATE raw_events SET amount_minor = 1 ${at}`, [row('RAW_ROW_DIFFERS', 6)]],
    ['currency edited', `UPDATE raw_events SET currency = 'USD' ${at}`, [row('RAW_ROW_DIFFERS', 6)]],
    ['transaction edited', `UPDATE raw_events SET txn_id = 'T99' ${at}`, [row('RAW_ROW_DIFFERS', 6)]],
    ['event edited', `UPDATE raw_events SET event_id = 'other' ${at}`, [row('RAW_ROW_DIFFERS', 6)]],
    ['type edited', `UPDATE raw_events SET event_type = 'PAYMENT_FAILED' ${at}`, [row('RAW_ROW_DIFFERS', 6)]],
    ['status edited', `UPDATE raw_events SET status = 'FAILED' ${at}`, [row('RAW_ROW_DIFFERS', 6)]],
    ['outcome edited', `UPDATE raw_events SET outcome = 'FAILED' ${at}`, [row('RAW_ROW_DIFFERS', 6)]],
    [
      'event time edited',
      `UPDATE raw_events SET event_time = event_time + interval '1 ms' ${at}`,
      [row('RAW_ROW_DIFFERS', 6)],
    ],
    ['day edited', `UPDATE raw_events SET ingested_on = ingested_on + 1 ${at}`, [row('RAW_ROW_DIFFERS', 6)]],
    [
      'append time edited',
      `UPDATE raw_events SET append_time = append_time + interval '1 ms' ${at}`,
      [range('4 to 7')],
    ],
    [
      'bytes replaced by another row’s',
      `UPDATE raw_events SET payload = (SELECT payload FROM raw_events WHERE source = 'gateway' AND "offset" = 5) ${at}`,
      [row('RAW_ROW_DIFFERS', 6), range('4 to 7')],
    ],
    ['deleted', `DELETE FROM raw_events ${at}`, [range('4 to 7')]],
    ['inserted within a flush', copy(`source, partition, 4, ${others}, ingested_on`), [range('4 to 7')]],
    [
      'inserted beside another',
      copy(`source, partition, "offset", ${others}, ingested_on + 1`),
      [row('RAW_ROW_DIFFERS', 6), range('4 to 7')],
    ],
    [
      'inserted before all',
      copy(`source, partition, -1, ${others}, ingested_on`),
      [row('RAW_UNEXPECTED', -1, '')],
    ],
    [
      'inserted behind all',
      copy(`source, partition, 8, ${others}, ingested_on`),
      [row('RAW_UNEXPECTED', 8, '')],
    ],
    [
      'of a lane that does not exist',
      copy(`source, 7, "offset", ${others}, ingested_on`),
      ['RAW_UNEXPECTED raw_events source=gateway partition=7'],
    ],
  ])('%s: named, or its flush’s range', async (_, statement, findings) => {
    await tamper(statement);
    expect(await found()).toEqual(findings);
  });

  it('edited together with the digest of its flush, the chain hashed anew: named by its bytes', async () => {
    await tamper(
      `UPDATE raw_events SET amount_minor = 1 ${at}`,
      `UPDATE audit_logs SET detail = replace(detail, '"refused":0', '"refused":1') WHERE seq = 5`,
    );
    await hashAnew(5);
    expect(await found()).toEqual([row('RAW_ROW_DIFFERS', 6)]);
  });
});

describe('a raw row that a redrive put there', () => {
  const there = `WHERE source = 'gateway' AND "offset" = 4`;
  beforeEach(() => lane.redrive('gateway', 4n, today + 2_000));

  it('takes nothing from the flush in whose range it lies, and is checked by its own', async () => {
    const whole = await verify();
    expect(findingsOf(whole)).toEqual([]);
    expect(whole.chains[0]).toMatchObject({ auditRows: 9, rawRows: 19 });
  });

  it('is checked also where a checkpoint has seen its range', async () => {
    await verify();
    await lane.redrive('core', 0n, today + 3_000);
    const next = await verify();
    expect(findingsOf(next)).toEqual([]);
    expect(next.chains[0]).toMatchObject({ from: 9n, rawRows: 1 });
    await lane.redrive('core', 4n, today + 4_000);
    await tamper(`DELETE FROM raw_events WHERE source = 'core' AND "offset" = 4`);
    expect(await found()).toEqual([
      'RAW_RANGE_DIFFERS lane-0 seq 11 raw_events source=core partition=0 offset=4',
    ]);
  });

  it.each<[what: string, statement: string, findings: string[]]>([
    ['edited', `UPDATE raw_events SET amount_minor = 1 ${there}`, [row('RAW_ROW_DIFFERS', 4, ' seq 9')]],
    ['deleted', `DELETE FROM raw_events ${there}`, [row('RAW_RANGE_DIFFERS', 4, ' seq 9')]],
    [
      'its bytes another row’s',
      `UPDATE raw_events SET payload = (SELECT payload FROM raw_events WHERE source = 'gateway' AND "offset" = 5) ${there}`,
      [row('RAW_ROW_DIFFERS', 4, ' seq 9'), row('RAW_RANGE_DIFFERS', 4, ' seq 9')],
    ],
    [
      'its redrive deleted with it',
      `DELETE FROM audit_logs WHERE seq = 9`,
      [range('4 to 7'), 'ROW_MISSING lane-0 seq 9'],
    ],
  ])('%s: named', async (_, statement, findings) => {
    await tamper(statement);
    expect(await found()).toEqual(findings);
  });
});

const file = (): string => join(folder, `${day(today)}.jsonl`);

describe('a signed checkpoint', () => {
  it('sees a chain whose history was written anew', async () => {
    await verify();
    await lane.flush(2, today + 2_000);
    await tamper(`UPDATE audit_logs SET detail = replace(detail, 'MATCHED', 'PENDING') WHERE seq = 3`);
    await hashAnew(3);
    expect(await found()).toEqual(['CHECKPOINT_DIFFERS lane-0 seq 8']);
    expect(await found({ full: true })).toEqual(['CHECKPOINT_DIFFERS lane-0 seq 8']);
    // Nothing inside the database tells.
    await rm(file());
    expect(await found({ full: true })).toEqual([]);
  });

  it('sees a tail that was cut, its head set back', async () => {
    await verify();
    await tamper('DELETE FROM audit_logs WHERE seq > 4', `DELETE FROM raw_events WHERE "offset" > 3`);
    await superuser.query('UPDATE lanes SET core_position = 4, gateway_position = 4, mobile_position = 4');
    await hashAnew(4);
    expect(await found()).toEqual(['CHECKPOINT_DIFFERS lane-0 seq 5']);
    expect(await found({ full: true })).toEqual(['CHECKPOINT_DIFFERS lane-0 seq 5']);
  });

  it('sees a whole chain that is gone', async () => {
    await verify();
    await tamper('DELETE FROM audit_logs', 'DELETE FROM raw_events', 'DELETE FROM lanes');
    expect(await found()).toEqual(['CHECKPOINT_DIFFERS lane-0 seq 8']);
  });

  it('spares what it has seen: an edit before it shows with --full', async () => {
    await verify();
    await tamper(`UPDATE audit_logs SET actor = 'user:mallory' WHERE seq = 3`);
    expect(await found()).toEqual([]);
    expect(await found({ full: true })).toEqual(['COLUMN_DIFFERS lane-0 seq 3']);
  });

  it('is named where its row was deleted', async () => {
    await verify();
    await lane.flush(2, today + 2_000);
    await tamper('DELETE FROM audit_logs WHERE seq = 8');
    expect(await found()).toEqual(['ROW_MISSING lane-0 seq 8']);
  });

  it('that was edited is named, and the run begins from the one before', async () => {
    await verify();
    await lane.flush(2, today + 2_000);
    await verify();
    const text = await readFile(file(), 'utf8');
    const lines = text.trimEnd().split('\n');
    expect(lines).toHaveLength(2);
    await writeFile(file(), `${lines[0]}\n${lines[1]?.replace('"seq":"11"', '"seq":"10"')}\n`);
    const report = await verify();
    expect(findingsOf(report)).toMatchObject([
      { code: 'CHECKPOINT_FORGED', place: `${file()}, line 2`, problem: 'the signature does not hold' },
    ]);
    expect(report.since?.number).toBe(1);
    expect(report.checkpoint).toBeNull();
  });

  it('that another key signed is named', async () => {
    await verify();
    const other = generateKeyPairSync('ed25519').privateKey;
    const line = (await readFile(file(), 'utf8')).trimEnd();
    const opened = openCheckpoint(line, createPublicKey(key));
    if (!('checkpoint' in opened)) throw new Error(opened.problem);
    await writeFile(file(), `${sealCheckpoint(opened.checkpoint, other)}\n`);
    expect(await found()).toEqual([`CHECKPOINT_FORGED ${file()}, line 1`]);
  });

  it('that was taken out between others is missed', async () => {
    for (const at of [1_000, 2_000, 3_000]) {
      await verify();
      await lane.flush(1, today + at);
    }
    const lines = (await readFile(file(), 'utf8')).trimEnd().split('\n');
    expect(lines).toHaveLength(3);
    await writeFile(file(), `${lines[0]}\n${lines[2]}\n`);
    expect(await found()).toEqual([`CHECKPOINT_FORGED ${file()}, line 2`]);
  });

  it('is one line of JSON; what is not is named', async () => {
    await verify();
    await appendFile(file(), 'no checkpoint\n');
    expect(await found()).toEqual([`CHECKPOINT_FORGED ${file()}, line 2`]);
  });
});

describe('with --results', () => {
  const where = `WHERE txn_id = 'T50'`;
  const facts = {
    amount_minor: '5000',
    at_fault: null,
    at_risk_minor: '5000',
    channel: 'WEB',
    currency: 'INR',
    deadline_at: '2026-11-21T10:01:00.007Z',
    discrepancy_minor: null,
    first_seen_at: '2026-11-21T10:00:00.007Z',
    hints: [],
    legs: { core: null, gateway: { amount_minor: '5000', late: false }, mobile: null },
    missing: ['core'],
    reasons: ['MISSING_CORE'],
    rule_version: 1,
    severity: 'high',
    sources: ['gateway'],
    status: 'MISMATCHED',
  };

  beforeEach(async () => {
    await superuser.query('DELETE FROM reconciliation_results');
    const entry = { at: today, actor: 'system:lane-0', action: 'VERDICT', txnId: txnId('T50') };
    await lane.append([
      { ...entry, facts: { ...facts, status: 'PENDING' } },
      { ...entry, facts },
    ]);
    await superuser.query(
      `INSERT INTO reconciliation_results (partition, txn_id, status, reasons, severity, hints, currency, amount_minor, at_risk_minor, channel,
         sources, missing, first_seen_at, deadline_at, updated_at, rule_version, legs, revision, state)
       VALUES (0, 'T50', 'MISMATCHED', '{MISSING_CORE}', 'high', '{}', 'INR', 5000, 5000, 'WEB', '{gateway}', '{core}', $1, $2, now(), 1, $3, 2, '')`,
      [facts.first_seen_at, facts.deadline_at, JSON.stringify(facts.legs)],
    );
  });

  it('every transaction shows its last verdict in the log', async () => {
    const report = await verify({ results: true });
    expect(findingsOf(report)).toEqual([]);
    expect(report.results).toMatchObject({ transactions: 1, withoutRow: 0 });
  });

  it.each([
    ['status', `UPDATE reconciliation_results SET status = 'PENDING' ${where}`],
    ['reasons', `UPDATE reconciliation_results SET reasons = '{}' ${where}`],
    ['severity', `UPDATE reconciliation_results SET severity = NULL ${where}`],
    ['at_risk_minor', `UPDATE reconciliation_results SET at_risk_minor = 0 ${where}`],
    ['discrepancy_minor', `UPDATE reconciliation_results SET discrepancy_minor = 1 ${where}`],
    ['deadline_at', `UPDATE reconciliation_results SET deadline_at = deadline_at + interval '1 ms' ${where}`],
    ['legs', `UPDATE reconciliation_results SET legs = jsonb_set(legs, '{gateway,late}', 'true') ${where}`],
  ])('an edited %s is named', async (field, statement) => {
    await superuser.query(statement);
    const report = await verify({ results: true });
    expect(findingsOf(report)).toMatchObject([
      { code: 'RESULT_DIFFERS', seq: 10n, problem: `${field} is not what the last verdict says` },
    ]);
    expect(report.checkpoint).toBeNull();
  });

  it('a transaction of which no verdict speaks is named', async () => {
    await superuser.query(`UPDATE reconciliation_results SET txn_id = 'T51' ${where}`);
    const place = 'reconciliation_results partition=0 txn_id=T51';
    expect(await found({ results: true })).toEqual([`RESULT_DIFFERS lane-0 ${place}`]);
  });
});

describe('the roles of the application', () => {
  it.each(['writerUrl', 'readerUrl', 'verifierUrl', 'notifierUrl'] as const)(
    '%s may change no evidence',
    async (role) => {
      const statements: string[] = [];
      for (const table of ['raw_events', 'audit_logs']) {
        const partition = `${table}_${day(today).replaceAll('-', '')}`;
        for (const one of [table, partition]) {
          const ways = ['DELETE FROM', 'TRUNCATE', 'DROP TABLE'].map((way) => `${way} ${one}`);
          statements.push(
            `UPDATE ${one} SET txn_id = 'T99'`,
            `ALTER TABLE ${one} DISABLE TRIGGER ALL`,
            ...ways,
          );
        }
        statements.push(`ALTER TABLE ${table} DETACH PARTITION ${partition}`);
      }
      const pool = new Pool({ connectionString: database[role], max: 1 });
      try {
        for (const statement of [...statements, 'SET session_replication_role = replica'])
          await expect(pool.query(statement), statement).rejects.toMatchObject({ code: '42501' });
      } finally {
        await pool.end();
      }
    },
  );

  it('and even the owner’s statement is refused while the triggers stand', async () => {
    for (const statement of [
      'UPDATE raw_events SET currency = currency',
      'DELETE FROM audit_logs',
      'TRUNCATE raw_events',
      ...[0, 7].map((ahead) => `TRUNCATE audit_logs_${day(today + ahead * DAY_MS).replaceAll('-', '')}`),
    ])
      await expect(superuser.query(statement), statement).rejects.toMatchObject({ code: '23001' });
  });
});
