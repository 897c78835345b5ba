import type { Random } from '@tieout/producers';
import type { Clock } from '@tieout/reconciler';
import type { Faults } from '../faults/dice.ts';
import type { Trace } from '../world/trace.ts';
import type { VirtualTime } from '../world/virtual-time.ts';

/** What all processes of a world share. */
export interface Surroundings {
  readonly time: VirtualTime;
  readonly trace: Trace;
  readonly random: Random;
  readonly faults: Faults;
  /** How long a step usually takes at most. */
  readonly stepMsMax: number;
}

/**
 * One run of a program, as the operating system sees it: it can be killed or frozen between any two of its steps. Whatever it waits for, it waits
 * for here: after a kill nothing of it ever runs again, because no promise given to it settles any more.
 */
export class VirtualProcess {
  readonly name: string;
  readonly #world: Surroundings;
  readonly #onEnd: (() => void)[] = [];
  readonly #missed: (() => void)[] = [];
  #state: 'running' | 'frozen' | 'ended' = 'running';
  #clockOffsetMs = 0;

  constructor(name: string, world: Surroundings) {
    this.name = name;
    this.#world = world;
  }

  get state(): 'running' | 'frozen' | 'ended' {
    return this.#state;
  }

  readonly clock: Clock = {
    now: () => this.#world.time.now + this.#clockOffsetMs,
    sleep: (ms, signal) => this.#sleep(ms, signal),
  };

  /** Calls back after this much virtual time; late where the process is frozen then, never where it has ended. */
  after(delayMs: number, run: () => void): void {
    this.#world.time.after(delayMs, () => {
      if (this.#state === 'running') run();
      else if (this.#state === 'frozen') this.#missed.push(run);
    });
  }

  /** A named step between the program and the world. Takes a moment, and may be the last thing the process does. */
  pass(step: string): Promise<void> {
    const { trace, time, random, faults, stepMsMax } = this.#world;
    if (this.#state === 'ended') return new Promise(() => {});
    trace.add(time.now, this.name, step);
    if (faults.isDeadly(step)) {
      faults.count('process killed at a step', this.name);
      faults.endedAt.set(step, (faults.endedAt.get(step) ?? 0) + 1);
      this.end();
      return new Promise(() => {});
    }
    // Half of them at once, most of the others quickly, now and then slow enough for the world to move on meanwhile.
    const luck = random.next();
    if (luck < 0.5) return Promise.resolve();
    const delayMs = luck < 0.98 ? random.between(1, stepMsMax) : random.between(50, 1_500);
    return new Promise((resolve) => this.after(delayMs, resolve));
  }

  freeze(): void {
    if (this.#state === 'running') this.#state = 'frozen';
  }

  thaw(): void {
    if (this.#state !== 'frozen') return;
    this.#state = 'running';
    for (const run of this.#missed.splice(0)) this.after(0, run);
  }

  jumpClock(byMs: number): void {
    this.#clockOffsetMs += byMs;
  }

  /** Nothing of it runs any more, and its connections are closed. */
  end(): void {
    if (this.#state === 'ended') return;
    const { trace, time } = this.#world;
    this.#state = 'ended';
    this.#missed.length = 0;
    trace.add(time.now, this.name, 'has ended');
    for (const run of this.#onEnd.splice(0)) run();
  }

  onEnd(run: () => void): void {
    this.#onEnd.push(run);
  }

  #sleep(ms: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        signal.removeEventListener('abort', wake);
        resolve();
      };
      signal.addEventListener('abort', wake);
      this.after(ms, wake);
    });
  }
}
