import type { Logger, Step } from '@tieout/runtime';
import type { RetentionTurn } from '@tieout/store';

export interface TurnsOptions {
  readonly everyMs: number;
  readonly now: () => number;
  readonly logger: Logger;
  /** One turn of the day given as YYYY-MM-DD. */
  readonly turn: (today: string) => Promise<RetentionTurn>;
}

/** After a failure, and where days wait for a verification or a follower. */
const AGAIN_MS = 60_000;

/** Turns the days now and every so often; what fails is tried again soon, and is said to whoever asks whether all is well. */
export class Turns implements Step {
  readonly name = 'turns';
  readonly #options: TurnsOptions;
  #timer: NodeJS.Timeout | undefined;
  #turning: Promise<void> | null = null;
  #stopped = false;
  #trouble: string | null = 'the first turn is under way';
  #lastDoneAt = 0;

  constructor(options: TurnsOptions) {
    this.#options = options;
  }

  /** Null where the last turn went well. */
  get trouble(): string | null {
    return this.#trouble;
  }

  /** When the last turn went well, ms UTC; 0 before the first. */
  get lastDoneAt(): number {
    return this.#lastDoneAt;
  }

  start(): void {
    this.#turning = this.#turn();
  }

  /** A turn under way is left behind: the server ends its statement with the connection, and the next turn what it began. */
  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  /** Resolves when the turn under way has ended. */
  async settled(): Promise<void> {
    await this.#turning;
  }

  async #turn(): Promise<void> {
    const { logger, now, turn, everyMs } = this.#options;
    let nextMs = everyMs;
    try {
      const { detached, waiting } = await turn(new Date(now()).toISOString().slice(0, 10));
      for (const table of detached) logger.info({ table }, 'a day was detached; its table is kept');
      if (waiting !== null) {
        logger.info({ waiting }, 'days that are old enough stay for now');
        nextMs = Math.min(everyMs, AGAIN_MS);
      }
      this.#trouble = null;
      this.#lastDoneAt = now();
    } catch (err) {
      this.#trouble = `the last turn failed: ${err instanceof Error ? err.message : String(err)}`;
      logger.warn({ err }, 'the turn of the days failed');
      nextMs = Math.min(everyMs, AGAIN_MS);
    }
    if (!this.#stopped) this.#timer = setTimeout(() => this.start(), nextMs);
  }
}
