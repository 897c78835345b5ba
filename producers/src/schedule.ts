import type { Source } from '@tieout/core';
import type { ScenarioEvent } from './scenario/event.ts';
import type { Workload } from './scenario/payment.ts';
import { scenarioAt } from './scenario/scenario.ts';

export interface ScheduleOptions {
  readonly workload: Workload;
  /** Only what these sources tell is sent; the others are somebody else's to send. */
  readonly sources: readonly Source[];
  /** How many transactions have begun this many milliseconds after the start. */
  readonly begunBy: (elapsedMs: number) => number;
  /** Index of the first transaction. */
  readonly from: number;
  /** Number of transactions; Infinity for endless. */
  readonly count: number;
}

/** Delays are kept to this many milliseconds. */
const SLOT_MS = 10;

/** What is due in one slot. */
interface Slot {
  /** The first transaction that has an event in it. */
  readonly firstIndex: number;
  readonly events: ScenarioEvent[];
}

/**
 * When each event of a workload is due, in milliseconds since the start. Made as time goes on, so that an endless run holds only the events
 * that are under way.
 */
export class Schedule {
  readonly #options: ScheduleOptions;
  readonly #slots = new Map<number, Slot>();
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

  /** Of the transactions before this index every event has been taken: where to go on after an interruption. */
  get wholeBefore(): number {
    let first = this.#options.from + this.#begun;
    for (const { firstIndex } of this.#slots.values()) first = Math.min(first, firstIndex);
    return first;
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
    const { begunBy, count } = this.#options;
    const due: ScenarioEvent[] = [];
    const lastDue = Math.floor(elapsedMs / SLOT_MS);
    while (this.#slot <= lastDue && due.length < limit) {
      const begun = Math.min(count, begunBy(this.#slot * SLOT_MS));
      while (this.#begun < begun && due.length < limit) this.#begin();
      // Not all of this slot's transactions fitted: its events wait for the next call.
      if (this.#begun < begun) break;
      due.push(...(this.#slots.get(this.#slot)?.events ?? []));
      this.#slots.delete(this.#slot);
      this.#slot += 1;
    }
    return due;
  }

  #begin(): void {
    const { workload, sources, from } = this.#options;
    const index = from + this.#begun;
    for (const event of scenarioAt(workload, index).events) {
      if (!sources.includes(event.source)) continue;
      const slot = this.#slot + Math.floor(event.delayMs / SLOT_MS);
      this.#lastSlot = Math.max(this.#lastSlot, slot);
      const waiting = this.#slots.get(slot);
      if (waiting === undefined) this.#slots.set(slot, { firstIndex: index, events: [event] });
      else waiting.events.push(event);
    }
    this.#begun += 1;
  }
}
