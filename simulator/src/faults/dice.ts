import type { Random } from '@tieout/producers';
import type { Trace } from '../world/trace.ts';
import type { VirtualTime } from '../world/virtual-time.ts';
import type { FaultKind } from './kinds.ts';

/** How often faults that may strike anywhere do, each time they could: 0–1. Those not named never do. */
export type Chances = Partial<Record<FaultKind, number>>;

/** Decides by the seed which faults happen, and keeps count. */
export class Faults {
  readonly counts = new Map<FaultKind, number>();
  /** How often a process was killed at each named step. */
  readonly endedAt = new Map<string, number>();
  readonly #random: Random;
  readonly #time: VirtualTime;
  readonly #trace: Trace;
  readonly #chances: Chances;
  readonly #armed = new Set<string>();
  #calm = false;

  constructor(random: Random, time: VirtualTime, trace: Trace, chances: Chances) {
    this.#random = random;
    this.#time = time;
    this.#trace = trace;
    this.#chances = chances;
  }

  /** Whether this fault happens here and now. */
  strikes(kind: FaultKind, where: string): boolean {
    const chance = this.#calm ? 0 : (this.#chances[kind] ?? 0);
    if (chance === 0 || this.#random.next() >= chance) return false;
    this.count(kind, where);
    return true;
  }

  /** One that was planned has happened. */
  count(kind: FaultKind, where: string): void {
    this.counts.set(kind, (this.counts.get(kind) ?? 0) + 1);
    this.#trace.add(this.#time.now, where, `FAULT ${kind}`);
  }

  /** Whoever passes this step next dies of it. */
  armStep(step: string): void {
    if (!this.#calm) this.#armed.add(step);
  }

  isDeadly(step: string): boolean {
    return this.#armed.delete(step);
  }

  /** From now on nothing goes wrong any more. */
  calmDown(): void {
    this.#calm = true;
    this.#armed.clear();
  }
}
