import { firstRuleSet, toJson, txnId } from '@tieout/core';
import { testDatabase, type TestDatabase } from '@tieout/testkit';
import { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appendToChain, type AuditEntry, laneChain } from '../audit/chain.ts';
import { PostgresLaneStorage } from '../postgres/lane-storage.ts';
import { migrate } from '../postgres/migrate.ts';
import { storeFirstRuleSet } from '../postgres/rule-sets.ts';
import { SAMPLE_TIME, sampleEvent, sampleRecord, sampleWrite } from '../testing/sample-flush.ts';
import {
  openReader,
  readKeptRecords,
  readLanes,
  readPassedThrough,
  readRecords,
  readRuleSets,
  readVerdicts,
  type Reader,
} from './index.ts';

const TOPICS = { core: 'core_txns', gateway: 'gateway_txns', mobile: 'mobile_txns' };
const RULES = firstRuleSet({ slaMs: 5_000 });

let database: TestDatabase;
let pool: Pool;
let reader: Reader;

const change = (id: string, status: string, reasons: readonly string[]): AuditEntry => ({
  at: SAMPLE_TIME,
  actor: 'system:lane-0',
  action: 'VERDICT',
  txnId: txnId(id),
  facts: { status, reasons },
});

/** One lane with one flush: A came twice and was sent again, B once; between them one record was refused. */
beforeAll(async () => {
  database = await testDatabase(migrate);
  await storeFirstRuleSet(database.url, RULES);
  const storage = new PostgresLaneStorage(
    { databaseUrl: database.writerUrl, commitSlots: 1, applicationName: 'test', lockTimeoutMs: 200 },
    () => SAMPLE_TIME,
    (error) => {
      throw error;
    },
  );
  const head = await storage.take(0, 2, 'test');
  const events = [sampleEvent('A', 0n), sampleEvent('A', 1n), sampleEvent('B', 3n)];
  const writes = [sampleWrite(null, events.slice(0, 2)), sampleWrite(null, events.slice(2))];
  const chain = appendToChain(laneChain(0), head.chain, [
    change('A', 'PENDING', []),
    change('A', 'MISMATCHED', ['MISSING_CORE', 'DUPLICATE_EVENT']),
    change('A', 'MISMATCHED', ['DUPLICATE_EVENT']),
    change('B', 'PENDING', []),
    change('C', 'PENDING', []),
  ]);
  const record = sampleRecord(head, events, {
    audit: chain.rows,
    deadLetters: [
      {
        topic: TOPICS.gateway,
        partition: 0,
        offset: 2n,
        appendTime: SAMPLE_TIME,
        key: null,
        code: 'UNDECODABLE',
        error: 'no value',
        payload: null,
        headers: {},
      },
    ],
  });
  const transaction = await storage.begin(head);
  if ('moved' in transaction) throw new Error('the lane was moved');
  expect(await transaction.write(writes)).toEqual([]);
  await transaction.commit({
    ...record,
    head: { ...record.head, positions: { ...head.positions, gateway: 4n }, chain: chain.head },
  });
  await storage.end();
  // The least that the verifier's and the API's logins may do is enough.
  pool = new Pool({ connectionString: database.readerUrl, max: 1 });
  reader = openReader(pool);
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

describe('a check reads', () => {
  it('the verdicts of the transactions it names, and no others', async () => {
    const rows = await readVerdicts(reader, ['A', 'C']);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ txn_id: 'A', status: 'PENDING', amount_minor: '5000', channel: 'WEB' });
    expect(rows[0]?.legs.gateway).toMatchObject({ event_id: 'event-A-1', amount_minor: '5000' });
  });

  it('every record of them', async () => {
    const records = await readRecords(reader, ['A', 'C']);
    expect(records.toSorted((a, b) => Number(a.offset - b.offset))).toEqual([
      {
        txnId: 'A',
        source: 'gateway',
        eventId: 'event-A-0',
        partition: 0,
        offset: 0n,
        appendTime: SAMPLE_TIME,
      },
      {
        txnId: 'A',
        source: 'gateway',
        eventId: 'event-A-1',
        partition: 0,
        offset: 1n,
        appendTime: SAMPLE_TIME,
      },
    ]);
  });

  it('in how many of them a status or reason was ever shown, each counted once', async () => {
    expect(await readPassedThrough(reader, ['A', 'B'])).toEqual(
      new Map<string, number>([
        ['PENDING', 2],
        ['MISMATCHED', 1],
        ['MISSING_CORE', 1],
        ['DUPLICATE_EVENT', 1],
      ]),
    );
  });

  it('how far each lane is, and what was kept of every partition', async () => {
    expect(await readLanes(reader)).toEqual([
      { partition: 0, laneTime: SAMPLE_TIME, halted: null, positions: { core: 0n, gateway: 4n, mobile: 0n } },
    ]);
    const nothing = { partition: 0, position: 0n, rows: 0n, offsets: 0n, refused: 0n };
    expect(await readKeptRecords(reader, TOPICS)).toEqual([
      { ...nothing, source: 'core' },
      { source: 'gateway', partition: 0, position: 4n, rows: 3n, offsets: 3n, refused: 1n },
      { ...nothing, source: 'mobile' },
    ]);
  });

  it('the rule sets that judge', async () => {
    expect(await readRuleSets(reader)).toEqual([toJson(RULES)]);
  });
});
