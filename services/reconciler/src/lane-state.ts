import type { TieoutError } from '@tieout/core';
import type { Clock } from './ports.ts';

/** Why a lane does not work as it should. */
export interface LaneTrouble {
  readonly kind: 'starting' | 'stalled' | 'retrying' | 'lost' | 'halted';
  readonly reason: string;
}

/** What a lane's loop and the world around it tell each other. */
export class LaneState {
  readonly #clock: Clock;
  readonly #stopping = new AbortController();
  /** Null when all is well. */
  trouble: LaneTrouble | null = { kind: 'starting', reason: 'the lane is being taken' };
  flushingSince: number | null = null;
  /** The log is not the one that was read: nothing read from it means what it says. */
  replaced: TieoutError | undefined;
  /** The group was joined anew since the lane's row was last seen to be this owner's. */
  rejoined = false;
  #wake: () => void = () => {};
  /** Something happened that the lane has not looked at yet. */
  #stirred = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get stopping(): AbortSignal {
    return this.#stopping.signal;
  }

  stop(): void {
    this.#stopping.abort();
    this.stir();
  }

  /** Has the lane look at what happened. */
  stir(): void {
    this.#stirred = true;
    this.#wake();
  }

  /** Returns once something happened since it returned last, or after `msMax`. */
  async stirred(msMax: number | null = null): Promise<void> {
    if (!this.#stirred && !this.stopping.aborted) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#wake = resolve;
      const awake = new AbortController();
      if (msMax !== null) void this.#clock.sleep(msMax, awake.signal).then(resolve);
      await promise;
      awake.abort();
    }
    this.#stirred = false;
  }
}
