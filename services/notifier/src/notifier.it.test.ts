import { setTimeout as delay } from 'node:timers/promises';
import { connect } from 'node:tls';
import {
  createDecoder,
  createEncoder,
  createIdempotentProducer,
  createLogger,
  createSchemaRegistry,
  type OutgoingRecord,
} from '@tieout/runtime';
import { outcomeSchema, subjectOf, topicCatalogue, topicConfig, type Outcome } from '@tieout/schemas';
import { migrate } from '@tieout/store';
import { FollowerCursors } from '@tieout/store/following';
import { openReader, readChangesOf } from '@tieout/store/reading';
import {
  eventually,
  testDatabase,
  testKafka,
  testRedis,
  testServers,
  type TestDatabase,
} from '@tieout/testkit';
import { Kafka } from 'kafkajs';
import { Pool } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createNotifier } from './notifier.ts';
import { Publisher } from './publisher.ts';
import { CommittingLane } from './testing/lanes.ts';

const LANES = 3;
const LEASE_MS = 400;
/** Of one chain, by the publishers that are killed. */
const ROWS_A_READ = 40;
const server = testKafka();
const redis = testRedis();
const kafka = new Kafka(server.config);
const registry = createSchemaRegistry(testServers().registry_url);
const logger = createLogger({ process: 'test', level: 'fatal' });
let database: TestDatabase;
let admin: Pool;
let asNotifier: Pool;
let lanes: CommittingLane[];
let topic = topicCatalogue({ partitions: LANES, prefix: server.prefix }).outcomes;
let topics = 0;
let transactions = 0;
const stops: (() => Promise<void>)[] = [];

beforeAll(async () => {
  database = await testDatabase(migrate);
  admin = new Pool({ connectionString: database.url, max: LANES + 2 });
  asNotifier = new Pool({ connectionString: database.notifierUrl, max: 8 });
});
beforeEach(async () => {
  // A log, a topic and cursors of its own for each test.
  await admin.query('ALTER TABLE audit_logs DISABLE TRIGGER USER');
  await admin.query('DELETE FROM audit_logs; DELETE FROM lanes; DELETE FROM follower_cursors');
  lanes = await Promise.all(Array.from({ length: LANES }, (_, n) => CommittingLane.take(admin, n, LANES)));
  topic = topicCatalogue({ partitions: LANES, prefix: `${server.prefix}${topics++}-` }).outcomes;
  const name = topic.name.slice(server.prefix.length);
  await server.createTopics([{ topic: name, partitions: LANES, config: topicConfig(topic) }]);
  await registry.register(subjectOf(topic), JSON.stringify(outcomeSchema));
});
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});
afterAll(async () => {
  await Promise.all([admin.end(), asNotifier.end()]);
  await redis.flush();
  await server.drop();
  await database.drop();
});

/** The whole notifier, as its main wires it. */
async function startNotifier({ redisUrl = redis.url, client = kafka } = {}): Promise<Publisher> {
  const { publisher, steps } = createNotifier({
    kafka: client,
    outcomes: topic,
    registryUrl: testServers().registry_url,
    databaseUrl: database.notifierUrl,
    redisUrl,
    redisPrefix: redis.prefix,
    leaseMs: LEASE_MS,
    owner: 'test',
    logger,
    onPublished: () => {},
  });
  for (const step of steps) await step.start?.();
  stops.push(async () => {
    for (const step of steps.toReversed()) await step.stop?.();
  });
  return publisher;
}

/** New transactions in every lane, `perLane` each. */
async function commit(perLane: number): Promise<void> {
  await Promise.all(
    lanes.map((lane) => lane.flush(Array.from({ length: perLane }, () => `N-${transactions++}`))),
  );
}

interface Told {
  readonly partition: number;
  readonly offset: bigint;
  readonly key: string;
  readonly id: string;
  readonly outcome: Outcome;
}

/** Everything in the topic, in the order of its partitions. */
async function readTopic(): Promise<Told[]> {
  const decoder = createDecoder<Outcome>(outcomeSchema, registry);
  const found: Told[] = [];
  const left = new Map<number, bigint>();
  const client = kafka.admin();
  await client.connect();
  for (const { partition, high } of await client.fetchTopicOffsets(topic.name))
    left.set(partition, BigInt(high));
  await client.disconnect();
  const consumer = kafka.consumer({ groupId: `${topic.name}-reader-${transactions++}` });
  await consumer.connect();
  await consumer.subscribe({ topic: topic.name, fromBeginning: true });
  const records: { partition: number; offset: bigint; key: string; id: string; value: Buffer | null }[] = [];
  await consumer.run({
    eachMessage: ({ partition, message }) => {
      records.push({
        partition,
        offset: BigInt(message.offset),
        key: String(message.key),
        id: String(message.headers?.['idempotency-key']),
        value: message.value,
      });
      return Promise.resolve();
    },
  });
  await eventually('the topic is read to its end', () =>
    [...left].every(
      ([partition, end]) =>
        end === 0n || records.some((record) => record.partition === partition && record.offset === end - 1n),
    ),
  );
  await consumer.disconnect();
  for (const { value, ...place } of records.toSorted(
    (a, b) => a.partition - b.partition || Number(a.offset - b.offset),
  )) {
    let decoded = decoder.decode(value);
    if (decoded.kind === 'unseen') {
      await decoder.learn(decoded.schemaId);
      decoded = decoder.decode(value);
    }
    if (decoded.kind !== 'record') throw new Error(`unreadable: ${place.id}`);
    found.push({ ...place, outcome: decoded.record });
  }
  return found;
}

interface LogRow {
  readonly chain: string;
  readonly seq: string;
  readonly txn_id: string;
  readonly detail: string;
}

/** Every changed verdict of the log is in the topic; each transaction's, first told, in the order of its chain. */
async function expectWhole(): Promise<{ rows: number; records: number }> {
  const { rows } = await admin.query<LogRow>(
    `SELECT chain, seq, txn_id, detail FROM audit_logs WHERE action = 'VERDICT' ORDER BY chain, seq`,
  );
  const told = await readTopic();
  const firsts = new Map<string, Told>();
  for (const record of told) if (!firsts.has(record.id)) firsts.set(record.id, record);
  expect([...firsts.keys()].toSorted()).toEqual(rows.map(({ chain, seq }) => `${chain}:${seq}`).toSorted());
  const rowsById = new Map(rows.map((row) => [`${row.chain}:${row.seq}`, row]));
  for (const { id, key, outcome } of told) {
    const detail: unknown = JSON.parse(rowsById.get(id)?.detail ?? '{}');
    expect({ key, id: `${outcome.chain}:${outcome.seq}` }).toEqual({ key: rowsById.get(id)?.txn_id, id });
    expect(detail).toMatchObject({ status: outcome.status, amount_minor: String(outcome.amount_minor) });
  }
  const lastOf = new Map<string, bigint>();
  for (const { partition, outcome } of firsts.values()) {
    const place = `${partition} ${outcome.chain}`;
    expect(outcome.seq).toBeGreaterThan(lastOf.get(place) ?? 0n);
    lastOf.set(place, outcome.seq);
  }
  return { rows: rows.length, records: told.length };
}

const ends = async (): Promise<unknown[]> =>
  (
    await admin.query(
      `SELECT 'lane-' || partition AS chain, chain_seq AS seq, chain_hash AS hash FROM lanes ORDER BY 1`,
    )
  ).rows;
const cursors = async (): Promise<unknown[]> =>
  (await admin.query('SELECT chain, seq, hash FROM follower_cursors ORDER BY chain')).rows;
const everythingPublished = (): Promise<boolean> =>
  eventually(
    'every cursor is at the end of its chain',
    async () => JSON.stringify(await ends()) === JSON.stringify(await cursors()),
  );

describe('the notifier', () => {
  it('publishes every changed verdict in Avro, once where nothing goes wrong, from the beginning of the log', async () => {
    await commit(3);
    const publisher = await startNotifier();
    await everythingPublished();
    await commit(2);
    await everythingPublished();
    expect(await expectWhole()).toEqual({ rows: 15, records: 15 });
    expect(publisher.problem).toBeNull();
  });

  it('finds changes by itself where no hint comes', async () => {
    await startNotifier({ redisUrl: 'redis://127.0.0.1:1' });
    await commit(1);
    await everythingPublished();
  });

  it('goes on where the process before it stopped, and repeats nothing after an orderly stop', async () => {
    await startNotifier();
    for (let n = 0; n < 5; n++) {
      await commit(20);
      await stops.pop()?.();
      await startNotifier();
    }
    await everythingPublished();
    expect(await expectWhole()).toEqual({ rows: 300, records: 300 });
  });

  it('notices a log that was replaced: that chain stops with a reason, whoever holds it; the others go on', async () => {
    const first = await startNotifier();
    await commit(5);
    await everythingPublished();
    await admin.query(`DELETE FROM audit_logs WHERE chain = 'lane-1'`);
    await admin.query('DELETE FROM lanes WHERE partition = 1');
    lanes[1] = await CommittingLane.take(admin, 1, LANES);
    await commit(1);
    await eventually('it is noticed', () => first.problem === 'lane-1 ends at 2, but 6 was read before');
    await commit(9);
    await eventually('it is still noticed', () =>
      first.problem?.startsWith('lane-1 was replaced: row 7 does not'),
    );
    await stops.pop()?.();
    const second = await startNotifier();
    await eventually('the next process notices', () => second.problem?.startsWith('lane-1 was replaced'));
    await commit(1);
    await eventually('the others go on', async () => {
      const told = await readTopic();
      return told.filter(({ outcome }) => outcome.chain !== 'lane-1').length === 32;
    });
    expect((await readTopic()).filter(({ outcome }) => outcome.chain === 'lane-1')).toHaveLength(5);
  });

  it('says that it is shut out of the database, and goes on by itself', async () => {
    const publisher = await startNotifier();
    await commit(1);
    await everythingPublished();
    const name = new URL(database.url).pathname.slice(1);
    await admin.query(`REVOKE CONNECT ON DATABASE ${name} FROM PUBLIC`);
    await admin.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND usename = 'test_tieout_notifier'`,
    );
    await eventually('it says so', () => publisher.problem?.includes('permission denied for database'));
    await commit(1);
    await admin.query(`GRANT CONNECT ON DATABASE ${name} TO PUBLIC`);
    await everythingPublished();
    await eventually('it is ready again', () => publisher.problem === null);
    expect(await expectWhole()).toEqual({ rows: 6, records: 6 });
  });

  it('says that Kafka is away, holds back meanwhile, and goes on by itself', async () => {
    let away = false;
    const publisher = await startNotifier({
      client: new Kafka({
        ...server.config,
        retry: { initialRetryTime: 50, retries: 1 },
        socketFactory: ({ host, port, ssl, onConnect }) => {
          const socket = connect({ host, port, servername: host, ...ssl }, onConnect);
          const emit = socket.emit.bind(socket);
          socket.emit = (event: string, ...args: unknown[]) => {
            if (event !== 'data' || !away) return emit(event, ...args);
            socket.destroy(new Error('the line was cut'));
            return true;
          };
          return socket;
        },
      }),
    });
    await commit(1);
    await everythingPublished();
    const before = await cursors();
    away = true;
    await commit(30);
    await eventually('it says so', () => publisher.problem?.startsWith('Kafka does not take outcomes'));
    expect(await cursors()).toEqual(before);
    expect(publisher.lags.get('lane-0')).toMatchObject({ rows: 31, since: expect.any(Number) });
    away = false;
    await everythingPublished();
    await eventually('it is ready again', () => publisher.problem === null);
    expect((await expectWhole()).rows).toBe(93);
  });
});

/** Where a process ends in this run, as if by kill -9: nothing it was about to do happens, and nobody is told. */
const CRASH_POINTS = ['claim', 'claimed', 'read', 'send', 'sent', 'advance', 'advanced'] as const;
type CrashPoint = (typeof CRASH_POINTS)[number];

const chainOf = ({ headers }: OutgoingRecord): string =>
  String(headers?.['idempotency-key']).split(':')[0] ?? '';

/** Records that were handed to the broker, by chain, and whose place was not saved: those, and no others, may be told again. */
class OnTheirWay {
  #unsaved = 0;
  #sent: readonly OutgoingRecord[] = [];

  get unsaved(): number {
    return this.#unsaved;
  }

  send(records: readonly OutgoingRecord[]): void {
    this.#sent = records;
    this.#unsaved += records.length;
  }

  saved(chains: ReadonlySet<string>): void {
    this.#unsaved -= this.#sent.filter((record) => chains.has(chainOf(record))).length;
    this.#sent = [];
  }
}

/** A publisher that ends at the n-th time it comes to this point; resolves when it has. */
function doomed(
  point: CrashPoint,
  times: number,
  leaseMs: number,
  onTheirWay: OnTheirWay,
): { dead: Promise<void>; stop: () => Promise<void> } {
  const { promise: dead, resolve } = Promise.withResolvers<void>();
  let left = times;
  const alive = async (at: CrashPoint): Promise<void> => {
    if (left > 0 && at === point) left -= 1;
    if (left > 0) return;
    resolve();
    await new Promise<never>(() => {});
  };
  const reader = openReader(asNotifier);
  const producer = createIdempotentProducer(kafka);
  const owned = new FollowerCursors(asNotifier, {
    follower: 'recon_outcomes',
    owner: `doomed-${transactions++}`,
    leaseMs,
  });
  const around = async <T>(before: CrashPoint, work: () => Promise<T>, after: CrashPoint): Promise<T> => {
    await alive(before);
    const result = await work();
    await alive(after);
    return result;
  };
  const publisher = new Publisher({
    cursors: {
      claim: () => around('claim', () => owned.claim(), 'claimed'),
      advance: async (moves) => {
        const moved = await around('advance', () => owned.advance(moves), 'advanced');
        onTheirWay.saved(moved);
        return moved;
      },
      release: () => owned.release(),
    },
    changesOf: async (positions) => {
      const found = await readChangesOf(reader, positions, ROWS_A_READ);
      await alive('read');
      return found;
    },
    encoder: () => createEncoder(outcomeSchema, subjectOf(topic), registry),
    send: (records) => {
      const send = () => {
        onTheirWay.send(records);
        return producer.send(records);
      };
      return around('send', send, 'sent');
    },
    now: () => performance.now(),
    topic: topic.name,
    leaseMs,
    drainMs: 100,
    hinted: () => false,
    logger,
    onPublished: () => {},
  });
  publisher.start();
  const stop = async (): Promise<void> => {
    await publisher.stop();
    await producer.disconnect();
  };
  return { dead, stop };
}

describe('publishers that are killed at random while lanes commit', () => {
  it(
    'miss nothing, keep the order, and repeat no more than what was on its way',
    { timeout: 600_000 },
    async () => {
      let seed = 20_261_121;
      const random = (below: number): number => {
        seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
        return Math.floor((seed / 2 ** 32) * below);
      };
      const over = new AbortController();
      const load = (async () => {
        while (!over.signal.aborted) await Promise.all([commit(1 + random(25)), delay(random(20))]);
      })();
      const crashes = new Map<CrashPoint, number>();
      const ways: OnTheirWay[] = [];
      const crash = async (point: CrashPoint, patience?: Promise<boolean>): Promise<void> => {
        const way = new OnTheirWay();
        ways.push(way);
        const { dead, stop } = doomed(point, 1 + random(4), 200 + random(300), way);
        const died = await Promise.race([dead.then(() => true), ...(patience ? [patience] : [])]);
        if (died) stops.push(stop);
        else await stop();
        if (died) crashes.set(point, (crashes.get(point) ?? 0) + 1);
      };
      // Two at once: the leases of the one that dies go to the other. One that holds no chain may never come to its point.
      const line = async (deaths: number): Promise<void> => {
        for (let n = 0; n < deaths; n++)
          await crash(CRASH_POINTS[random(CRASH_POINTS.length)] ?? 'sent', delay(2_000, false));
      };
      await Promise.all([line(20), line(20)]);
      // Alone, each gets every chain in the end.
      for (const point of CRASH_POINTS) if (!crashes.has(point)) await crash(point);
      over.abort();
      await load;
      await startNotifier();
      await everythingPublished();
      const { rows, records } = await expectWhole();
      expect(rows).toBeGreaterThan(500);
      expect(records).toBeGreaterThan(rows); // else nothing was ever killed between sending and saving
      expect(records - rows).toBeLessThanOrEqual(ways.reduce((sum, { unsaved }) => sum + unsaved, 0));
    },
  );
});
