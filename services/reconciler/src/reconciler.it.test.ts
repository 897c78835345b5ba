import { eventually } from '@tieout/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { WholePath, type Engine } from './testing/whole-path.ts';

let path: WholePath;

const ownedBy = ({ reconciler }: Engine): number[] => [...reconciler.lanes.keys()].toSorted((a, b) => a - b);

beforeAll(async () => {
  path = await WholePath.open({ slaMs: 2_000, partitions: 2 });
});

afterEach(async () => {
  expect(await path.stopEngines()).toEqual([]);
});

afterAll(async () => {
  await path.close();
});

describe('the reconciler', () => {
  it('matches what agrees, tells what differs, and misses the bank after the SLA with no further input', async () => {
    await path.startEngine();
    await path.produce('gateway', 'ALONE');
    await path.produce('gateway', 'SAME');
    await path.produce('core', 'SAME');
    await path.produce('gateway', 'OTHER', { amountMinor: 500_000n });
    await path.produce('core', 'OTHER', { amountMinor: 450_000n });
    await path.verdict('SAME', 'MATCHED');
    expect(await path.verdict('OTHER', 'MISMATCHED', ['AMOUNT_MISMATCH'])).toMatchObject({
      discrepancy_minor: '50000',
      at_risk_minor: '50000',
    });
    const alone = await path.verdict('ALONE', 'MISMATCHED', ['MISSING_CORE']);
    expect(alone).toMatchObject({
      at_fault: 'core',
      missing: ['core'],
      at_risk_minor: '500000',
      due_at: null,
    });
    // Where the machine is so slow that it is first looked at after its deadline, nobody has seen it PENDING.
    expect(['PENDING MISMATCHED', 'MISMATCHED']).toContain((await path.history('ALONE')).join(' '));
    await path.produce('core', 'ALONE');
    await path.verdict('ALONE', 'MATCHED');
    const [late] = await path.rows(
      `SELECT detail::jsonb -> 'late_arrival' AS late FROM audit_logs WHERE txn_id = 'ALONE' ORDER BY seq DESC LIMIT 1`,
    );
    expect(late).toEqual({ late: ['core'] });
    await path.audit();
  });

  it('counts an event that comes again and changes nothing by it', async () => {
    await path.startEngine();
    await path.produce('gateway', 'AGAIN', { eventId: 'the-same' });
    await path.produce('core', 'AGAIN');
    await path.verdict('AGAIN', 'MATCHED');
    await path.produce('gateway', 'AGAIN', { eventId: 'the-same' });
    await path.allRead();
    expect(await path.verdict('AGAIN', 'MATCHED')).toMatchObject({
      revision: expect.stringMatching(/^[12]$/),
    });
    expect(await path.rows('SELECT FROM raw_events WHERE txn_id = $1', ['AGAIN'])).toHaveLength(3);
    await path.audit();
  });

  it('folds what comes after a transaction was closed into its real history', async () => {
    await path.startEngine();
    await path.produce('gateway', 'CLOSED');
    await path.produce('core', 'CLOSED');
    await path.verdict('CLOSED', 'MATCHED');
    await path.produce('gateway', 'CLOSED');
    const row = await path.verdict('CLOSED', 'MISMATCHED', ['DUPLICATE_EVENT']);
    expect(row).toMatchObject({ sources: ['core', 'gateway'] });
    await path.audit();
  });

  it('goes on after a restart where it stood, losing and repeating nothing', async () => {
    const first = await path.startEngine();
    for (let index = 0; index < 200; index++) await path.produce('gateway', `RESTART-${index}`);
    await first.stop();
    for (let index = 0; index < 200; index++) await path.produce('core', `RESTART-${index}`);
    await path.startEngine();
    for (let index = 0; index < 200; index++) await path.verdict(`RESTART-${index}`, 'MATCHED');
    await path.audit();
  });

  it('needs nothing of Redis that it cannot find again', async () => {
    await path.startEngine();
    await path.produce('gateway', 'LOST-1');
    await path.produce('gateway', 'LOST-2');
    await path.allRead();
    await path.redis.flush();
    await path.produce('core', 'LOST-1');
    await path.verdict('LOST-1', 'MATCHED');
    await path.verdict('LOST-2', 'MISMATCHED', ['MISSING_CORE']);
    await path.audit();
  });

  it('runs on Postgres alone where Redis is not there', async () => {
    await path.startEngine({ redisUrl: 'redis://127.0.0.1:1' });
    await path.produce('gateway', 'NO-REDIS-1');
    await path.allRead();
    await path.produce('core', 'NO-REDIS-1');
    await path.verdict('NO-REDIS-1', 'MATCHED');
    await path.produce('gateway', 'NO-REDIS-2');
    await path.verdict('NO-REDIS-2', 'MISMATCHED', ['MISSING_CORE']);
    await path.audit();
  });

  it('puts aside the one record the store refuses, and nothing else', async () => {
    await path.looking.query(
      `ALTER TABLE raw_events ADD CONSTRAINT no_poison CHECK (event_id NOT LIKE 'POISON%') NOT VALID`,
    );
    try {
      const values = Array.from({ length: 40 }, (_, index) => ({
        topic: path.topics.gateway,
        key: `BISECT-${index}`,
        value: path.payments.value(
          'gateway',
          `BISECT-${index}`,
          index === 17 ? { eventId: 'POISON-17' } : {},
        ),
      }));
      // In the log before the engine looks, so that all of it comes in one flush.
      await path.producer.send(values);
      await path.startEngine();
      await path.allRead();
      const letters = await path.rows(`SELECT key, code FROM dead_letters WHERE code = 'STORE_REFUSED'`);
      expect(letters).toEqual([{ key: Buffer.from('BISECT-17'), code: 'STORE_REFUSED' }]);
      const judged = await path.rows(
        `SELECT txn_id FROM reconciliation_results WHERE txn_id LIKE 'BISECT-%'`,
      );
      expect(judged).toHaveLength(39);
      await path.audit();
    } finally {
      await path.looking.query('ALTER TABLE raw_events DROP CONSTRAINT no_poison');
    }
  });

  it('commits everything once, though its connections to Postgres die again and again', async () => {
    await path.startEngine();
    const producing = (async () => {
      for (let index = 0; index < 300; index++) {
        await path.produce('gateway', `KILLED-${index}`);
        await path.produce('core', `KILLED-${index}`);
      }
    })();
    const produced = new AbortController();
    const killing = (async () => {
      while (!produced.signal.aborted) {
        await path.looking.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
           WHERE datname = current_database() AND application_name LIKE 'tieout reconciler%' AND state <> 'idle'`,
        );
      }
    })();
    await producing;
    produced.abort();
    await killing;
    for (let index = 0; index < 300; index++) await path.verdict(`KILLED-${index}`, 'MATCHED');
    await path.audit();
  });

  it('shares its lanes with a second process and takes them back, each record still counted once', async () => {
    const first = await path.startEngine();
    expect(ownedBy(first)).toEqual([0, 1]);
    const second = await path.startEngine();
    await eventually('both have a lane', () => ownedBy(first).length === 1 && ownedBy(second).length === 1);
    for (let index = 0; index < 50; index++) await path.produce('gateway', `SHARED-${index}`);
    await first.stop();
    for (let index = 0; index < 50; index++) await path.produce('core', `SHARED-${index}`);
    for (let index = 0; index < 50; index++) await path.verdict(`SHARED-${index}`, 'MATCHED');
    expect(ownedBy(second)).toEqual([0, 1]);
    await path.audit();
  });
});
