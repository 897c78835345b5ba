import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { partitionOf } from '@tieout/runtime';
import { eventually } from '@tieout/testkit';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ReconcilerProcess } from './testing/reconciler-process.ts';
import { WholePath } from './testing/whole-path.ts';

// The process itself, stopped and killed.

const PARTITIONS = 2;

let path: WholePath;
let running: ReconcilerProcess | undefined;

beforeAll(async () => {
  path = await WholePath.open({ slaMs: 60_000, partitions: PARTITIONS });
});
afterEach(async () => {
  await running?.stop();
  running = undefined;
});
afterAll(async () => {
  // One that was killed, or ended itself in haste, is a member until its session runs out.
  await eventually('the group is empty', async () => (await members()) === 0);
  await path.close();
});

async function members(): Promise<number> {
  const admin = path.kafka.admin();
  await admin.connect();
  const { groups } = await admin.describeGroups([`${path.server.prefix}group`]);
  await admin.disconnect();
  return groups[0]?.members.length ?? 0;
}

async function send(source: 'core' | 'gateway', ids: readonly string[]): Promise<void> {
  await path.producer.send(
    ids.map((id) => ({ topic: path.topics[source], key: id, value: path.payments.value(source, id) })),
  );
}

const ids = (name: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${name}-${index}`);

describe('a reconciler that is asked to stop', () => {
  it('ends the flush it is at, leaves the group so that nobody waits for its session to run out, and the next one goes on', async () => {
    // In this process, because one of its own ends itself where the machine is too slow for its five seconds.
    const engine = await path.startEngine();
    const payments = ids('STOPPED', 3_000);
    await send('gateway', payments);
    await send('core', payments);
    await eventually(
      'it flushes',
      async () => (await path.rows('SELECT FROM raw_events LIMIT 1')).length > 0,
    );
    expect(await members()).toBe(1);
    await engine.stop();
    expect(await members()).toBe(0);
    expect(await path.stopEngines()).toEqual([]);
    const left = await path.rows(
      `SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'tieout reconciler%' AND state <> 'idle'`,
    );
    expect(left).toEqual([]);
    await path.startEngine();
    await eventually('all are matched', async () => {
      const [counted] = await path.rows(
        `SELECT count(*)::int FROM reconciliation_results WHERE txn_id LIKE 'STOPPED-%' AND status = 'MATCHED'`,
      );
      return counted?.['count'] === payments.length;
    });
    await path.audit();
    expect(await path.stopEngines()).toEqual([]);
  });

  it('does so on SIGTERM', async () => {
    running = await ReconcilerProcess.start(path);
    const { exitCode, log } = await running.stop();
    running = undefined;
    // By itself: a signal would have left none.
    expect(exitCode).not.toBeNull();
    expect(log).toContain('"reason":"SIGTERM","msg":"stopping"');
  });
});

interface Asked {
  readonly id: string;
  readonly txnId: string;
  readonly note: string;
}

/** As the API asks. */
async function comment(by: Client, txnId: string, number: number): Promise<Asked> {
  const id = randomUUID();
  const note = `comment ${number}`;
  const body = { by: { subject: 'anna', roles: ['operator'] }, note };
  await by.query(
    `INSERT INTO commands (id, partition, txn_id, verb, actor, body) VALUES ($1, $2, $3, 'comment', 'user:anna', $4)`,
    [id, partitionOf(Buffer.from(txnId), PARTITIONS), txnId, JSON.stringify(body)],
  );
  return { id, txnId, note };
}

/** Kills the process in the middle of the transaction that answers commands: after they were answered, before COMMIT. */
async function killBetween(victim: ReconcilerProcess, ask: () => Promise<unknown>): Promise<void> {
  const holder = new Client({ connectionString: path.database.url });
  await holder.connect();
  try {
    await holder.query('BEGIN; LOCK TABLE stats_minute IN EXCLUSIVE MODE');
    await ask();
    await eventually('a flush waits with answered commands', async () => {
      const waiting = await path.rows(
        `SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'tieout reconciler%'
         AND wait_event_type = 'Lock' AND query LIKE '%INSERT INTO stats_minute%'`,
      );
      return waiting.length > 0;
    });
    await victim.kill();
  } finally {
    await holder.end();
  }
}

describe('commands', () => {
  it('are each carried out once, with who and why, though the process is killed between taking and committing them, and at any moment', async () => {
    running = await ReconcilerProcess.start(path);
    const txns = ids('ASKED', 8);
    await send('gateway', txns);
    for (const id of txns) await path.produce('core', id, { amountMinor: 1n });
    for (const id of txns) await path.verdict(id, 'MISMATCHED', ['AMOUNT_MISMATCH']);
    const api = new Client({ connectionString: path.database.readerUrl });
    await api.connect();
    const asked: Asked[] = [];
    const askOnce = async (): Promise<void> => {
      for (const txnId of txns) asked.push(await comment(api, txnId, asked.length));
    };
    const over = new AbortController();
    const asking = (async () => {
      while (!over.signal.aborted) {
        await askOnce();
        await delay(20);
      }
    })();
    await killBetween(running, askOnce);
    running = await ReconcilerProcess.start(path);
    await eventually('it answers', async () => {
      const waiting = await path.rows('SELECT FROM commands WHERE applied_at IS NULL LIMIT 1');
      return (
        waiting.length > 0 &&
        (await path.rows('SELECT FROM commands WHERE applied_at IS NOT NULL LIMIT 1')).length > 0
      );
    });
    await running.kill();
    running = await ReconcilerProcess.start(path);
    over.abort();
    await asking;
    await api.end();
    await eventually('every command is answered', async () => {
      const waiting = await path.rows('SELECT FROM commands WHERE applied_at IS NULL LIMIT 1');
      return waiting.length === 0;
    });
    const told = await path.rows(
      `SELECT command_id AS id, txn_id, actor, detail::jsonb ->> 'note' AS note FROM audit_logs WHERE action = 'COMMENT'`,
    );
    expect(told).toHaveLength(asked.length);
    expect(new Map(told.map(({ id, txn_id, actor, note }) => [id, [txn_id, actor, note]]))).toEqual(
      new Map(asked.map(({ id, txnId, note }) => [id, [txnId, 'user:anna', note]])),
    );
    await path.audit();
  });
});
