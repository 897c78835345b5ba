import { TieoutError, type Source } from '@tieout/core';
import type { LogBatch } from '@tieout/runtime';
import type { LaneHead } from '@tieout/store';
import type { LaneParts } from './lane-parts.ts';
import { LaneState, type LaneTrouble } from './lane-state.ts';
import { LogEnds, logLost } from './log-ends.ts';
import { Ownership, readRuleSets } from './ownership.ts';
import type { Tick } from './ports.ts';

/** Partition p of every source, as long as the group gives it to this process: taken, and taken again where it was lost. */
export class Lane {
  readonly #parts: LaneParts;
  readonly #state: LaneState;
  readonly #ends: LogEnds;
  #ownership: Ownership | undefined;
  /** The newest answer about the log's ends that may be believed. */
  #tick: Tick | undefined;
  /** The newest answer falls behind an earlier one. */
  #behind = false;

  constructor(parts: LaneParts) {
    this.#parts = parts;
    this.#state = new LaneState(parts.clock);
    this.#ends = new LogEnds(parts.limits.recedeMsMax);
  }

  /** Null when all is well. */
  get trouble(): LaneTrouble | null {
    const { clock, limits } = this.#parts;
    const { trouble, flushingSince } = this.#state;
    if (trouble !== null || flushingSince === null) return trouble;
    const flushingMs = clock.now() - flushingSince;
    if (flushingMs <= limits.flushMsMax) return null;
    return { kind: 'stalled', reason: `a flush has been under way for ${flushingMs} ms` };
  }

  get queueBytes(): number {
    return this.#ownership?.queueBytes ?? 0;
  }

  /** Since when the log should have given something and did not; null where all is well. */
  get silentSince(): number | null {
    return this.#state.trouble?.kind === 'halted' ? null : (this.#ownership?.silentSince ?? null);
  }

  /** Takes the lane and works until `stop`, through every error that may pass. Rejects only on one that will not: end the process. */
  async run(): Promise<void> {
    while (!this.#state.stopping.aborted) {
      try {
        await this.#own();
      } catch (error) {
        this.#ownership = undefined;
        if (!(error instanceof TieoutError)) throw error;
        await this.#recover(error);
      }
    }
  }

  /** Lets the flush under way end, and begins no other. */
  stop(): void {
    this.#state.stop();
  }

  offer(source: Source, batch: LogBatch): void {
    this.#ownership?.offer(source, batch);
    this.#state.stir();
  }

  tick(tick: Tick): void {
    const believed = this.#believes(tick);
    if (believed) this.#tick = tick;
    else if (!this.#behind)
      this.#parts.logger.warn('the log is told to end earlier than before: nothing is concluded yet');
    this.#behind = !believed;
    // It may grow past its old end before the next answer.
    this.#ownership?.tick(believed ? tick : null);
    this.#state.stir();
  }

  /** The group was joined anew: the reader has forgotten where it was, and a lane lost in between may be taken again. */
  rejoined(): void {
    this.#state.rejoined = true;
    this.#ownership?.rejoined();
    this.#state.stir();
  }

  /** From taking the lane to losing it. */
  async #own(): Promise<void> {
    const { storage, lane, owner, clock, logger } = this.#parts;
    const state = this.#state;
    state.rejoined = false;
    const head = await storage.take(lane.partition, lane.partitionCount, owner);
    const takenAt = clock.now();
    state.trouble = { kind: 'starting', reason: 'the ends of the log are waited for' };
    const ruleSets = await readRuleSets(storage);
    const anchors = await storage.lastRecords(lane.partition);
    const tick = await this.#firstTick(head, takenAt);
    if (tick === undefined) return;
    const ownership = new Ownership(this.#parts, state, { head, ruleSets, anchors, tick });
    this.#ownership = ownership;
    state.trouble = null;
    logger.info({ epoch: head.epoch.toString() }, 'lane taken');
    await ownership.run();
  }

  /**
   * One that knows of everything committed before the taking. An older one may have been asked for before the former owner read on: all it can
   * prove is that the log goes on.
   */
  async #firstTick(head: LaneHead, takenAt: number): Promise<Tick | undefined> {
    let lostSince: number | null = null;
    while (!this.#state.stopping.aborted) {
      if (this.#state.replaced !== undefined) throw this.#state.replaced;
      const tick = this.#tick;
      const lost = tick && logLost(head, tick);
      if (tick !== undefined && lost === undefined) return tick;
      if (tick !== undefined && lost !== undefined && tick.askedAt > takenAt) {
        lostSince ??= tick.askedAt;
        if (!(tick.askedAt - lostSince < this.#parts.limits.recedeMsMax)) throw lost;
      }
      await this.#state.stirred();
    }
    return undefined;
  }

  #believes(tick: Tick): boolean {
    try {
      return this.#ends.believes(tick);
    } catch (error) {
      if (!(error instanceof TieoutError)) throw error;
      this.#state.replaced ??= error;
      return false;
    }
  }

  /** Waits until it makes sense to take the lane again. */
  async #recover(error: TieoutError): Promise<void> {
    const { clock, limits, logger, observer, lane } = this.#parts;
    const state = this.#state;
    const reason = `${error.code}: ${error.message}`;
    observer.retried(lane.partition, error.code);
    if (error.retriable || error.code === 'NO_RULE_SET') {
      state.trouble = { kind: 'retrying', reason };
      logger.warn({ err: error }, 'the lane cannot be taken yet');
      await clock.sleep(limits.retryMsMax / 5, state.stopping);
    } else if (error.code === 'LANE_LOST') {
      // By the rules of the group the new owner is right until the group says that this process owns the lane again.
      state.trouble = { kind: 'lost', reason };
      logger.warn({ err: error }, 'lane lost');
      const until = clock.now() + limits.retakeMs;
      while (!state.stopping.aborted && !state.rejoined && clock.now() < until)
        await clock.sleep(limits.retryMs, state.stopping);
    } else {
      await this.#halt(error);
    }
  }

  /** Stands still, and says why where people look, until somebody acts and the lane is taken anew. */
  async #halt(error: TieoutError): Promise<void> {
    const { storage, lane, logger } = this.#parts;
    this.#state.trouble = { kind: 'halted', reason: error.message };
    logger.error({ err: error }, 'lane halted');
    try {
      await storage.halt(lane.partition, error.message);
    } catch (err) {
      logger.error({ err }, 'could not write down why the lane is halted');
    }
    while (!this.#state.stopping.aborted) await this.#state.stirred();
  }
}
