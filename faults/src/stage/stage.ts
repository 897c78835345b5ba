import { setTimeout as delay } from 'node:timers/promises';
import { type Source, SOURCES } from '@tieout/core';
import type { TemporaryStack } from '@tieout/local';
import type { TopicWatermarks } from '@tieout/runtime';
import type { Kafka } from 'kafkajs';
import type { Pool } from 'pg';
import type { Random } from '../random.ts';
import { type Load, type Slice, startLoad } from './load.ts';
import { eventually } from './patience.ts';
import type { Processes } from './processes.ts';
import type { Reconcilers } from './reconcilers.ts';
import type { Mark, Topics, Watch } from './watch.ts';

/** What runs, and how to reach it. */
export interface Scene {
  readonly stack: TemporaryStack;
  readonly processes: Processes;
  readonly reconcilers: Reconcilers;
  readonly watch: Watch;
  /** As the superuser. */
  readonly database: Pool;
  /** As the super user. */
  readonly kafka: Kafka;
  readonly topics: Topics;
  readonly random: Random;
  /** What is sent at least. */
  readonly slice: Slice;
  readonly rate: number;
  readonly signal: AbortSignal;
  /** Tells the person who waits. */
  readonly say: (line: string) => void;
}

/** Everything is back to work within this time after a fault, or the run fails. */
const RECOVERY_LIMIT_MS = 120_000;

const ARRIVING_LIMIT_MS = 120_000;
/** Where a fault takes longer than its payments, as much more of them is sent. */
const MORE = 1 / 4;

/** What a fault does its work with, and what it has told so far. */
export class Stage {
  readonly scene: Scene;
  #times = 0;
  #firstCommitMs = 0;
  #zeroLagMs = 0;
  #mark: Mark | undefined;
  #said = '';
  readonly #wrong: string[] = [];
  readonly #notes: string[] = [];
  readonly #loads: Load[] = [];
  #more = 0;

  constructor(scene: Scene) {
    this.scene = scene;
  }

  /** How often the fault has happened. */
  get times(): number {
    return this.#times;
  }

  /** The longest that any lane went without a commit after the fault. */
  get firstCommitMs(): number {
    return this.#firstCommitMs;
  }

  /** The longest until everything in the log had been committed. */
  get zeroLagMs(): number {
    return this.#zeroLagMs;
  }

  /** What was not as it must be, besides what every fault is checked for. */
  get wrong(): readonly string[] {
    return this.#wrong;
  }

  /** What was seen to work, for the report. */
  get notes(): readonly string[] {
    return this.#notes;
  }

  /** Everything that was sent. */
  get sent(): Slice {
    const { slice } = this.scene;
    return { ...slice, count: slice.count + this.#more };
  }

  /** Lets these sources tell their part of the slice, at the fault's rate, and waits until records of each arrive. */
  async send(sources: readonly Source[] = SOURCES): Promise<Load> {
    return this.#send(this.scene.slice, sources);
  }

  async #send(slice: Slice, sources: readonly Source[]): Promise<Load> {
    const { stack, rate, watch, topics, signal } = this.scene;
    const before = await watch.ends();
    const load = await startLoad(stack, slice, rate, sources, signal);
    this.#loads.push(load);
    await eventually(
      'records of every source arrive',
      async () => {
        const now = await watch.ends();
        return sources.every((source) => recordsOf(now, topics[source]) > recordsOf(before, topics[source]));
      },
      { limitMs: ARRIVING_LIMIT_MS, signal },
    );
    return load;
  }

  /** Payments must still begin when a fault strikes, also where the machine is busy with other things and the fault takes long. */
  async #keepSending(): Promise<void> {
    if (this.#loads.some(({ lastBeginsAt }) => performance.now() < lastBeginsAt)) return;
    const { seed, from, count } = this.sent;
    const more = Math.ceil(this.scene.slice.count * MORE);
    this.#more += more;
    await this.#send({ seed, from: from + count, count: more }, SOURCES);
  }

  /** Fulfilled when everything has been sent. @throws Error where a simulator failed */
  async allSent(): Promise<void> {
    await Promise.all(this.#loads.map(({ sent }) => sent));
  }

  /** Ends what still sends: only where something has failed is there any. */
  async stopSending(): Promise<void> {
    await Promise.all(this.#loads.map((load) => load.stop()));
  }

  /** Lets the fault happen. What lasts (an outage) is over when `fault` returns: from then on recovery is counted. */
  async strike(what: string, fault: () => Promise<unknown>): Promise<void> {
    if (what !== this.#said) this.scene.say(what);
    this.#said = what;
    await this.#keepSending();
    await fault();
    this.#times += 1;
    this.#mark = await this.scene.watch.mark();
  }

  /** Waits until every lane has committed since the last strike, and, no longer than `limitMs`, until the log has been read to its end. */
  async recovered(limitMs = RECOVERY_LIMIT_MS): Promise<void> {
    const { watch } = this.scene;
    const mark = this.#mark;
    if (mark === undefined) throw new Error('nothing has happened yet');
    const [firstCommitMs, zeroLagMs] = await Promise.all([
      eventually('a commit of every lane', () => watch.committedSince(mark), this.#patience()),
      eventually('the end of the log', () => watch.caughtUpSince(mark), this.#patience(limitMs)),
    ]);
    this.#firstCommitMs = Math.max(this.#firstCommitMs, firstCommitMs);
    this.#zeroLagMs = Math.max(this.#zeroLagMs, zeroLagMs);
  }

  /** Does what belongs to the fault; where that fails, the fault has not shown what it is there for. @throws where the run was interrupted */
  async attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.scene.signal.throwIfAborted();
      this.expect(error instanceof Error ? error.message : String(error), false);
    }
  }

  /** Waits until everything that is in the log now has been committed. */
  async settled(): Promise<void> {
    const { watch } = this.scene;
    const mark = await watch.mark();
    await eventually('the end of the log', () => watch.caughtUpSince(mark), this.#patience());
  }

  #patience(limitMs = RECOVERY_LIMIT_MS) {
    return { limitMs, everyMs: 50, signal: this.scene.signal };
  }

  async pause(ms: number): Promise<void> {
    await delay(ms, undefined, { signal: this.scene.signal });
  }

  /** @param at as `performance.now()` tells it */
  async pauseUntil(at: number): Promise<void> {
    await this.pause(Math.max(0, at - performance.now()));
  }

  /** Something this fault must show. */
  expect(what: string, holds: boolean): void {
    if (!holds) this.#wrong.push(what);
  }

  note(what: string): void {
    this.#notes.push(what);
  }
}

const recordsOf = (ends: TopicWatermarks, topic: string): bigint =>
  (ends.get(topic) ?? []).reduce((sum, { high }) => sum + high, 0n);
