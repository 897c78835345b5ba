// A lane on real storage and a real cache whose log is steered by hand, with people who ask for things.
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { firstRuleSet, SOURCES, type RuleSet, type Source } from '@tieout/core';
import { createLogger, createSchemaRegistry, partitionOf, type LogBatch } from '@tieout/runtime';
import { topicCatalogue } from '@tieout/schemas';
import { createSourceReaders, type SourceReader } from '@tieout/sources';
import {
  migrate,
  PostgresLaneStorage,
  RedisTransactionCache,
  storeFirstRuleSet,
  type LaneStorage,
  type PerSource,
  type OwnedLane,
} from '@tieout/store';
import {
  eventually,
  testDatabase,
  testRedis,
  testServers,
  type TestDatabase,
  type TestRedis,
} from '@tieout/testkit';
import { Client } from 'pg';
import { Lane } from '../lane.ts';
import { FlushSlots } from '../flush-slots.ts';
import { DEFAULT_LIMITS } from '../limits.ts';
import type { LogControl } from '../ports.ts';
import { Payments, type Payment } from './payments.ts';

export const TOPICS: PerSource<string> = {
  core: 'core_txns',
  gateway: 'gateway_txns',
  mobile: 'mobile_txns',
};
const PARTITIONS = 50;
export const START = Date.UTC(2026, 10, 21, 10);
export type Row = Record<string, unknown>;

interface Person {
  readonly name: string;
  readonly roles?: readonly string[];
}

/** What lanes share: one database, one cache, one registry. */
export class LaneWorld {
  readonly database: TestDatabase;
  readonly redis: TestRedis;
  readonly storage: PostgresLaneStorage;
  readonly cache: RedisTransactionCache;
  readonly payments: Payments;
  readonly readers: PerSource<SourceReader>;
  /** As superuser. */
  readonly looking: Client;
  /** With no more rights than the API has. */
  readonly asking: Client;
  readonly #running: { readonly lane: Lane; readonly done: Promise<void> }[] = [];
  #lanes = 0;

  private constructor(parts: Pick<LaneWorld, 'database' | 'redis' | 'payments' | 'readers'>) {
    this.database = parts.database;
    this.redis = parts.redis;
    this.payments = parts.payments;
    this.readers = parts.readers;
    this.storage = new PostgresLaneStorage(
      { databaseUrl: parts.database.writerUrl, commitSlots: 4, applicationName: 'test', lockTimeoutMs: 300 },
      () => Date.now(),
      () => {},
    );
    this.cache = new RedisTransactionCache(parts.redis.url, parts.redis.prefix, () => {});
    this.looking = new Client({ connectionString: parts.database.url });
    this.asking = new Client({ connectionString: parts.database.readerUrl });
  }

  static async open(ruleSet: RuleSet = firstRuleSet({ slaMs: 60_000 })): Promise<LaneWorld> {
    const database = await testDatabase(migrate);
    await storeFirstRuleSet(database.url, ruleSet);
    const redis = testRedis();
    const registry = createSchemaRegistry(testServers().registry_url);
    const topics = topicCatalogue({ prefix: redis.prefix.replaceAll(':', '-') });
    const payments = await Payments.open(topics, registry);
    const world = new LaneWorld({ database, redis, payments, readers: createSourceReaders(registry) });
    await world.looking.connect();
    await world.asking.connect();
    return world;
  }

  /** A lane no other test has touched, running; with one tick, so that its time is START. */
  async lane(storage?: LaneStorage, slots?: FlushSlots): Promise<SteeredLane> {
    const steered = new SteeredLane(this, this.#lanes++);
    steered.start(storage, slots);
    steered.tick(0);
    await steered.until('lane_time', START);
    return steered;
  }

  /** @returns the lane as it is started, and what it becomes once it ended */
  run(
    partition: number,
    storage: LaneStorage = this.storage,
    seek: LogControl['seek'] = () => {},
    slots = new FlushSlots(1),
  ): { readonly lane: Lane; readonly done: Promise<void> } {
    const lane = new Lane({
      lane: { partition, partitionCount: PARTITIONS, topics: TOPICS },
      owner: 'test',
      storage,
      cache: this.cache,
      slots,
      readers: this.readers,
      producer: { send: () => Promise.reject(new Error('nothing is redriven here')) },
      log: { seek, pause: () => {}, resume: () => {}, commit: () => {} },
      clock: {
        now: () => Date.now(),
        sleep: (ms, signal) => delay(ms, undefined, { signal }).catch(() => {}),
      },
      limits: { ...DEFAULT_LIMITS, graceMs: 0, retryMs: 20, retakeMs: 60_000, recedeMsMax: 0 },
      observer: { flushed: () => {}, retried: () => {}, cacheAnswers: () => {} },
      logger: createLogger({ process: 'test', level: 'fatal' }),
    });
    const running = { lane, done: lane.run() };
    this.#running.push(running);
    return running;
  }

  async rows(text: string, values: unknown[] = []): Promise<Row[]> {
    return (await this.looking.query<Row>(text, values)).rows;
  }

  async stopLanes(): Promise<void> {
    for (const { lane, done } of this.#running.splice(0)) {
      lane.stop();
      await done;
    }
  }

  async close(): Promise<void> {
    await this.stopLanes();
    this.cache.end();
    await this.redis.flush();
    await this.storage.end();
    await this.looking.end();
    await this.asking.end();
    await this.database.drop();
  }
}

/** One lane and its log. */
export class SteeredLane {
  readonly partition: number;
  readonly #world: LaneWorld;
  readonly #ends: Record<Source, bigint> = { core: 0n, gateway: 0n, mobile: 0n };
  readonly #log: PerSource<LogBatch[]> = { core: [], gateway: [], mobile: [] };
  #running: ReturnType<LaneWorld['run']> | undefined;
  #ids = 0;

  constructor(world: LaneWorld, partition: number) {
    this.#world = world;
    this.partition = partition;
  }

  get lane(): Lane {
    if (this.#running === undefined) throw new Error('the lane was not started');
    return this.#running.lane;
  }

  /** As its owner's cache has it, before any restart. */
  get owned(): OwnedLane {
    return { partition: this.partition, epoch: 1n };
  }

  start(storage?: LaneStorage, slots?: FlushSlots): void {
    const seek: LogControl['seek'] = (source, offset) => queueMicrotask(() => this.#deliver(source, offset));
    this.#running = this.#world.run(this.partition, storage, seek, slots);
  }

  /** Its owner ends, and another one reads on. */
  async restart(seconds: number): Promise<void> {
    this.lane.stop();
    await this.#running?.done;
    this.start();
    this.tick(seconds);
    await eventually('the lane works', () => this.lane.trouble === null);
  }

  /** A transaction id of this lane that nobody used. */
  id(): string {
    for (;;) {
      const id = `T${this.#ids++}`;
      if (partitionOf(Buffer.from(id), PARTITIONS) === this.partition) return id;
    }
  }

  /** The broker's time, with nothing unread. */
  tick(seconds: number): void {
    const end = (source: Source) => ({ low: 0n, high: this.#ends[source] });
    const ends = { core: end('core'), gateway: end('gateway'), mobile: end('mobile') };
    this.lane.tick({ askedAt: Number.POSITIVE_INFINITY, brokerTime: START + seconds * 1000, ends });
  }

  /** One more record at the end of a source's log. */
  arrives(source: Source, txnId: string, payment: Payment = {}, seconds = 0): void {
    const offset = this.#ends[source]++;
    const value = this.#world.payments.value(source, txnId, payment);
    const appendTime = START + seconds * 1000;
    this.#log[source].push({
      topic: TOPICS[source],
      partition: this.partition,
      firstOffset: offset,
      lastOffset: offset,
      highWatermark: offset + 1n,
      records: [{ offset, appendTime, key: Buffer.from(txnId), value, headers: {} }],
    });
    this.#deliver(source, offset);
  }

  /** What lies in the log from this offset on. */
  #deliver(source: Source, from: bigint): void {
    for (const batch of this.#log[source]) if (batch.firstOffset >= from) this.lane.offer(source, batch);
  }

  /** A transaction whose books differ by this much, committed. */
  async broken(differenceMinor: bigint, payment: Payment = {}): Promise<string> {
    const id = this.id();
    this.arrives('core', id, payment);
    this.arrives('gateway', id, { ...payment, amountMinor: 500_000n - differenceMinor });
    await this.read();
    return id;
  }

  /** Everything that arrived is committed. */
  async read(): Promise<void> {
    for (const source of SOURCES) await this.until(`${source}_position`, this.#ends[source]);
  }

  async until(column: string, value: unknown): Promise<void> {
    await eventually(`lane ${this.partition} has ${column} ${String(value)}`, async () => {
      const [lane] = await this.#world.rows('SELECT * FROM lanes WHERE partition = $1', [this.partition]);
      const found = lane?.[column];
      return String(found instanceof Date ? found.getTime() : found) === String(value) || undefined;
    });
  }

  /** Asks as the API does; the lane learns of it with its next tick. Returns the command's id. */
  async ask(person: Person, txnId: string | null, verb: string, fields: object = {}): Promise<string> {
    const by = { subject: `s-${person.name}`, roles: person.roles ?? ['operator'] };
    return this.askRaw(`user:${person.name}`, txnId, verb, { by, ...fields });
  }

  async askRaw(actor: string, txnId: string | null, verb: string, body: unknown): Promise<string> {
    const id = randomUUID();
    await this.#world.asking.query(
      'INSERT INTO commands (id, partition, txn_id, verb, actor, body) VALUES ($1, $2, $3, $4, $5, $6)',
      [id, this.partition, txnId, verb, actor, JSON.stringify(body)],
    );
    return id;
  }

  /** What became of it, once something has. */
  async outcome(command: string): Promise<unknown> {
    return eventually('the command is answered', async () => {
      const [row] = await this.#world.rows('SELECT applied_at, outcome FROM commands WHERE id = $1', [
        command,
      ]);
      return row?.['applied_at'] === null ? undefined : row?.['outcome'];
    });
  }

  async result(txnId: string): Promise<Row> {
    const [row] = await this.#world.rows(
      'SELECT * FROM reconciliation_results WHERE partition = $1 AND txn_id = $2',
      [this.partition, txnId],
    );
    if (row === undefined) throw new Error(`${txnId} has no result`);
    return row;
  }

  /** Details of the lane's audit rows about a transaction, oldest first, each with its columns. */
  async history(txnId: string): Promise<Row[]> {
    const found = await this.#world.rows(
      `SELECT action, actor, command_id, detail::jsonb AS detail FROM audit_logs WHERE chain = $1 AND txn_id = $2 ORDER BY seq`,
      [`lane-${this.partition}`, txnId],
    );
    return found;
  }
}
