import { firstRuleSet, toJson } from '@tieout/core';
import { eventually, testDatabase, type TestDatabase } from '@tieout/testkit';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LaneHead, LaneTransaction } from '../lane-ports.ts';
import { SAMPLE_TIME, sampleEvent, sampleRecord, sampleWrite } from '../testing/sample-flush.ts';
import { PostgresLaneStorage } from './lane-storage.ts';
import { migrate } from './migrate.ts';
import { activateRuleSet } from './rule-set-activation.ts';
import { storeFirstRuleSet } from './rule-sets.ts';

const PARTITIONS = 20;

let database: TestDatabase;
let storage: PostgresLaneStorage;
let looking: Client;
let lanes = 0;

const rows = async (text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> =>
  (await looking.query<Record<string, unknown>>(text, values)).rows;
const takeLane = (): Promise<LaneHead> => storage.take(lanes++, PARTITIONS, 'test');
const activate = (rules: unknown = {}) =>
  activateRuleSet(database.url, { rules, author: 'user:ada', approver: 'user:bob', at: SAMPLE_TIME });

async function begin(head: LaneHead): Promise<LaneTransaction> {
  const begun = await storage.begin(head);
  if ('moved' in begun) throw new Error('the lane was moved');
  return begun;
}

/** Postgres sessions that wait for a lock of somebody else's in this database. */
const waiting = async (application: string): Promise<boolean> =>
  (
    await rows(
      `SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name = $1 AND wait_event_type = 'Lock'`,
      [application],
    )
  ).length > 0;

beforeAll(async () => {
  database = await testDatabase(migrate);
  await storeFirstRuleSet(database.url, firstRuleSet({ slaMs: 60_000 }));
  // Nobody is ended by force here: what waits for a lane waits.
  const settings = {
    databaseUrl: database.writerUrl,
    commitSlots: 4,
    applicationName: 'test',
    lockTimeoutMs: 60_000,
  };
  storage = new PostgresLaneStorage(
    settings,
    () => SAMPLE_TIME,
    () => {},
  );
  looking = new Client({ connectionString: database.url });
  await looking.connect();
});

afterAll(async () => {
  await looking.end();
  await storage.end();
  await database.drop();
});

describe('activating a rule set', () => {
  it('puts the next version in force after everything any lane has read, and says so in each chain', async () => {
    const [quick, slow] = [await takeLane(), await takeLane()];
    const event = sampleEvent('SEEN', 0n, { partition: quick.partition, appendTime: SAMPLE_TIME + 40 });
    const transaction = await begin(quick);
    await transaction.write([sampleWrite(null, [event])]);
    const record = sampleRecord(quick, [event]);
    const progress = { core: SAMPLE_TIME, gateway: SAMPLE_TIME + 39, mobile: SAMPLE_TIME };
    await transaction.commit({ ...record, head: { ...record.head, progress } });

    const activated = await activate({ policies: { WEB: { sla_ms: 5_000 } }, version: 77 });
    expect(activated).toMatchObject({ version: 2, effectiveFrom: SAMPLE_TIME + 41 });
    expect(activated.policies.WEB.slaMs).toBe(5_000);
    expect(await storage.ruleSets()).toEqual([firstRuleSet({ slaMs: 60_000 }), activated]);
    expect(await rows('SELECT version, state, author, approver FROM rule_sets ORDER BY version')).toEqual([
      { version: 1, state: 'retired', author: 'system:setup', approver: null },
      { version: 2, state: 'active', author: 'user:ada', approver: 'user:bob' },
    ]);
    for (const lane of [record.head, slow]) {
      const now = await storage.settle(lane);
      expect(now).toEqual({ ...now, epoch: lane.epoch, flushNumber: lane.flushNumber, rulesVersion: 2 });
      expect(now.chain.seq).toBe(lane.chain.seq + 1n);
      const [row] = await rows(
        'SELECT action, actor, prev_hash, hash, detail::jsonb AS detail FROM audit_logs WHERE chain = $1 AND seq = $2',
        [`lane-${lane.partition}`, now.chain.seq.toString()],
      );
      expect(row).toMatchObject({
        action: 'RULES_ACTIVATED',
        actor: 'user:bob',
        prev_hash: lane.chain.hash,
        hash: now.chain.hash,
        detail: {
          author: 'user:ada',
          approver: 'user:bob',
          version: 2,
          previous_version: 1,
          effective_from: new Date(SAMPLE_TIME + 41).toISOString(),
        },
      });
      // A flush that was judged by the rules before starts again.
      expect(await storage.begin(lane)).toEqual({ moved: now });
    }
  });

  it('comes after the version before, though nothing was read since', async () => {
    const first = await activate();
    const second = await activate();
    expect([second.version, second.effectiveFrom]).toEqual([first.version + 1, first.effectiveFrom + 1]);
  });

  it('leaves drafts alone and takes no version of theirs', async () => {
    const [newest] = (await storage.ruleSets()).slice(-1);
    const draft = (newest?.version ?? 0) + 1;
    await looking.query(
      `INSERT INTO rule_sets (version, state, body, author) VALUES ($1, 'draft', '{}', 'user:ada')`,
      [draft],
    );
    expect((await activate()).version).toBe(draft + 1);
    expect(await rows('SELECT state FROM rule_sets WHERE version = $1', [draft])).toEqual([
      { state: 'draft' },
    ]);
  });

  it('refuses what is no rule set, with the path, and changes nothing', async () => {
    const before = await storage.ruleSets();
    const refused = activate({ policies: { WEB: { sla_ms: 0 } }, colour: 1 });
    await expect(refused).rejects.toMatchObject({ code: 'INVALID_RULE_SET' });
    await expect(refused).rejects.toThrow(/colour: is unknown.*policies\.WEB\.sla_ms: must be/);
    await expect(activate('rules')).rejects.toMatchObject({ code: 'INVALID_RULE_SET' });
    expect(await storage.ruleSets()).toEqual(before);
  });

  it('waits for the flush under way, and reads how far that one has come', async () => {
    const head = await takeLane();
    const transaction = await begin(head);
    const activating = activate();
    await eventually('the activation waits for the lane', () => waiting('tieout rules'));
    const record = sampleRecord(head, []);
    const progress = { core: SAMPLE_TIME, gateway: SAMPLE_TIME, mobile: SAMPLE_TIME + 500_000 };
    await transaction.commit({ ...record, head: { ...record.head, progress } });
    expect((await activating).effectiveFrom).toBe(SAMPLE_TIME + 500_002);
    expect((await storage.settle(head)).flushNumber).toBe(record.head.flushNumber);
  });

  it('leaves out no lane that is made while it goes on', async () => {
    const head = await takeLane();
    const transaction = await begin(head);
    const activating = activate();
    await eventually('the activation waits for the lane', () => waiting('tieout rules'));
    const newcomer = takeLane().then(() => storage.ruleSets());
    await eventually('the newcomer waits for the activation', () => waiting('test'));
    await transaction.abandon();
    const activated = await activating;
    // What a lane does after it was taken: nobody will tell it of this version again.
    expect((await newcomer).at(-1)).toEqual(activated);
  });

  it('at once by several comes to one version each, one after another', async () => {
    const versions = (await Promise.all([activate(), activate(), activate()])).map(({ version }) => version);
    const least = Math.min(...versions);
    expect(versions.toSorted((a, b) => a - b)).toEqual([least, least + 1, least + 2]);
  });

  it('reads back every field that was given', async () => {
    const {
      version: _version,
      effective_from: _from,
      ...rules
    } = toJson({
      ...firstRuleSet({ slaMs: 7_000 }),
      autoResolve: [{ name: 'small', reasons: ['MISSING_MOBILE'], caps: new Map() }],
    });
    const policy = { ...rules.auto_resolve[0], caps: { INR: { item_minor: '5', day_minor: '9' } } };
    const activated = await activate({ ...rules, auto_resolve: [policy] });
    expect((await storage.ruleSets()).at(-1)).toEqual(activated);
    expect(toJson(activated)).toMatchObject({ ...rules, auto_resolve: [policy] });
  });
});
