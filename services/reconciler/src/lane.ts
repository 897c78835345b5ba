import { SOURCES, TieoutError, type RuleSet, type Source } from '@tieout/core';
import type { LogBatch, Logger, LogProducer } from '@tieout/runtime';
import type { SourceReader } from '@tieout/sources';
import type { LaneHead, LaneStorage, PerSource, TransactionCache } from '@tieout/store';
import { Bisection, RefusedValues } from './bisection.ts';
import type { FlushSlots } from './flush-slots.ts';
import { flush, isEmpty, type Flushed, type FlushParts, type FlushRefused } from './flush.ts';
import { Intake } from './intake.ts';
import { LaneCache } from './lane-cache.ts';
import { LaneTime } from './lane-time.ts';
import type { LaneLimits } from './limits.ts';
import { LogEnds, logLost } from './log-ends.ts';
import type { Clock, LaneObserver, LogControl, Tick } from './ports.ts';
import type { LaneIdentity } from './records.ts';
import { redrive } from './redrive.ts';
import { Redrives } from './redrives.ts';

export interface LaneParts {
  readonly lane: LaneIdentity;
  /** Who this process is, in the lane's row. */
  readonly owner: string;
  readonly storage: LaneStorage;
  readonly cache: TransactionCache;
  readonly readers: PerSource<SourceReader>;
  readonly log: LogControl;
  /** For what is published anew. */
  readonly producer: Pick<LogProducer, 'send'>;
  /** Shared by the process's lanes. */
  readonly slots: FlushSlots;
  readonly clock: Clock;
  readonly limits: LaneLimits;
  readonly observer: LaneObserver;
  readonly logger: Logger;
}

/** Null when all is well. */
export type LaneTrouble = {
  readonly kind: 'starting' | 'stalled' | 'retrying' | 'lost' | 'halted';
  readonly reason: string;
};

/** Partition p of every source, owned by this process: one loop that turns what was read into committed verdicts. */
export class Lane {
  readonly #parts: LaneParts;
  readonly #stopping = new AbortController();
  #intake: Intake | undefined;
  #laneTime: LaneTime | undefined;
  #redrives: Redrives | undefined;
  #tick: Tick | undefined;
  #ticked = false;
  #flushingSince: number | null = null;
  readonly #ends: LogEnds;
  /** The log is not the one that was read: nothing read from it means what it says. */
  #replaced: TieoutError | undefined;
  /** The newest answer about the log's ends falls behind an earlier one. */
  #behind = false;
  #rejoined = false;
  #wake: () => void = () => {};
  /** Something happened that the lane has not looked at yet. */
  #stirred = false;
  #trouble: LaneTrouble | null = { kind: 'starting', reason: 'the lane is being taken' };

  constructor(parts: LaneParts) {
    this.#parts = parts;
    this.#ends = new LogEnds(parts.limits.recedeMsMax);
  }

  get trouble(): LaneTrouble | null {
    const { clock, limits } = this.#parts;
    if (this.#trouble !== null || this.#flushingSince === null) return this.#trouble;
    const flushingMs = clock.now() - this.#flushingSince;
    if (flushingMs <= limits.flushMsMax) return null;
    return { kind: 'stalled', reason: `a flush has been under way for ${flushingMs} ms` };
  }

  get queueBytes(): number {
    return this.#intake?.bytes ?? 0;
  }

  /** Since when the log should have given something and did not; null where all is well. */
  get silentSince(): number | null {
    return this.#trouble?.kind === 'halted' ? null : (this.#intake?.silentSince() ?? null);
  }

  /** Takes the lane and works until `stop`, through every error that may pass. Rejects only on one that will not: end the process. */
  async run(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      try {
        await this.#own();
      } catch (error) {
        this.#intake = undefined;
        this.#redrives = undefined;
        if (!(error instanceof TieoutError)) throw error;
        await this.#recover(error);
      }
    }
  }

  /** Lets the flush under way end, and begins no other. */
  stop(): void {
    this.#stopping.abort();
    this.#stir();
  }

  offer(source: Source, batch: LogBatch): void {
    this.#intake?.offer(source, batch);
    this.#replaced ??= this.#intake?.replaced ?? undefined;
    this.#stir();
  }

  tick(tick: Tick): void {
    if (this.#believes(tick)) {
      this.#behind = false;
      this.#tick = tick;
      this.#ticked = true;
      this.#laneTime?.add(tick);
      this.#intake?.tick(tick);
    } else {
      if (!this.#behind)
        this.#parts.logger.warn('the log is told to end earlier than before: nothing is concluded yet');
      this.#behind = true;
      // It may grow past its old end before the next answer.
      this.#intake?.prove();
    }
    this.#redrives?.look();
    this.#stir();
  }

  /** The group was joined anew: the reader has forgotten where it was, and a lane lost in between may be taken again. */
  rejoined(): void {
    this.#rejoined = true;
    this.#intake?.start();
    this.#stir();
  }

  /** From taking the lane to losing it. */
  async #own(): Promise<void> {
    const { storage, lane, owner, limits, clock, log, slots } = this.#parts;
    this.#rejoined = false;
    let head = await storage.take(lane.partition, lane.partitionCount, owner);
    const takenAt = clock.now();
    this.#trouble = { kind: 'starting', reason: 'the ends of the log are waited for' };
    let ruleSets = await this.#ruleSets();
    const anchors = await storage.lastRecords(lane.partition);
    const tick = await this.#firstTick(head, takenAt);
    if (tick === undefined) return;
    const laneTime = new LaneTime(limits.graceMs);
    const parts: FlushParts = {
      ...this.#parts,
      laneTime,
      cache: new LaneCache(lane.partition, this.#parts),
      refused: new RefusedValues(),
    };
    const intake = new Intake(log, limits, () => clock.now(), head, anchors);
    this.#laneTime = laneTime;
    this.#intake = intake;
    intake.start();
    laneTime.add(tick);
    intake.tick(tick);
    this.#trouble = null;
    this.#parts.logger.info({ epoch: head.epoch.toString() }, 'lane taken');

    const redrives = new Redrives(this.#parts, () => this.#stir());
    this.#redrives = redrives;
    const bisection = new Bisection(limits);
    let takenBy: string | null = owner;
    let hurry = false;
    let failures = 0;
    while (!this.#stopping.signal.aborted) {
      if (this.#replaced !== undefined) throw this.#replaced;
      const { recordsMax, dueMax, commandsMax } = bisection.next();
      const rejoined = this.#rejoined;
      const asked = takenBy === null ? redrives.next : undefined;
      let startedAt = clock.now();
      try {
        const outcome = await slots.use(async () => {
          const taken = intake.take(limits.flushBytesMax, recordsMax);
          const idle = isEmpty(taken, head) && !this.#ticked && !hurry && takenBy === null;
          if (asked === undefined && idle) return null;
          if (asked === undefined) this.#ticked = false;
          startedAt = clock.now();
          this.#flushingSince = startedAt;
          const work =
            asked === undefined
              ? flush(parts, { head, ruleSets, taken, dueMax, commandsMax, takenBy })
              : redrive(parts, { head, ruleSets, ...asked });
          return work.finally(() => (this.#flushingSince = null));
        });
        if (outcome === null) {
          // What waits to be taken in step is taken without the slowest after a while, also where nothing happens until then.
          await this.#woken(intake.isEmpty ? null : limits.stepMsMax);
          continue;
        }
        switch (outcome.kind) {
          case 'flushed':
            head = outcome.record.head;
            // The lane was still this owner's after that rejoin: it says nothing about a loss to come.
            if (rejoined) this.#rejoined = false;
            if (asked === undefined) {
              intake.drop(head.positions);
              laneTime.prune(head);
              bisection.passed();
              takenBy = null;
              hurry = outcome.moreWaits || dueMax === 0 || commandsMax === 0;
            } else {
              redrives.done();
            }
            this.#observe(outcome, clock.now() - startedAt);
            break;
          case 'overtaken':
            if (this.#strayed(head, outcome.now)) return;
            this.#assertOwn(head, outcome.now);
            // First the rules, then the row that says they are known: the reading may fail, and is made again then.
            ruleSets = await this.#ruleSets();
            head = outcome.now;
            hurry = true;
            break;
          case 'refused':
            this.#divide(bisection, parts.refused, outcome);
            hurry = true;
            break;
        }
        failures = 0;
        this.#trouble = null;
      } catch (error) {
        if (!(error instanceof TieoutError) || !error.retriable) throw error;
        await this.#pause(error, failures++);
        const now = await storage.settle(head);
        if (this.#strayed(head, now)) return;
        head = this.#settled(head, now);
        hurry = true;
      }
    }
  }

  /** Nobody else took the lane, and still its row is another one: a commit was lost in a crash of the server, or carried out unseen. It is taken again as it is. */
  #strayed(head: LaneHead, now: LaneHead): boolean {
    if (now.epoch !== head.epoch || now.flushNumber === head.flushNumber) return false;
    const flushes = { expected: head.flushNumber.toString(), found: now.flushNumber.toString() };
    this.#parts.logger.warn(flushes, 'the lane’s row is not where it was left: it is taken again');
    return true;
  }

  /** Rules may change under a lane, an owner may not. */
  #assertOwn(head: LaneHead, now: LaneHead): void {
    if (now.epoch !== head.epoch)
      throw new TieoutError('LANE_LOST', `another owner took the lane (epoch ${now.epoch})`);
  }

  /** Where the rules changed, the next flush is told so, and reads them. */
  #settled(head: LaneHead, now: LaneHead): LaneHead {
    if (now.rulesVersion !== head.rulesVersion) return head;
    this.#assertOwn(head, now);
    return now;
  }

  #divide(bisection: Bisection, refused: RefusedValues, outcome: FlushRefused): void {
    const { logger, observer, lane } = this.#parts;
    const { records, due, commands, error } = outcome;
    observer.retried(lane.partition, error.code);
    const held = { records: records.length, due: due.length, commands: commands.length };
    if (!bisection.refused(held)) return;
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

  async #ruleSets(): Promise<readonly RuleSet[]> {
    const ruleSets = await this.#parts.storage.ruleSets();
    if (ruleSets.length === 0) throw new TieoutError('NO_RULE_SET', 'no rule set was ever activated');
    return ruleSets;
  }

  /**
   * One that knows of everything committed before the taking. An older one may have been asked for before the former owner read on: all it can
   * prove is that the log goes on.
   */
  async #firstTick(head: LaneHead, takenAt: number): Promise<Tick | undefined> {
    let lostSince: number | null = null;
    while (!this.#stopping.signal.aborted) {
      if (this.#replaced !== undefined) throw this.#replaced;
      const tick = this.#tick;
      const lost = tick && logLost(head, tick);
      if (tick !== undefined && lost === undefined) return tick;
      if (tick !== undefined && lost !== undefined && tick.askedAt > takenAt) {
        lostSince ??= tick.askedAt;
        if (!(tick.askedAt - lostSince < this.#parts.limits.recedeMsMax)) throw lost;
      }
      await this.#woken();
    }
    return undefined;
  }

  #believes(tick: Tick): boolean {
    try {
      return this.#ends.believes(tick);
    } catch (error) {
      if (!(error instanceof TieoutError)) throw error;
      this.#replaced ??= error;
      return false;
    }
  }

  #stir(): void {
    this.#stirred = true;
    this.#wake();
  }

  /** Returns once something happened since it returned last, or after `msMax`. */
  async #woken(msMax: number | null = null): Promise<void> {
    if (!this.#stirred && !this.#stopping.signal.aborted) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#wake = resolve;
      const awake = new AbortController();
      if (msMax !== null) void this.#parts.clock.sleep(msMax, awake.signal).then(resolve);
      await promise;
      awake.abort();
    }
    this.#stirred = false;
  }

  async #pause(error: TieoutError, failures: number): Promise<void> {
    const { clock, limits, logger, observer, lane } = this.#parts;
    if (failures === 0) logger.warn({ err: error }, 'a flush failed and is tried again');
    observer.retried(lane.partition, error.code);
    this.#trouble = { kind: 'retrying', reason: `${error.code}: ${error.message}` };
    await clock.sleep(Math.min(limits.retryMs * 2 ** failures, limits.retryMsMax), this.#stopping.signal);
  }

  /** Waits until it makes sense to take the lane again. */
  async #recover(error: TieoutError): Promise<void> {
    const { clock, limits, logger, observer, lane } = this.#parts;
    const { signal } = this.#stopping;
    const reason = `${error.code}: ${error.message}`;
    observer.retried(lane.partition, error.code);
    if (error.retriable || error.code === 'NO_RULE_SET') {
      this.#trouble = { kind: 'retrying', reason };
      logger.warn({ err: error }, 'the lane cannot be taken yet');
      await clock.sleep(limits.retryMsMax / 5, signal);
    } else if (error.code === 'LANE_LOST') {
      // By the rules of the group the new owner is right until the group says that this process owns the lane again.
      this.#trouble = { kind: 'lost', reason };
      logger.warn({ err: error }, 'lane lost');
      const until = clock.now() + limits.retakeMs;
      while (!signal.aborted && !this.#rejoined && clock.now() < until)
        await clock.sleep(limits.retryMs, signal);
    } else {
      await this.#halt(error);
    }
  }

  /** Stands still, and says why where people look, until somebody acts and the lane is taken anew. */
  async #halt(error: TieoutError): Promise<void> {
    const { storage, lane, logger } = this.#parts;
    this.#trouble = { kind: 'halted', reason: error.message };
    logger.error({ err: error }, 'lane halted');
    try {
      await storage.halt(lane.partition, error.message);
    } catch (err) {
      logger.error({ err }, 'could not write down why the lane is halted');
    }
    while (!this.#stopping.signal.aborted) await this.#woken();
  }

  #observe({ record, judgements, due, refolded }: Flushed, durationMs: number): void {
    const { observer, lane } = this.#parts;
    const accepted: Record<Source, number> = { core: 0, gateway: 0, mobile: 0 };
    const refused: Record<Source, number> = { core: 0, gateway: 0, mobile: 0 };
    for (const { event } of record.raw) accepted[event.source]++;
    for (const source of SOURCES)
      refused[source] = record.deadLetters.filter(({ topic }) => topic === lane.topics[source]).length;
    observer.flushed(lane.partition, {
      durationMs,
      accepted,
      refused,
      verdicts: judgements.filter(({ changed }) => changed).length,
      refolded,
      due,
      commands: record.commands.length,
      laneTime: record.head.laneTime,
    });
  }
}
