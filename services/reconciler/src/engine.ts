import { setTimeout as delay } from 'node:timers/promises';
import {
  createBrokerClock,
  createLaneConsumer,
  createLogInspector,
  createLogProducer,
  createSchemaRegistry,
  type Logger,
  type Step,
} from '@tieout/runtime';
import { inputTopics, type TopicCatalogue } from '@tieout/schemas';
import { createSourceReaders } from '@tieout/sources';
import { PostgresLaneStorage, RedisTransactionCache } from '@tieout/store';
import type { Kafka } from 'kafkajs';
import { assertBrokerStamps } from './broker-stamps.ts';
import { checkLimits, type LaneLimits } from './limits.ts';
import type { Clock, LaneObserver } from './ports.ts';
import { Reconciler } from './reconciler.ts';

export interface EngineSettings {
  readonly kafka: Kafka;
  readonly catalogue: TopicCatalogue;
  readonly groupId: string;
  readonly registryUrl: string;
  readonly databaseUrl: string;
  readonly redisUrl: string;
  readonly redisPrefix: string;
  /** Lanes that may commit at once. */
  readonly commitSlots: number;
  readonly limits: LaneLimits;
  /** Who this process is, in the lanes' rows and in pg_stat_activity. */
  readonly owner: string;
  readonly logger: Logger;
  readonly observer: LaneObserver;
  /** The process is of no use any more. */
  readonly onFatal: (error: unknown) => void;
}

/** Often enough that MISSING is seen soon after its deadline, rarely enough that an idle system stays idle. */
const TICK_INTERVAL_MS = 1000;
const ANSWER_MS_MAX = 15_000;
const SILENCE_MS_MAX = 60_000;
/** Kafka's transaction.max.timeout.ms is 15 minutes unless somebody changed it. */
const EMPTY_ANSWERS_MS_MAX = 20 * 60_000;
const LOCK_TIMEOUT_MS = 2000;

const clock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) => delay(ms, undefined, { signal }).catch(() => {}),
};

/** Lanes on real servers: what to start, in this order, and to stop in the opposite one. */
export function createEngine(settings: EngineSettings): { reconciler: Reconciler; steps: readonly Step[] } {
  const { kafka, catalogue, logger, owner, limits, observer, onFatal } = settings;
  const topics = {
    core: catalogue.core.name,
    gateway: catalogue.gateway.name,
    mobile: catalogue.mobile.name,
  };
  const inputs = inputTopics(catalogue).map(({ name }) => name);
  const producer = createLogProducer(kafka);
  const inspector = createLogInspector(kafka);
  const storage = new PostgresLaneStorage(
    {
      databaseUrl: settings.databaseUrl,
      commitSlots: settings.commitSlots,
      applicationName: `tieout reconciler ${owner}`,
      lockTimeoutMs: LOCK_TIMEOUT_MS,
    },
    () => clock.now(),
    (err) => logger.warn({ err }, 'a connection to Postgres was lost'),
  );
  const cache = new RedisTransactionCache(settings.redisUrl, settings.redisPrefix, (err) =>
    logger.debug({ err }, 'Redis'),
  );
  const reconciler = new Reconciler({
    topics,
    brokerClock: createBrokerClock(producer, catalogue.ticks.name),
    inspector,
    clock,
    logger,
    tickIntervalMs: TICK_INTERVAL_MS,
    answerMsMax: ANSWER_MS_MAX,
    silenceMsMax: SILENCE_MS_MAX,
    emptyAnswersMsMax: EMPTY_ANSWERS_MS_MAX,
    flushesAtOnce: settings.commitSlots,
    stall: (partitions, reason) => storage.stall(partitions, owner, reason),
    lane: {
      owner,
      storage,
      cache,
      producer,
      readers: createSourceReaders(createSchemaRegistry(settings.registryUrl)),
      limits: checkLimits(limits),
      observer,
    },
    onFatal,
  });
  const consumer = createLaneConsumer({
    kafka,
    groupId: settings.groupId,
    topics: inputs,
    handlers: reconciler.handlers,
    logger,
  });
  const steps: Step[] = [
    { name: 'storage', stop: () => storage.end() },
    { name: 'cache', stop: () => cache.end() },
    { name: 'producer', start: () => producer.connect(), stop: () => producer.disconnect() },
    { name: 'inspector', start: () => inspector.connect(), stop: () => inspector.disconnect() },
    { name: 'settings of the topics', start: () => assertBrokerStamps(kafka, inputs) },
    { name: 'group', stop: () => consumer.stop() },
    // Stopped first: flushes under way end before the group is left, and the group before its connections.
    { name: 'lanes', start: () => reconciler.start(consumer), stop: () => reconciler.stop() },
  ];
  return { reconciler, steps };
}
