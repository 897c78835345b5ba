import type { Source } from '@tieout/core';
import type { ScenarioEvent } from './scenario/event.ts';
import type { Workload } from './scenario/payment.ts';
import { scenarioAt } from './scenario/scenario.ts';

export interface ScheduleOptions {
  readonly workload: Workload;
  /** Only what these sources tell is sent; the others are somebody else's to send. */
  readonly sources: readonly Source[];
  /** Transactions a second. */
  readonly rate: number;
  /** Index of the first transaction. */
  readonly from: number;
  /** Number of transactions; Infinity for endless. */
  readonly count: number;
}

/** Delays are kept to this many milliseconds. */
const SLOT_MS = 10;

/**
 * When each event of a workload is due, in milliseconds since the start. Made as time goes on, so that an endless run holds only the events
 * that are under way.
 */
export class Schedule {
  readonly #options: ScheduleOptions;
  readonly #slots = new Map<number, ScenarioEvent[]>();
  #begun = 0;
  #slot = 0;
  #lastSlot = 0;

  constructor(options: ScheduleOptions) {
    this.#options = options;
  }

  /** Transactions begun so far. */
  get transactions(): number {
    return this.#begun;
  }

  get allBegun(): boolean {
    return this.#begun >= this.#options.count;
  }

  /** Whether every transaction has begun and every event been taken. */
  get done(): boolean {
    return this.allBegun && this.#slots.size === 0;
  }

  /** Milliseconds since the start when the last event so far known is due. */
  get endsAt(): number {
    return this.#lastSlot * SLOT_MS;
  }

  /**
   * The events that are due by now and have not been taken, in the order in which they are due; at most about `limit`, the rest with the next
   * call.
   */
  take(elapsedMs: number, limit: number): ScenarioEvent[] {
    const { rate, count } = this.#options;
    const due: ScenarioEvent[] = [];
    const lastDue = Math.floor(elapsedMs / SLOT_MS);
    while (this.#slot <= lastDue && due.length < limit) {
      const begunBy = Math.min(count, Math.floor(((this.#slot * SLOT_MS) / 1_000) * rate) + 1);
      while (this.#begun < begunBy && due.length < limit) this.#begin();
      // Not all of this slot's transactions fitted: its events wait for the next call.
      if (this.#begun < begunBy) break;
      due.push(...(this.#slots.get(this.#slot) ?? []));
      this.#slots.delete(this.#slot);
      this.#slot += 1;
    }
    return due;
  }

  #begin(): void {
    const { workload, sources, from } = this.#options;
    for (const event of scenarioAt(workload, from + this.#begun).events) {
      if (!sources.includes(event.source)) continue;
      const slot = this.#slot + Math.floor(event.delayMs / SLOT_MS);
      this.#lastSlot = Math.max(this.#lastSlot, slot);
      const waiting = this.#slots.get(slot);
      if (waiting === undefined) this.#slots.set(slot, [event]);
      else waiting.push(event);
    }
    this.#begun += 1;
  }
}
