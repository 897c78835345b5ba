import { TieoutError, type RuleSet, type Source } from '@tieout/core';
import type { LogBatch } from '@tieout/runtime';
import type { LaneHead, LaneStorage, PerSource, RecordPlace } from '@tieout/store';
import { Bisection, RefusedValues } from './bisection.ts';
import {
  flush,
  isEmpty,
  type Flushed,
  type FlushOvertaken,
  type FlushParts,
  type FlushRefused,
} from './flush.ts';
import { flushFigures } from './flush-figures.ts';
import { Intake } from './intake.ts';
import { LaneCache } from './lane-cache.ts';
import type { LaneParts } from './lane-parts.ts';
import type { LaneState } from './lane-state.ts';
import { LaneTime } from './lane-time.ts';
import type { Tick } from './ports.ts';
import { redrive } from './redrive.ts';
import { Redrives, type ReadyRedrive } from './redrives.ts';

/** A lane as it was found when it was taken. */
export interface TakenLane {
  readonly head: LaneHead;
  readonly ruleSets: readonly RuleSet[];
  /** The last record stored of each source. */
  readonly anchors: PerSource<RecordPlace | null>;
  readonly tick: Tick;
}

/** One attempt: what it was to do, and what came of it. */
interface Attempted {
  readonly outcome: Flushed | FlushRefused | FlushOvertaken;
  /** Undefined where it was a flush of what was read. */
  readonly redrive: ReadyRedrive | undefined;
  /** It left out what a whole flush would have looked at. */
  readonly partial: boolean;
  readonly rejoined: boolean;
  readonly tookMs: number;
}

/** A lane from its taking to its loss: one flush after another, each on top of the last. */
export class Ownership {
  readonly #parts: LaneParts;
  readonly #state: LaneState;
  readonly #intake: Intake;
  readonly #flushParts: FlushParts;
  readonly #redrives: Redrives;
  readonly #bisection: Bisection;
  #head: LaneHead;
  #ruleSets: readonly RuleSet[];
  /** The owner's name until its first flush is committed. */
  #takenBy: string | null;
  /** The log was heard of since the last flush of what was read. */
  #ticked = true;
  /** There is more to do than what arrives. */
  #hurry = false;
  #failures = 0;

  constructor(parts: LaneParts, state: LaneState, { head, ruleSets, anchors, tick }: TakenLane) {
    const { limits, clock, log, owner } = parts;
    this.#parts = parts;
    this.#state = state;
    this.#head = head;
    this.#ruleSets = ruleSets;
    this.#takenBy = owner;
    this.#intake = new Intake(log, limits, () => clock.now(), head, anchors);
    this.#flushParts = {
      ...parts,
      laneTime: new LaneTime(limits.graceMs),
      cache: new LaneCache(head, parts),
      refused: new RefusedValues(),
    };
    this.#redrives = new Redrives(parts, () => state.stir());
    this.#bisection = new Bisection(limits);
    this.#intake.start();
    this.#hear(tick);
  }

  get queueBytes(): number {
    return this.#intake.bytes;
  }

  /** As `Intake.silentSince`. */
  get silentSince(): number | null {
    return this.#intake.silentSince();
  }

  offer(source: Source, batch: LogBatch): void {
    this.#intake.offer(source, batch);
    this.#state.replaced ??= this.#intake.replaced ?? undefined;
  }

  /** @param tick null where the answer was not to be believed */
  tick(tick: Tick | null): void {
    if (tick === null) this.#intake.prove();
    else this.#hear(tick);
    this.#redrives.look();
  }

  /** The reader has forgotten where it was. */
  rejoined(): void {
    this.#intake.start();
  }

  /**
   * Flushes until the lane is to be taken again, or to stop.
   *
   * @throws {TieoutError} LANE_LOST, LANE_HALTED and whatever else trying again does not mend
   */
  async run(): Promise<void> {
    const { limits } = this.#parts;
    const state = this.#state;
    while (!state.stopping.aborted) {
      if (state.replaced !== undefined) throw state.replaced;
      try {
        const turn = await this.#turn();
        if (turn === 'strayed') return;
        // What waits to be taken in step is taken without the slowest after a while, also where nothing happens until then.
        if (turn === 'idle') await state.stirred(this.#intake.isEmpty ? null : limits.stepMsMax);
      } catch (error) {
        if (!(error instanceof TieoutError) || !error.retriable) throw error;
        await this.#pause(error);
        const now = await this.#parts.storage.settle(this.#head);
        if (this.#strayed({ kind: 'overtaken', now })) return;
        this.#settled(now);
      }
    }
  }

  #hear(tick: Tick): void {
    this.#ticked = true;
    this.#flushParts.laneTime.add(tick);
    this.#intake.tick(tick);
  }

  /**
   * One attempt, and what follows from it. A function of its own, so that nothing of the attempt is left when it returns: the frame of a loop keeps
   * what it held last, which was a whole flush of every lane that waited for its next one, and two thirds of the process's memory.
   */
  async #turn(): Promise<'idle' | 'strayed' | 'concluded'> {
    const attempt = await this.#attempt();
    if (attempt === null) return 'idle';
    if (this.#strayed(attempt.outcome)) return 'strayed';
    await this.#conclude(attempt);
    this.#failures = 0;
    this.#state.trouble = null;
    return 'concluded';
  }

  /** Flushes what waits, or carries out a redrive. Null where there is nothing to do. */
  async #attempt(): Promise<Attempted | null> {
    const { slots, limits, clock } = this.#parts;
    const state = this.#state;
    const { recordsMax, dueMax, commandsMax } = this.#bisection.next();
    const { rejoined } = state;
    const ready = this.#takenBy === null ? this.#redrives.next : undefined;
    const input = { head: this.#head, ruleSets: this.#ruleSets };
    return slots.use(async () => {
      // It may have waited for its turn since before the stop.
      if (state.stopping.aborted) return null;
      const taken = this.#intake.take(limits.flushBytesMax, recordsMax);
      const idle = isEmpty(taken, this.#head) && !this.#ticked && !this.#hurry && this.#takenBy === null;
      if (ready === undefined && idle) return null;
      if (ready === undefined) this.#ticked = false;
      const startedAt = clock.now();
      state.flushingSince = startedAt;
      try {
        const outcome =
          ready === undefined
            ? await flush(this.#flushParts, { ...input, taken, dueMax, commandsMax, takenBy: this.#takenBy })
            : await redrive(this.#flushParts, { ...input, ...ready });
        const partial = dueMax === 0 || commandsMax === 0;
        return { outcome, redrive: ready, partial, rejoined, tookMs: clock.now() - startedAt };
      } finally {
        state.flushingSince = null;
      }
    });
  }

  async #conclude({ outcome, redrive: ready, partial, rejoined, tookMs }: Attempted): Promise<void> {
    const { lane, observer } = this.#parts;
    switch (outcome.kind) {
      case 'flushed':
        this.#head = outcome.record.head;
        // The lane was still this owner's after that rejoin: it says nothing about a loss to come.
        if (rejoined) this.#state.rejoined = false;
        if (ready === undefined) {
          this.#intake.drop(this.#head.positions);
          this.#flushParts.laneTime.prune(this.#head);
          this.#bisection.passed();
          this.#takenBy = null;
          this.#hurry = outcome.moreWaits || partial;
        } else {
          this.#redrives.done();
        }
        observer.flushed(lane.partition, flushFigures(outcome, lane, tookMs));
        return;
      case 'overtaken':
        this.#assertOwn(outcome.now);
        // First the rules, then the row that says they are known: the reading may fail, and is made again then.
        this.#ruleSets = await readRuleSets(this.#parts.storage);
        this.#head = outcome.now;
        this.#hurry = true;
        return;
      case 'refused':
        this.#divide(outcome);
        this.#hurry = true;
        return;
    }
  }

  /**
   * Nobody else took the lane, and still its row is another one: a commit was lost in a crash of the server, or carried out unseen. It is taken
   * again as it is.
   */
  #strayed(outcome: Attempted['outcome']): boolean {
    const { epoch, flushNumber } = this.#head;
    if (outcome.kind !== 'overtaken') return false;
    const { now } = outcome;
    if (now.epoch !== epoch || now.flushNumber === flushNumber) return false;
    const flushes = { expected: flushNumber.toString(), found: now.flushNumber.toString() };
    this.#parts.logger.warn(flushes, 'the lane’s row is not where it was left: it is taken again');
    return true;
  }

  /** Rules may change under a lane, an owner may not. */
  #assertOwn(now: LaneHead): void {
    if (now.epoch !== this.#head.epoch)
      throw new TieoutError('LANE_LOST', `another owner took the lane (epoch ${now.epoch})`);
  }

  /** Where the rules changed, the next flush is told so, and reads them. */
  #settled(now: LaneHead): void {
    this.#hurry = true;
    if (now.rulesVersion !== this.#head.rulesVersion) return;
    this.#assertOwn(now);
    this.#head = now;
  }

  #divide({ records, due, commands, error }: FlushRefused): void {
    const { logger, observer, lane } = this.#parts;
    const { refused } = this.#flushParts;
    observer.retried(lane.partition, error.code);
    const held = { records: records.length, due: due.length, commands: commands.length };
    if (!this.#bisection.refused(held)) return;
    const [culprit] = records;
    const [txnId] = due;
    const [command] = commands;
    if (culprit !== undefined) {
      const { source, record } = culprit;
      if (refused.record(source, record.offset) !== undefined)
        throw new TieoutError('LANE_HALTED', `not even as a dead letter: ${error.message}`, { cause: error });
      logger.error({ err: error, source, offset: record.offset.toString() }, 'a record the store refuses');
      refused.addRecord(source, record.offset, error.message);
    } else if (txnId !== undefined) {
      logger.error({ err: error, txnId }, 'a verdict the store refuses: its deadline is given up');
      refused.addDue(txnId);
    } else if (command !== undefined && refused.command(command) === undefined) {
      logger.error({ err: error, command }, 'a command whose outcome the store refuses');
      refused.addCommand(command, error.message);
    } else {
      throw new TieoutError('LANE_HALTED', `the store refuses a flush of nothing: ${error.message}`, {
        cause: error,
      });
    }
  }

  async #pause(error: TieoutError): Promise<void> {
    const { clock, limits, logger, observer, lane } = this.#parts;
    if (this.#failures === 0) logger.warn({ err: error }, 'a flush failed and is tried again');
    observer.retried(lane.partition, error.code);
    this.#state.trouble = { kind: 'retrying', reason: `${error.code}: ${error.message}` };
    const waitMs = Math.min(limits.retryMs * 2 ** this.#failures++, limits.retryMsMax);
    await clock.sleep(waitMs, this.#state.stopping);
  }
}

/** @throws {TieoutError} NO_RULE_SET */
export async function readRuleSets(storage: LaneStorage): Promise<readonly RuleSet[]> {
  const ruleSets = await storage.ruleSets();
  if (ruleSets.length === 0) throw new TieoutError('NO_RULE_SET', 'no rule set was ever activated');
  return ruleSets;
}
