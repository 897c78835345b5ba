import { firstRuleSet, SOURCES, type Source } from '@tieout/core';
import { createLogger, createLogProducer, createSchemaRegistry, type LogProducer } from '@tieout/runtime';
import { allTopics, topicCatalogue, topicConfig, type TopicCatalogue } from '@tieout/schemas';
import { migrate, storeFirstRuleSet, type PerSource } from '@tieout/store';
import {
  eventually,
  testDatabase,
  testKafka,
  testRedis,
  testServers,
  type TestDatabase,
  type TestKafka,
  type TestRedis,
} from '@tieout/testkit';
import { Kafka } from 'kafkajs';
import { Client } from 'pg';
import { createEngine } from '../engine.ts';
import { DEFAULT_LIMITS } from '../limits.ts';
import type { Reconciler } from '../reconciler.ts';
import { assertEvidence } from './evidence.ts';
import { Payments, type Payment } from './payments.ts';

export interface Engine {
  readonly reconciler: Reconciler;
  stop(): Promise<void>;
}

export interface EngineChoices {
  readonly redisUrl?: string;
  /** A client of the test's own: for watching what the engine asks of it. */
  readonly kafka?: Kafka;
}

type Row = Record<string, unknown>;

/** From a producer through Kafka and the whole engine to Postgres, all real, with topics and a database of its own. */
export class WholePath {
  readonly server: TestKafka;
  readonly redis: TestRedis;
  readonly kafka: Kafka;
  readonly catalogue: TopicCatalogue;
  readonly topics: PerSource<string>;
  readonly partitions: number;
  readonly database: TestDatabase;
  readonly payments: Payments;
  /** As superuser. */
  readonly looking: Client;
  readonly producer: LogProducer;
  readonly #running: Engine[] = [];
  readonly #fatal: unknown[] = [];

  private constructor(parts: Pick<WholePath, 'server' | 'kafka' | 'catalogue' | 'database' | 'payments'>) {
    this.server = parts.server;
    this.kafka = parts.kafka;
    this.catalogue = parts.catalogue;
    this.database = parts.database;
    this.payments = parts.payments;
    this.redis = testRedis();
    const { core, gateway, mobile } = parts.catalogue;
    this.topics = { core: core.name, gateway: gateway.name, mobile: mobile.name };
    this.partitions = core.partitions;
    this.looking = new Client({ connectionString: parts.database.url });
    this.producer = createLogProducer(parts.kafka);
  }

  static async open({ slaMs, partitions }: { slaMs: number; partitions: number }): Promise<WholePath> {
    const server = testKafka();
    const catalogue = topicCatalogue({ partitions, prefix: server.prefix });
    const database = await testDatabase(migrate);
    await storeFirstRuleSet(database.url, firstRuleSet({ slaMs }));
    await server.createTopics(
      allTopics(catalogue).map((topic) => ({
        topic: topic.name.slice(server.prefix.length),
        partitions: topic.partitions,
        config: topicConfig(topic),
      })),
    );
    const payments = await Payments.open(catalogue, createSchemaRegistry(testServers().registry_url));
    const path = new WholePath({ server, kafka: new Kafka(server.config), catalogue, database, payments });
    await path.looking.connect();
    await path.producer.connect();
    return path;
  }

  async close(): Promise<void> {
    await this.producer.disconnect();
    await this.looking.end();
    await this.redis.flush();
    await this.server.drop();
    await this.database.drop();
  }

  async startEngine({ redisUrl = this.redis.url, kafka = this.kafka }: EngineChoices = {}): Promise<Engine> {
    const { reconciler, steps } = createEngine({
      kafka,
      catalogue: this.catalogue,
      groupId: `${this.server.prefix}group`,
      registryUrl: testServers().registry_url,
      databaseUrl: this.database.writerUrl,
      redisUrl,
      redisPrefix: this.redis.prefix,
      commitSlots: 2,
      limits: { ...DEFAULT_LIMITS, graceMs: 100, retakeMs: 1_000 },
      owner: `test-${this.#running.length}`,
      logger: createLogger({ process: 'test', level: 'fatal' }),
      observer: { flushed: () => {}, retried: () => {}, cacheAnswers: () => {} },
      onFatal: (error) => this.#fatal.push(error),
    });
    for (const step of steps) await step.start?.();
    let stopped = false;
    const engine: Engine = {
      reconciler,
      async stop() {
        if (stopped) return;
        stopped = true;
        for (const step of steps.toReversed()) await step.stop?.();
      },
    };
    this.#running.push(engine);
    return engine;
  }

  /** Stops every engine that still runs; returns what any of them died of. */
  async stopEngines(): Promise<unknown[]> {
    for (const engine of this.#running.splice(0)) await engine.stop();
    return this.#fatal.splice(0);
  }

  async produce(source: Source, txnId: string, payment: Payment = {}): Promise<void> {
    await this.send(source, txnId, this.payments.value(source, txnId, payment));
  }

  async send(
    source: Source,
    key: string,
    value: Buffer,
  ): Promise<{ readonly partition: number; readonly offset: string }> {
    const [written] = await this.producer.send([{ topic: this.topics[source], key, value }]);
    return { partition: written?.partition ?? -1, offset: written?.baseOffset ?? '' };
  }

  async rows(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    return (await this.looking.query<Row>(text, [...values])).rows;
  }

  /** Waits until the transaction stands so. */
  verdict(txnId: string, status: string, reasons: readonly string[] = []): Promise<Row> {
    return eventually(`${txnId} is ${status} ${reasons.join()}`, async () => {
      const [row] = await this.rows('SELECT * FROM reconciliation_results WHERE txn_id = $1', [txnId]);
      return row?.['status'] === status && String(row['reasons']) === reasons.join() && row;
    });
  }

  /** Statuses the transaction has had, oldest first. */
  async history(txnId: string): Promise<unknown[]> {
    const rows = await this.rows(
      `SELECT detail::jsonb ->> 'status' AS status FROM audit_logs WHERE txn_id = $1 ORDER BY seq`,
      [txnId],
    );
    return rows.map(({ status }) => status);
  }

  /** Waits until every partition has been read to its end, as its lane's row says. */
  async allRead(): Promise<void> {
    const admin = this.kafka.admin();
    await admin.connect();
    const ends = await Promise.all(SOURCES.map((source) => admin.fetchTopicOffsets(this.topics[source])));
    await admin.disconnect();
    await eventually('the lanes have read everything', async () => {
      const lanes = await this.rows('SELECT * FROM lanes');
      return SOURCES.every((source, index) =>
        ends[index]?.every(({ partition, high }) =>
          lanes.some((lane) => lane['partition'] === partition && lane[`${source}_position`] === high),
        ),
      );
    });
  }

  /** @param unreadable offsets of each source's log that hold no record for a reader: none, unless a producer had transactions */
  async audit(unreadable: PerSource<number> = { core: 0, gateway: 0, mobile: 0 }): Promise<void> {
    await this.allRead();
    await assertEvidence(this.looking, this.topics, unreadable);
  }
}
