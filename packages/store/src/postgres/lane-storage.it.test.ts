import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net';
import { toJson, type RuleSet, type SourceEvent } from '@tieout/core';
import { testDatabase, type TestDatabase } from '@tieout/testkit';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { itKeepsLanes } from '../contract/lane-storage.ts';
import type { Evidence } from '../contract/test-lanes.ts';
import type { Command, LaneHead, LaneTransaction, ResultWrite } from '../lane-ports.ts';
import { SAMPLE_TIME, sampleEvent, sampleRecord, sampleWrite } from '../testing/sample-flush.ts';
import { PostgresLaneStorage } from './lane-storage.ts';
import { migrate } from './migrate.ts';

const DAY_MS = 86_400_000;

let database: TestDatabase;
let looking: Client;
const opened: PostgresLaneStorage[] = [];
const proxies: Proxy[] = [];

function open(databaseUrl: string, now: () => number = () => SAMPLE_TIME): PostgresLaneStorage {
  const made = new PostgresLaneStorage(
    { databaseUrl, commitSlots: 2, applicationName: 'test', lockTimeoutMs: 200 },
    now,
    () => {
      // Connections are killed on purpose here; what matters is what the calls on them say.
    },
  );
  opened.push(made);
  return made;
}

async function rows<Row extends object = Record<string, unknown>>(
  text: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  return (await looking.query<Row>(text, [...values])).rows;
}

beforeAll(async () => {
  database = await testDatabase(migrate);
  looking = new Client({ connectionString: database.url });
  await looking.connect();
});

afterAll(async () => {
  await Promise.all(opened.map((storage) => storage.end()));
  await looking.end();
  await database.drop();
});

describe('lanes in Postgres', () => {
  itKeepsLanes(async () => ({
    // With no more rights than the reconciler has.
    open: async () => open(database.writerUrl),
    async openLosing(lost) {
      const proxy = await Proxy.start(database.writerUrl, lost);
      proxies.push(proxy);
      return open(proxy.url);
    },
    activate,
    ask,
    evidence,
    async close() {
      await Promise.all(opened.splice(0).map((storage) => storage.end()));
      await Promise.all(proxies.splice(0).map((proxy) => proxy.close()));
    },
  }));
});

async function activate(ruleSet: RuleSet, { partition }: LaneHead): Promise<void> {
  const client = new Client({ connectionString: database.url });
  await client.connect();
  try {
    await client.query('BEGIN');
    await client.query(
      `INSERT INTO rule_sets (version, state, effective_from, body, author) VALUES ($1, 'active', $2, $3, 'test')`,
      [ruleSet.version, new Date(ruleSet.effectiveFrom), JSON.stringify(toJson(ruleSet))],
    );
    await client.query('UPDATE lanes SET rules_version = $1 WHERE partition = $2', [
      ruleSet.version,
      partition,
    ]);
    await client.query('COMMIT');
  } finally {
    await client.end();
  }
}

async function ask(
  { id, txnId, verb, actor, body, requestedAt }: Command,
  { partition }: LaneHead,
): Promise<void> {
  await rows(
    `INSERT INTO commands (id, partition, txn_id, verb, actor, body, requested_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [id, partition, txnId, verb, actor, JSON.stringify(body), new Date(requestedAt)],
  );
}

async function evidence(partition: number): Promise<Evidence> {
  const [lane] = await rows<{ halted: string | null }>('SELECT halted FROM lanes WHERE partition = $1', [
    partition,
  ]);
  const raw = await rows<{ offset: string; event_id: string; schema_id: number; payload: Buffer }>(
    'SELECT "offset", event_id, schema_id, payload FROM raw_events WHERE partition = $1 ORDER BY source, "offset"',
    [partition],
  );
  const audit = await rows<{ seq: string; detail: string; prev_hash: Buffer; hash: Buffer }>(
    'SELECT seq, detail, prev_hash, hash FROM audit_logs WHERE chain = $1 ORDER BY seq',
    [`lane-${partition}`],
  );
  const letters = await rows<
    { offset: string } & Pick<Evidence['deadLetters'][number], 'topic' | 'key' | 'payload' | 'headers'>
  >(
    'SELECT topic, "offset", key, payload, headers FROM dead_letters WHERE partition = $1 ORDER BY topic, "offset"',
    [partition],
  );
  const stats = await rows<
    { count: string; amount: string } & Pick<Evidence['stats'][number], 'measure' | 'key'>
  >(
    'SELECT measure, key, count, amount FROM stats_minute WHERE partition = $1 ORDER BY minute, measure, key',
    [partition],
  );
  const commands = await rows<Evidence['commands'][number]>(
    'SELECT id, outcome FROM commands WHERE partition = $1 ORDER BY requested_at, id',
    [partition],
  );
  return {
    commands,
    halted: lane?.halted ?? null,
    raw: raw.map(({ offset, event_id, schema_id, payload }) => ({
      offset: BigInt(offset),
      eventId: event_id,
      schemaId: schema_id,
      payload,
    })),
    audit: audit.map(({ seq, detail, prev_hash, hash }) => ({
      seq: BigInt(seq),
      detail: Buffer.from(detail),
      prevHash: prev_hash,
      hash,
    })),
    deadLetters: letters.map(({ topic, offset, key, payload, headers }) => ({
      topic,
      offset: BigInt(offset),
      key,
      payload,
      headers,
    })),
    stats: stats.map(({ measure, key, count, amount }) => ({
      measure,
      key,
      count: Number(count),
      amountMinor: BigInt(amount),
    })),
  };
}

async function begin(storage: PostgresLaneStorage, head: LaneHead): Promise<LaneTransaction> {
  const begun = await storage.begin(head);
  if ('moved' in begun) throw new Error('the lane was moved');
  return begun;
}

describe('in Postgres', () => {
  /** No lane of the suite's. */
  const LANE = 1_000;
  const take = (storage: PostgresLaneStorage, lane: number): Promise<LaneHead> =>
    storage.take(lane, 2 * LANE, 'test');

  it('a flush fills the columns that other people’s SQL relies on', async () => {
    const storage = open(database.writerUrl);
    const head = await take(storage, LANE);
    const event = sampleEvent('COLUMNS', 0n, { partition: head.partition });
    const write = sampleWrite(null, [event]);
    const transaction = await begin(storage, head);
    await transaction.write([write]);
    await transaction.commit(sampleRecord(head, [event]));

    const at = [head.partition];
    expect(await rows('SELECT * FROM raw_events WHERE partition = $1', at)).toMatchObject([
      {
        source: 'gateway',
        offset: '0',
        append_time: new Date(SAMPLE_TIME),
        event_id: 'event-COLUMNS-0',
        txn_id: 'COLUMNS',
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
        txn_id: 'COLUMNS',
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
  });

  it('a flush of ten thousand transactions is written whole', async () => {
    const storage = open(database.writerUrl);
    const head = await take(storage, LANE + 3);
    const { partition } = head;
    const flush = async (
      from: LaneHead,
      writes: readonly ResultWrite[],
      events: readonly SourceEvent[],
    ): Promise<LaneHead> => {
      const record = sampleRecord(from, events);
      const transaction = await begin(storage, from);
      expect(await transaction.write(writes)).toEqual([]);
      await transaction.commit(record);
      return record.head;
    };
    const eventsFrom = (offset: number): SourceEvent[] =>
      Array.from({ length: 10_000 }, (_, index) =>
        sampleEvent(`BULK-${index}`, BigInt(offset + index), { partition }),
      );
    const first = eventsFrom(0);
    const writes = first.map((event) => sampleWrite(null, [event]));
    const next = await flush(head, writes, first);
    const second = eventsFrom(10_000);
    const again = second.map((event, index) => sampleWrite(writes[index]?.transaction ?? null, [event]));
    await flush(next, again, second);
    expect(
      await rows(
        `SELECT count(*)::int, min(revision)::int, (SELECT count(*)::int FROM raw_events WHERE partition = $1) AS raw
         FROM reconciliation_results WHERE partition = $1`,
        [partition],
      ),
    ).toEqual([{ count: 10_000, min: 2, raw: 20_000 }]);
  });

  it('a value that breaks a constraint is refused, and nothing of its flush is left', async () => {
    const storage = open(database.writerUrl);
    const head = await take(storage, LANE + 1);
    await looking.query(
      `ALTER TABLE raw_events ADD CONSTRAINT no_poison CHECK (event_id NOT LIKE '%POISON%') NOT VALID`,
    );
    try {
      const event = sampleEvent('POISON', 0n, { partition: head.partition });
      const transaction = await begin(storage, head);
      await transaction.write([sampleWrite(null, [event])]);
      await expect(transaction.commit(sampleRecord(head, [event]))).rejects.toMatchObject({
        code: 'STORE_REFUSED',
      });
      expect(await storage.settle(head)).toEqual(head);
      expect(await storage.load(head.partition, [event.txnId])).toEqual([]);
    } finally {
      await looking.query('ALTER TABLE raw_events DROP CONSTRAINT no_poison');
    }
  });

  it.each([
    ['goes back', -30],
    ['jumps ahead', 30],
  ])('a flush finds its day’s partition also where the clock %s by a month', async (_, days) => {
    let now = SAMPLE_TIME;
    const storage = open(database.writerUrl, () => now);
    const head = await take(storage, LANE + 2);
    await (await begin(storage, head)).abandon();
    now += days * DAY_MS;
    const transaction = await begin(storage, head);
    const event = sampleEvent(`DAY-${days}`, BigInt(days), { partition: head.partition });
    await transaction.commit(sampleRecord(head, [event], { at: now }));
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

  static async start(databaseUrl: string, lost: 'the commit' | 'its answer'): Promise<Proxy> {
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
        if (lost === 'the commit') {
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
