import { SOURCES } from '@tieout/core';
import type { ConsumerHandlers, LaneConsumer, LogBatch, TopicPartition } from '@tieout/runtime';
import type { VirtualProcess, Surroundings } from '../process/virtual-process.ts';
import { TOPICS, type Broker } from './broker.ts';
import type { Group, Member } from './group.ts';
import type { VirtualPartition } from './virtual-partition.ts';

/** Where this member is in one partition of a lane it owns. */
interface Cursor {
  readonly at: VirtualPartition;
  /** Undefined until sought: a rejoin forgets it. */
  position: bigint | undefined;
  paused: boolean;
  fetching: boolean;
  /** A batch that the next one overtakes. */
  held: LogBatch | undefined;
}

const EMPTY_ANSWER_MS = 1_000;

/**
 * A group member that behaves as kafkajs may: what is on its way arrives after a pause or a seek, and at the seed's choice a batch is lost, comes
 * twice, comes with older records before it, or is overtaken.
 */
export class VirtualConsumer implements LaneConsumer {
  readonly #process: VirtualProcess;
  readonly #world: Surroundings;
  readonly #broker: Broker;
  readonly #group: Group;
  readonly #handlers: ConsumerHandlers;
  readonly #member: Member;
  readonly #batchMax: number;
  #cursors = new Map<VirtualPartition, Cursor>();
  #joined: () => void = () => {};
  #running = false;
  #hanging = false;

  constructor(
    process: VirtualProcess,
    world: Surroundings,
    servers: { readonly broker: Broker; readonly group: Group },
    handlers: ConsumerHandlers,
    batchMax: number,
  ) {
    this.#process = process;
    this.#world = world;
    this.#broker = servers.broker;
    this.#group = servers.group;
    this.#handlers = handlers;
    this.#batchMax = batchMax;
    this.#member = { process, onLanes: (lanes) => this.#assigned(lanes) };
  }

  async start(): Promise<void> {
    await this.#process.pass('group: joining');
    this.#running = true;
    const unfollow = this.#broker.follow((at) => this.#fetchSoon(this.#cursors.get(at)));
    this.#process.onEnd(unfollow);
    const joined = new Promise<void>((resolve) => (this.#joined = resolve));
    this.#group.join(this.#member);
    this.#answerEmpty();
    await joined;
  }

  async stop(): Promise<void> {
    this.#running = false;
    await this.#process.pass('group: leaving');
    this.#group.leave(this.#member);
  }

  pause(at: readonly TopicPartition[]): void {
    for (const cursor of this.#cursorsAt(at)) cursor.paused = true;
  }

  resume(at: readonly TopicPartition[]): void {
    for (const cursor of this.#cursorsAt(at)) {
      cursor.paused = false;
      this.#fetchSoon(cursor);
    }
  }

  seek(at: TopicPartition, offset: bigint): void {
    for (const cursor of this.#cursorsAt([at])) {
      cursor.position = offset;
      this.#fetchSoon(cursor);
    }
  }

  /** Only a hint for lag tools, of which there are none here. */
  commit(): void {}

  /** Nothing arrives any more, nothing fails either. */
  hang(): void {
    this.#hanging = true;
  }

  #assigned(lanes: readonly number[]): void {
    if (!this.#running) return;
    const before = new Set([...this.#cursors.values()].map(({ at }) => at.partition));
    this.#cursors = new Map(
      lanes.flatMap((lane) =>
        SOURCES.map((source) => {
          const at = this.#broker.at(source, lane);
          return [at, { at, position: undefined, paused: true, fetching: false, held: undefined }] as const;
        }),
      ),
    );
    this.#handlers.onAssignment({
      lanes,
      gained: lanes.filter((lane) => !before.has(lane)),
      kept: lanes.filter((lane) => before.has(lane)),
      lost: [...before].filter((lane) => !lanes.includes(lane)),
    });
    this.#joined();
  }

  #cursorsAt(at: readonly TopicPartition[]): Cursor[] {
    if (!this.#running) return [];
    return at.flatMap(({ topic, partition }) => {
      const source = SOURCES.find((one) => TOPICS[one] === topic);
      const cursor = source && this.#cursors.get(this.#broker.at(source, partition));
      return cursor === undefined ? [] : [cursor];
    });
  }

  #fetchSoon(cursor: Cursor | undefined): void {
    if (cursor === undefined || cursor.fetching || !this.#mayFetch(cursor)) return;
    cursor.fetching = true;
    this.#process.after(this.#world.random.between(2, 250), () => {
      cursor.fetching = false;
      if (this.#mayFetch(cursor)) this.#fetch(cursor);
    });
  }

  #mayFetch(cursor: Cursor): boolean {
    const { at, position, paused } = cursor;
    return (
      this.#running &&
      !this.#hanging &&
      !paused &&
      this.#broker.reachable &&
      position !== undefined &&
      position < at.stable &&
      this.#cursors.get(at) === cursor
    );
  }

  #fetch(cursor: Cursor): void {
    const { faults, random } = this.#world;
    const { at, position } = cursor;
    if (position === undefined) return;
    const where = `${this.#process.name} ${TOPICS[at.source]}[${at.partition}]`;
    const before = BigInt(random.between(1, 5));
    const from =
      position - before >= at.low && faults.strikes('batch delivered with what came before it', where)
        ? position - before
        : position;
    const batch = this.#read(at, from);
    if (batch === undefined) return;
    cursor.fetching = true;
    // What is on its way arrives, whatever is paused or sought meanwhile.
    this.#process.after(random.between(1, 40), () => {
      cursor.fetching = false;
      if (cursor.position === position) cursor.position = batch.lastOffset + 1n;
      this.#arrive(cursor, batch, where);
      this.#fetchSoon(cursor);
    });
  }

  #read(at: VirtualPartition, from: bigint): LogBatch | undefined {
    const slice = at.read(from, this.#world.random.between(1, this.#batchMax));
    if (slice === undefined) return undefined;
    return { topic: TOPICS[at.source], partition: at.partition, highWatermark: at.high, ...slice };
  }

  #arrive(cursor: Cursor, batch: LogBatch, where: string): void {
    const { faults } = this.#world;
    if (!this.#running || this.#hanging) return;
    this.#handlers.onAnswer();
    if (faults.strikes('batch lost', where)) return;
    if (cursor.held === undefined && faults.strikes('batch overtaken by the next', where)) {
      cursor.held = batch;
      return;
    }
    this.#deliver(batch);
    if (faults.strikes('batch delivered twice', where)) this.#deliver(batch);
    const { held } = cursor;
    cursor.held = undefined;
    if (held !== undefined) this.#deliver(held);
  }

  #deliver(batch: LogBatch): void {
    const { trace, time } = this.#world;
    const { topic, partition, firstOffset, lastOffset, records } = batch;
    trace.add(
      time.now,
      this.#process.name,
      `gets ${topic}[${partition}] ${firstOffset}–${lastOffset}, ${records.length} records`,
    );
    this.#handlers.onBatch(batch);
  }

  /** Fetches that find nothing are answered too. */
  #answerEmpty(): void {
    this.#process.after(EMPTY_ANSWER_MS, () => {
      if (this.#running && !this.#hanging && this.#broker.reachable) this.#handlers.onAnswer();
      this.#answerEmpty();
    });
  }
}
