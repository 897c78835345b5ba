import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net';
import { firstRuleSet, txnId, type Source } from '@tieout/core';
import { testDatabase, type TestDatabase } from '@tieout/testkit';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { FlushRecord, LaneHead, LaneTransaction, ResultWrite } from '../lane-ports.ts';
import { SAMPLE_TIME, sampleEvent, sampleRecord, sampleWrite } from '../testing/sample-flush.ts';
import { PostgresLaneStorage } from './lane-storage.ts';
import { migrate } from './migrate.ts';
import { storeFirstRuleSet } from './rule-sets.ts';

const TOPICS: Record<Source, string> = { core: 'core_txns', gateway: 'gateway_txns', mobile: 'mobile_txns' };
const PARTITIONS = 50;

let database: TestDatabase;
let storage: PostgresLaneStorage;
let looking: Client;
let lanes = 0;
const opened: { end(): Promise<void> | void }[] = [];

function open(databaseUrl: string): PostgresLaneStorage {
  const made = new PostgresLaneStorage(
    { databaseUrl, commitSlots: 2, applicationName: 'test', lockTimeoutMs: 200 },
    TOPICS,
    () => SAMPLE_TIME,
    () => {
      // Connections are killed on purpose here; what matters is what the calls on them say.
    },
  );
  opened.push(made);
  return made;
}

/** A lane no other test has touched. */
function takeLane(by = storage): Promise<LaneHead> {
  return by.take(lanes++, PARTITIONS, 'test');
}

async function begin(head: LaneHead, by = storage): Promise<LaneTransaction> {
  const begun = await by.begin(head);
  if ('moved' in begun) throw new Error('the lane was moved');
  return begun;
}

async function flush(
  head: LaneHead,
  writes: readonly ResultWrite[],
  record: FlushRecord,
  by = storage,
): Promise<LaneHead> {
  const transaction = await begin(head, by);
  expect(await transaction.write(writes)).toEqual([]);
  await transaction.commit(record);
  return record.head;
}

async function rows(text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
  const { rows: found } = await looking.query<Record<string, unknown>>(text, values);
  return found;
}

beforeAll(async () => {
  database = await testDatabase(migrate);
  // With no more rights than the reconciler has.
  storage = open(database.writerUrl);
  looking = new Client({ connectionString: database.url });
  await looking.connect();
});

afterEach(async () => {
  while (opened.length > 1) await opened.pop()?.end();
});

afterAll(async () => {
  await looking.end();
  await storage.end();
  await database.drop();
});

describe('taking a lane', () => {
  it('raises its epoch, so that a flush of the former owner is turned away', async () => {
    const first = await takeLane();
    const second = await storage.take(first.partition, PARTITIONS, 'another');
    expect([first.epoch, second.epoch]).toEqual([1n, 2n]);
    expect(await storage.begin(first)).toEqual({ moved: second });
  });

  it('ends a former owner’s transaction that holds the row and says nothing', async () => {
    const head = await takeLane();
    const stalled = await begin(head);
    await stalled.write([sampleWrite(null, [sampleEvent('STALLED', 0n)])]);
    const taken = await open(database.writerUrl).take(head.partition, PARTITIONS, 'another');
    expect(taken.epoch).toBe(head.epoch + 1n);
    await expect(stalled.commit(sampleRecord(head, []))).rejects.toMatchObject({ retriable: true });
    expect(await rows('SELECT FROM reconciliation_results WHERE txn_id = $1', ['STALLED'])).toEqual([]);
  });

  it('is refused when the topics have another number of partitions than before', async () => {
    const { partition } = await takeLane();
    await expect(storage.take(partition, PARTITIONS + 1, 'test')).rejects.toMatchObject({
      code: 'LANE_HALTED',
    });
  });

  it('clears the reason for which the lane stood still', async () => {
    const { partition } = await takeLane();
    await storage.halt(partition, 'the log is shorter');
    const halted = () => rows('SELECT halted FROM lanes WHERE partition = $1', [partition]);
    expect(await halted()).toEqual([{ halted: 'the log is shorter' }]);
    await storage.take(partition, PARTITIONS, 'test');
    expect(await halted()).toEqual([{ halted: null }]);
  });
});

describe('a flush', () => {
  it('leaves everything it did, and the next one starts from it', async () => {
    const head = await takeLane();
    const event = sampleEvent('WHOLE', 0n, { partition: head.partition });
    const write = sampleWrite(null, [event]);
    const record = sampleRecord(head, [event], {
      deadLetters: [
        {
          topic: 'core_txns',
          partition: head.partition,
          offset: 9n,
          appendTime: SAMPLE_TIME,
          key: Buffer.alloc(0),
          code: 'UNDECODABLE',
          error: 'starts with byte 1',
          payload: Buffer.from([1, 0, 255]),
          headers: { traceparent: '00-ab' },
        },
      ],
      stats: [
        { measure: 'judged', key: 'gateway', currency: event.currency, count: 1, amountMinor: 2n ** 70n },
      ],
    });
    await flush(head, [write], record);

    const at = [head.partition];
    expect(await rows('SELECT * FROM raw_events WHERE partition = $1', at)).toMatchObject([
      {
        source: 'gateway',
        offset: '0',
        append_time: new Date(SAMPLE_TIME),
        event_id: 'event-WHOLE-0',
        txn_id: 'WHOLE',
        event_type: 'PAYMENT_CAPTURED',
        status: 'SUCCESS',
        outcome: 'SUCCESS',
        amount_minor: '5000',
        currency: 'INR',
        event_time: new Date(SAMPLE_TIME - 5),
        schema_id: 7,
        payload: Buffer.from([0, 0, 0, 0, 7, 1, 255, 0]),
      },
    ]);
    expect(await rows('SELECT * FROM reconciliation_results WHERE partition = $1', at)).toMatchObject([
      {
        txn_id: 'WHOLE',
        status: 'PENDING',
        reasons: [],
        severity: null,
        currency: 'INR',
        amount_minor: '5000',
        discrepancy_minor: null,
        at_risk_minor: '0',
        channel: 'WEB',
        sources: ['gateway'],
        missing: ['core'],
        first_seen_at: new Date(SAMPLE_TIME),
        deadline_at: new Date(SAMPLE_TIME + 60_000),
        due_at: new Date(SAMPLE_TIME + 60_000),
        late_due_at: null,
        legs: { core: null, gateway: { reference: event.reference, position: { topic: 'gateway_txns' } } },
        revision: '1',
        state: write.packed,
      },
    ]);
    expect(await rows('SELECT * FROM dead_letters WHERE partition = $1', at)).toMatchObject([
      {
        topic: 'core_txns',
        key: Buffer.alloc(0),
        payload: Buffer.from([1, 0, 255]),
        headers: { traceparent: '00-ab' },
      },
    ]);
    expect(
      await rows('SELECT detail, hash, prev_hash FROM audit_logs WHERE chain = $1', [
        `lane-${head.partition}`,
      ]),
    ).toEqual(record.audit.map(({ detail, hash, prevHash }) => ({ detail, hash, prev_hash: prevHash })));
    expect(await rows('SELECT measure, count, amount FROM stats_minute WHERE partition = $1', at)).toEqual([
      { measure: 'judged', count: '1', amount: (2n ** 70n).toString() },
    ]);
    expect(await storage.settle(head)).toEqual(record.head);
  });

  it('adds to the statistics of the same minute', async () => {
    const head = await takeLane();
    const stats = [{ measure: 'refused', key: 'core', currency: '', count: 2, amountMinor: 3n }] as const;
    const next = await flush(head, [], sampleRecord(head, [], { stats }));
    await flush(next, [], sampleRecord(next, [], { stats }));
    expect(
      await rows('SELECT count, amount FROM stats_minute WHERE partition = $1', [head.partition]),
    ).toEqual([{ count: '4', amount: '6' }]);
  });

  it('leaves nothing when it is abandoned', async () => {
    const head = await takeLane();
    const transaction = await begin(head);
    await transaction.write([sampleWrite(null, [sampleEvent('GONE', 0n)])]);
    await transaction.abandon();
    expect(await rows('SELECT FROM reconciliation_results WHERE txn_id = $1', ['GONE'])).toEqual([]);
    expect(await storage.settle(head)).toEqual(head);
  });

  it('of an owner that flushed from an older row is turned away', async () => {
    const head = await takeLane();
    const now = await flush(head, [], sampleRecord(head, []));
    expect(await storage.begin(head)).toEqual({ moved: now });
  });

  it('is turned away when the rules changed under it', async () => {
    const head = await takeLane();
    await looking.query('UPDATE lanes SET rules_version = 2 WHERE partition = $1', [head.partition]);
    expect(await storage.begin(head)).toEqual({ moved: { ...head, rulesVersion: 2 } });
  });

  it('writes no result whose stored revision is another than the one before, and says which', async () => {
    const head = await takeLane();
    const first = sampleWrite(null, [sampleEvent('A', 0n)]);
    const second = sampleWrite(first.transaction, [sampleEvent('A', 1n)]);
    const next = await flush(
      head,
      [first, sampleWrite(null, [sampleEvent('B', 2n)])],
      sampleRecord(head, []),
    );
    const transaction = await begin(next);
    expect(await transaction.write([second])).toEqual([]);
    const stale = sampleWrite(first.transaction, [sampleEvent('A', 3n)]);
    const takenAsNew = sampleWrite(null, [sampleEvent('B', 4n)]);
    const neverStored = { ...second.transaction, txnId: txnId('C') };
    const ghost = sampleWrite(neverStored, [sampleEvent('C', 5n)]);
    const fresh = sampleWrite(null, [sampleEvent('D', 6n)]);
    // A's row has the very revision that the stale write would leave.
    expect(stale.transaction.revision).toBe(second.transaction.revision);
    const unwritten = await transaction.write([stale, takenAsNew, ghost, fresh]);
    expect(unwritten.toSorted()).toEqual(['A', 'B', 'C']);
    const loaded = await transaction.load(unwritten);
    expect(new Map(loaded.map(({ txnId: id, revision }) => [id, revision]))).toEqual(
      new Map([
        [txnId('A'), 2],
        [txnId('B'), 1],
      ]),
    );
    await transaction.commit(sampleRecord(next, []));
    expect(await storage.load(head.partition, [txnId('A'), txnId('D'), txnId('C')])).toEqual(
      expect.arrayContaining([second.transaction, fresh.transaction]),
    );
  });

  it('with a value the store refuses says so and leaves nothing', async () => {
    const head = await takeLane();
    await looking.query(
      `ALTER TABLE raw_events ADD CONSTRAINT no_poison CHECK (event_id NOT LIKE '%POISON%') NOT VALID`,
    );
    try {
      const event = sampleEvent('POISON', 0n, { partition: head.partition });
      const transaction = await begin(head);
      await transaction.write([sampleWrite(null, [event])]);
      await expect(transaction.commit(sampleRecord(head, [event]))).rejects.toMatchObject({
        code: 'STORE_REFUSED',
      });
      expect(await storage.settle(head)).toEqual(head);
      expect(await rows('SELECT FROM reconciliation_results WHERE txn_id = $1', ['POISON'])).toEqual([]);
    } finally {
      await looking.query('ALTER TABLE raw_events DROP CONSTRAINT no_poison');
    }
  });

  it('of ten thousand transactions is written whole', async () => {
    const head = await takeLane();
    const eventsFrom = (offset: number) =>
      Array.from({ length: 10_000 }, (_, index) =>
        sampleEvent(`BULK-${index}`, BigInt(offset + index), { partition: head.partition }),
      );
    const first = eventsFrom(0);
    const writes = first.map((event) => sampleWrite(null, [event]));
    const next = await flush(head, writes, sampleRecord(head, first));
    const second = eventsFrom(10_000);
    const again = second.map((event, index) => sampleWrite(writes[index]?.transaction ?? null, [event]));
    await flush(next, again, sampleRecord(next, second));
    expect(
      await rows(
        `SELECT count(*)::int, min(revision)::int, (SELECT count(*)::int FROM raw_events WHERE partition = $1) AS raw
         FROM reconciliation_results WHERE partition = $1`,
        [head.partition],
      ),
    ).toEqual([{ count: 10_000, min: 2, raw: 20_000 }]);
  });
});

describe('a commit without an answer', () => {
  it('that was carried out is found by the lane’s flush number', async () => {
    const proxy = await Proxy.start(database.writerUrl, 'swallow the answer');
    const behind = open(proxy.url);
    const head = await takeLane(behind);
    const transaction = await begin(head, behind);
    await transaction.write([sampleWrite(null, [sampleEvent('CARRIED', 0n)])]);
    const record = sampleRecord(head, []);
    await expect(transaction.commit(record)).rejects.toMatchObject({ code: 'COMMIT_UNKNOWN' });
    expect(await behind.settle(record.head)).toEqual(record.head);
    expect(await rows('SELECT FROM reconciliation_results WHERE txn_id = $1', ['CARRIED'])).toHaveLength(1);
    await proxy.close();
  });

  it('that never arrived is found out in the same way', async () => {
    const proxy = await Proxy.start(database.writerUrl, 'swallow the question');
    const behind = open(proxy.url);
    const head = await takeLane(behind);
    const transaction = await begin(head, behind);
    await transaction.write([sampleWrite(null, [sampleEvent('LOST', 0n)])]);
    const record = sampleRecord(head, []);
    await expect(transaction.commit(record)).rejects.toMatchObject({ code: 'COMMIT_UNKNOWN' });
    expect(await storage.settle(record.head)).toEqual(head);
    expect(await rows('SELECT FROM reconciliation_results WHERE txn_id = $1', ['LOST'])).toEqual([]);
    await proxy.close();
  });
});

describe('deadlines', () => {
  it('of what is open are found by when it was first seen, late ones always', async () => {
    const head = await takeLane();
    const open1 = sampleWrite(null, [sampleEvent('OPEN', 0n)]);
    const old = sampleWrite(
      null,
      [sampleEvent('OLD', 1n, { appendTime: SAMPLE_TIME - 3_600_000 })],
      SAMPLE_TIME - 3_600_000,
    );
    const late = {
      ...sampleWrite(
        null,
        [sampleEvent('LATE', 2n, { appendTime: SAMPLE_TIME - 3_600_000 })],
        SAMPLE_TIME - 3_600_000,
      ),
      lateDueAt: SAMPLE_TIME + 5_000,
    };
    const closed = sampleWrite(null, [
      sampleEvent('CLOSED', 3n),
      sampleEvent('CLOSED', 4n, {
        source: 'core',
        type: 'LEDGER_POSTED',
        direction: 'DEBIT',
        rail: null,
        feeMinor: null,
      }),
    ]);
    expect(closed.verdict.closed).toBe(true);
    await flush(head, [open1, old, late, closed], sampleRecord(head, []));
    const found = [];
    for await (const page of storage.openDeadlines(
      head.partition,
      SAMPLE_TIME - 60_000,
      Number.POSITIVE_INFINITY,
    ))
      found.push(...page.map(({ txnId: id, dueAt }) => [id, dueAt - SAMPLE_TIME]));
    expect(found).toEqual([
      ['LATE', 5_000],
      ['OPEN', 60_000],
    ]);
    const due = (until: number) => storage.due(head.partition, SAMPLE_TIME - 60_000, until, 10);
    expect(await due(SAMPLE_TIME + 59_999)).toMatchObject([{ txnId: 'LATE' }]);
    expect(await due(SAMPLE_TIME + 60_000)).toMatchObject([{ txnId: 'LATE' }, { txnId: 'OPEN' }]);
  });
});

describe('rule sets', () => {
  it('come back as they were activated', async () => {
    const first = firstRuleSet({ slaMs: 5_000 });
    await storeFirstRuleSet(database.url, first);
    expect(await storage.ruleSets()).toEqual([first]);
  });
});

/** Stands between the storage and Postgres and, at the first COMMIT, breaks the connection. */
class Proxy {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly url: string;

  private constructor(server: Server, target: URL) {
    this.#server = server;
    const url = new URL(target);
    url.host = `127.0.0.1:${portOf(server)}`;
    this.url = url.href;
  }

  static async start(
    databaseUrl: string,
    fault: 'swallow the answer' | 'swallow the question',
  ): Promise<Proxy> {
    const target = new URL(databaseUrl);
    let done = false;
    const server = createServer();
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const proxy = new Proxy(server, target);
    server.on('connection', (near) => {
      const far = connect(Number(target.port), target.hostname);
      proxy.#sockets.add(near).add(far);
      for (const socket of [near, far]) socket.on('error', () => socket.destroy());
      near.on('close', () => far.end());
      near.on('data', (data: Buffer) => {
        if (done || !data.includes('COMMIT\0')) {
          far.write(data);
          return;
        }
        done = true;
        if (fault === 'swallow the question') {
          near.destroy();
          return;
        }
        far.removeAllListeners('data');
        far.once('data', () => near.destroy());
        far.write(data);
      });
      far.on('data', (data: Buffer) => near.write(data));
    });
    return proxy;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
  }
}

function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy does not listen');
  return address.port;
}
