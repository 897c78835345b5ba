import type { LaneStorage, TransactionCache } from '@tieout/store';
import { type LaneLimits, type LaneObserver, Reconciler } from '@tieout/reconciler';
import type { Logger } from '@tieout/runtime';
import { createSourceReaders } from '@tieout/sources';
import { TOPICS, type Broker } from '../log/broker.ts';
import type { Group } from '../log/group.ts';
import type { VirtualRegistry } from '../log/registry.ts';
import { VirtualConsumer } from '../log/virtual-consumer.ts';
import { VirtualProcess, type Surroundings } from './virtual-process.ts';

/** The servers that reconcilers work with. */
export interface Servers {
  readonly broker: Broker;
  readonly group: Group;
  readonly registry: VirtualRegistry;
  /** Each process has connections of its own to one database and one cache. */
  readonly storageFor: (process: VirtualProcess) => LaneStorage;
  readonly cacheFor: (process: VirtualProcess) => TransactionCache;
}

export interface ReconcilerSettings {
  readonly limits: LaneLimits;
  /** Records of one fetch. */
  readonly batchMax: number;
  readonly logger: Logger;
}

const TICK_INTERVAL_MS = 1_000;
const ANSWER_MS_MAX = 5_000;
const SILENCE_MS_MAX = 10_000;
const EMPTY_ANSWERS_MS_MAX = 30_000;
const FLUSHES_AT_ONCE = 2;

const UNOBSERVED: LaneObserver = { flushed() {}, retried() {}, cacheAnswers() {} };

/** The production reconciler in a process of its own, from its start to its end. */
export class ReconcilerProcess {
  readonly process: VirtualProcess;
  readonly #consumer: VirtualConsumer;
  readonly #reconciler: Reconciler;

  constructor(name: string, world: Surroundings, servers: Servers, settings: ReconcilerSettings) {
    const { broker, registry } = servers;
    const process = new VirtualProcess(name, world);
    this.process = process;
    this.#reconciler = new Reconciler({
      topics: TOPICS,
      brokerClock: broker.clockFor(process),
      inspector: broker.inspectorFor(process),
      clock: process.clock,
      logger: settings.logger,
      tickIntervalMs: TICK_INTERVAL_MS,
      answerMsMax: ANSWER_MS_MAX,
      silenceMsMax: SILENCE_MS_MAX,
      emptyAnswersMsMax: EMPTY_ANSWERS_MS_MAX,
      flushesAtOnce: FLUSHES_AT_ONCE,
      // For people who look at a page; no verdict follows from it.
      stall: async () => {},
      lane: {
        owner: name,
        storage: servers.storageFor(process),
        cache: servers.cacheFor(process),
        readers: createSourceReaders(registry.for(process)),
        producer: broker.producerFor(process),
        limits: settings.limits,
        observer: UNOBSERVED,
      },
      onFatal: (error) => {
        world.trace.add(
          world.time.now,
          name,
          `gives up: ${error instanceof Error ? error.stack : String(error)}`,
        );
        process.end();
      },
    });
    this.#consumer = new VirtualConsumer(
      process,
      world,
      servers,
      this.#reconciler.handlers,
      settings.batchMax,
    );
  }

  /** Where the start fails the process ends, as the supervisor expects of it. */
  start(): void {
    this.#reconciler.start(this.#consumer).catch(() => this.process.end());
  }

  /** SIGTERM: flushes under way end, then the group is left. */
  async stop(): Promise<void> {
    await this.#reconciler.stop();
    await this.#consumer.stop();
    this.process.end();
  }

  hangClient(): void {
    this.#consumer.hang();
  }
}
