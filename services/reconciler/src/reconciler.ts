import { SOURCES, TieoutError, type Source } from '@tieout/core';
import type {
  Assignment,
  BrokerClock,
  ConsumerHandlers,
  LaneConsumer,
  LogBatch,
  LogInspector,
  Logger,
  TopicWatermarks,
} from '@tieout/runtime';
import type { PerSource } from '@tieout/store';
import { FlushSlots } from './flush-slots.ts';
import { Lane } from './lane.ts';
import type { LaneParts } from './lane-parts.ts';
import type { Clock, LogControl, Tick } from './ports.ts';

export interface ReconcilerParts {
  readonly topics: PerSource<string>;
  readonly brokerClock: Pick<BrokerClock, 'now'>;
  readonly inspector: Pick<LogInspector, 'watermarks'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly tickIntervalMs: number;
  /** A broker that has not answered by then is asked again. */
  readonly answerMsMax: number;
  /** A log that goes on without anything arriving, nor an empty answer, for this long means a hung client. */
  readonly silenceMsMax: number;
  /** Empty answers are believed no longer than this: longer than a producer may keep a transaction open. */
  readonly emptyAnswersMsMax: number;
  /** Everything a lane needs besides its identity and its log. */
  readonly lane: Omit<LaneParts, 'lane' | 'log' | 'clock' | 'logger' | 'slots'>;
  /** Lanes that may flush at once: what they hold is most of the memory. */
  readonly flushesAtOnce: number;
  /** Writes down, for people, why these lanes cannot read on, or with null that they do again. */
  readonly stall: (partitions: readonly number[], reason: string | null) => Promise<void>;
  /** Called at most once: the process is to be ended. */
  readonly onFatal: (error: unknown) => void;
}

/** As people read it. */
const KAFKA_AWAY = 'Kafka does not answer';

/** The lanes of one process, as the group assigns them. */
export class Reconciler {
  readonly #parts: ReconcilerParts;
  readonly #lanes = new Map<number, { readonly lane: Lane; readonly done: Promise<void> }>();
  /** Lanes given up, still ending their last flush; the same lane coming back waits for it. */
  readonly #ending = new Map<number, Promise<void>>();
  readonly #stopping = new AbortController();
  readonly #slots: FlushSlots;
  #consumer: LaneConsumer | undefined;
  #partitionCount = 0;
  #joined = false;
  #failed = false;
  #answeredAt = Number.NEGATIVE_INFINITY;
  /** Fetches under way, by broker: since when. */
  readonly #fetches = new Map<number, number>();
  #asking: Promise<void> | undefined;
  /** Each by itself: what is watched for may hang the ticks as well. */
  #loops: readonly Promise<void>[] = [];
  #tickTrouble: string | null = 'the broker has not been asked yet';
  /** Why lanes stand still, as it was written down last. */
  #told: string | null = null;
  #telling = false;

  constructor(parts: ReconcilerParts) {
    this.#parts = parts;
    this.#slots = new FlushSlots(parts.flushesAtOnce);
  }

  get handlers(): ConsumerHandlers {
    return {
      onAssignment: (assignment) => this.#assigned(assignment),
      onBatch: (batch) => this.#batch(batch),
      onAnswer: () => (this.#answeredAt = this.#parts.clock.now()),
      onFetch: (broker, underWay) => {
        if (underWay) this.#fetches.set(broker, this.#parts.clock.now());
        else this.#fetches.delete(broker);
      },
      onCrash: (error) => {
        // The client gives up sooner than the next answer is late; the process that follows has no lanes to say it of.
        this.#tell(KAFKA_AWAY);
        this.#fail(error);
      },
    };
  }

  /** The lanes owned now. */
  get lanes(): ReadonlyMap<number, Lane> {
    return new Map([...this.#lanes].map(([partition, { lane }]) => [partition, lane]));
  }

  /** Why this process is of no use now, or null. */
  trouble(): string | null {
    if (this.#tickTrouble !== null) return this.#tickTrouble;
    if (!this.#joined) return 'the group has not been joined yet';
    const troubled = [...this.#lanes].flatMap(([partition, { lane }]) =>
      lane.trouble === null ? [] : [`lane-${partition} ${lane.trouble.kind}: ${lane.trouble.reason}`],
    );
    return troubled.length === 0 ? null : troubled.join('; ');
  }

  async start(consumer: LaneConsumer): Promise<void> {
    this.#consumer = consumer;
    await this.#tick();
    if (this.#tickTrouble !== null) throw new TieoutError('KAFKA_UNAVAILABLE', this.#tickTrouble);
    this.#loops = [this.#keepTicking(), this.#keepWatching()];
    await consumer.start();
  }

  /** Ends each lane's flush under way; nothing of them runs afterwards. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    for (const partition of this.#lanes.keys()) this.#end(partition);
    await Promise.all([...this.#ending.values(), ...this.#loops]);
  }

  #assigned({ gained, kept, lost }: Assignment): void {
    if (this.#stopping.signal.aborted) return;
    this.#joined = true;
    // The client has begun anew: what a fetch before that came to is not told.
    this.#fetches.clear();
    for (const partition of lost) this.#end(partition);
    for (const partition of gained) this.#begin(partition);
    for (const partition of kept) this.#lanes.get(partition)?.lane.rejoined();
    if (gained.length > 0) void this.#tick();
  }

  #begin(partition: number): void {
    const { clock, logger, topics } = this.#parts;
    const lane = new Lane({
      ...this.#parts.lane,
      clock,
      logger: logger.child({ lane: partition }),
      lane: { partition, partitionCount: this.#partitionCount, topics },
      log: this.#logControl(partition),
      slots: this.#slots,
    });
    const before = this.#ending.get(partition) ?? Promise.resolve();
    const done = before.then(() => lane.run()).catch((error: unknown) => this.#fail(error));
    this.#lanes.set(partition, { lane, done });
  }

  #end(partition: number): void {
    const owned = this.#lanes.get(partition);
    if (owned === undefined) return;
    this.#lanes.delete(partition);
    owned.lane.stop();
    this.#ending.set(partition, this.#ended(partition, owned.done));
  }

  async #ended(partition: number, done: Promise<void>): Promise<void> {
    await done;
    // Unless it came back and was given up again meanwhile.
    if (!this.#lanes.has(partition)) this.#ending.delete(partition);
  }

  #batch(batch: LogBatch): void {
    const source = SOURCES.find((one) => this.#parts.topics[one] === batch.topic);
    if (source !== undefined) this.#lanes.get(batch.partition)?.lane.offer(source, batch);
  }

  #logControl(partition: number): LogControl {
    const at = (source: Source) => ({ topic: this.#parts.topics[source], partition });
    return {
      seek: (source, offset) => this.#consumer?.seek(at(source), offset),
      pause: (source) => this.#consumer?.pause([at(source)]),
      resume: (source) => this.#consumer?.resume([at(source)]),
      commit: (source, offset) => this.#consumer?.commit(at(source), offset),
    };
  }

  async #keepTicking(): Promise<void> {
    const { clock, tickIntervalMs } = this.#parts;
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      await clock.sleep(tickIntervalMs, signal);
      if (!signal.aborted) await this.#tick();
    }
  }

  /** One at a time: answers that overtake each other would look like a log that shrinks. */
  #tick(): Promise<void> {
    this.#asking ??= this.#ask().finally(() => (this.#asking = undefined));
    return this.#asking;
  }

  async #ask(): Promise<void> {
    const { topics, logger, clock } = this.#parts;
    try {
      const askedAt = clock.now();
      const { brokerTime, ends } = await this.#inTime(this.#brokerAnswer());
      this.#partitionCount = partitionCountOf(ends, topics);
      this.#tickTrouble = null;
      for (const [partition, { lane }] of this.#lanes) {
        const atEnds = endsOf(ends, topics, partition);
        if (atEnds !== undefined) lane.tick({ askedAt, brokerTime, ends: atEnds });
      }
      this.#tell(null);
    } catch (error) {
      if (!(error instanceof TieoutError)) throw error;
      if (this.#tickTrouble === null) logger.warn({ err: error }, 'lane time stands still');
      this.#tickTrouble = `${error.code}: ${error.message}`;
      this.#tell(KAFKA_AWAY);
      if (!error.retriable) this.#fail(error);
    }
  }

  /** Not waited for: lanes must not stand still because the database does not learn why they did. Where it failed the next answer tries again. */
  #tell(reason: string | null): void {
    if (reason === this.#told || this.#telling) return;
    this.#telling = true;
    this.#parts
      .stall([...this.#lanes.keys()], reason)
      .then(() => (this.#told = reason))
      .catch((err: unknown) =>
        this.#parts.logger.warn({ err }, 'could not write down why lane time stands still'),
      )
      .finally(() => (this.#telling = false));
  }

  /** The broker's time first, then the ends: what lies beyond them was appended after that time. */
  async #brokerAnswer(): Promise<{ brokerTime: number; ends: TopicWatermarks }> {
    const { topics, brokerClock, inspector } = this.#parts;
    const brokerTime = await brokerClock.now();
    return { brokerTime, ends: await inspector.watermarks(SOURCES.map((source) => topics[source])) };
  }

  /** An answer that comes later is dropped. */
  async #inTime<T>(answer: Promise<T>): Promise<T> {
    const { clock, answerMsMax } = this.#parts;
    const answered = new AbortController();
    const late = clock.sleep(answerMsMax, answered.signal).then(() => {
      throw new TieoutError('KAFKA_UNAVAILABLE', `the broker did not answer within ${answerMsMax} ms`);
    });
    try {
      return await Promise.race([answer, late]);
    } finally {
      answered.abort();
    }
  }

  async #keepWatching(): Promise<void> {
    const { clock, tickIntervalMs } = this.#parts;
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      await clock.sleep(tickIntervalMs, signal);
      if (!signal.aborted) this.#watch();
    }
  }

  /** kafkajs can hang after it lost its broker: nothing arrives, nothing fails. Only a new process helps. */
  #watch(): void {
    const { clock, silenceMsMax, emptyAnswersMsMax } = this.#parts;
    const now = clock.now();
    // One broker's answers say nothing of another's.
    const hung = [...this.#fetches.values()].some((since) => now - since >= silenceMsMax);
    const answered = !hung && now - this.#answeredAt < silenceMsMax;
    for (const [partition, { lane }] of this.#lanes) {
      const since = lane.silentSince;
      if (since === null || now - since < silenceMsMax) continue;
      // Restarting would not end a producer's open transaction, which holds back all that follows it.
      if (answered && now - since < emptyAnswersMsMax) continue;
      this.#fail(
        new TieoutError(
          'KAFKA_UNAVAILABLE',
          `lane-${partition}: the log goes on and nothing arrived for ${now - since} ms`,
        ),
      );
      return;
    }
  }

  #fail(error: unknown): void {
    if (this.#failed) return;
    this.#failed = true;
    this.#parts.onFatal(error);
  }
}

function endsOf(
  watermarks: TopicWatermarks,
  topics: PerSource<string>,
  partition: number,
): Tick['ends'] | undefined {
  const core = watermarks.get(topics.core)?.[partition];
  const gateway = watermarks.get(topics.gateway)?.[partition];
  const mobile = watermarks.get(topics.mobile)?.[partition];
  if (core === undefined || gateway === undefined || mobile === undefined) return undefined;
  return { core, gateway, mobile };
}

/** @throws {TieoutError} INVALID_SETTING where the sources' topics are not partitioned alike */
function partitionCountOf(watermarks: TopicWatermarks, topics: PerSource<string>): number {
  const counts = SOURCES.map((source) => watermarks.get(topics[source])?.length ?? 0);
  const [first = 0] = counts;
  if (first === 0 || counts.some((count) => count !== first))
    throw new TieoutError(
      'INVALID_SETTING',
      `the input topics must have the same number of partitions: ${SOURCES.map((source, index) => `${topics[source]} has ${counts[index]}`).join(', ')}`,
    );
  return first;
}
