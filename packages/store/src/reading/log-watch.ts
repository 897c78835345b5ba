import { setTimeout as delay } from 'node:timers/promises';

export interface LogWatchOptions {
  /** Reads what is new; true where there is more to read at once. */
  readonly look: () => Promise<boolean>;
  /** Whether hints come: without them it looks more often. */
  readonly hinted: () => boolean;
  /** A look failed, as the looks before it did `failures - 1` times. It looks again soon. */
  readonly onFailure: (error: unknown, failures: number) => void;
  /** Waits that long, or until the signal. The machine's, where none is given. */
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<void>;
}

const POLL_HINTED_MS = 1_000;
const POLL_UNHINTED_MS = 250;
/** People see no difference below this, and a lane that flushes a thousand times a second need not be looked at as often. */
const REST_MS = 50;
const RETRY_MAX_MS = 2_000;

/** Looks at the log again and again, one look at a time: at once when hinted, by itself too, so a lost hint only costs time. */
export class LogWatch {
  readonly #options: LogWatchOptions;
  readonly #sleep: NonNullable<LogWatchOptions['sleep']>;
  readonly #ended = new AbortController();
  #wake = new AbortController();
  #running: Promise<void> | null = null;

  constructor(options: LogWatchOptions) {
    this.#options = options;
    this.#sleep = options.sleep ?? pause;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** Resolves once the look under way has ended. */
  async stop(): Promise<void> {
    this.#ended.abort();
    await this.#running;
  }

  /** Look now. */
  hint(): void {
    this.#wake.abort();
  }

  async #run(): Promise<void> {
    const { look, onFailure } = this.#options;
    const ended = this.#ended.signal;
    let failures = 0;
    while (!ended.aborted) {
      this.#wake = new AbortController();
      try {
        const more = await look();
        failures = 0;
        if (!more) await this.#rest();
      } catch (error) {
        failures += 1;
        onFailure(error, failures);
        await this.#sleep(Math.min(100 * 2 ** failures, RETRY_MAX_MS), ended);
      }
    }
  }

  async #rest(): Promise<void> {
    const ended = this.#ended.signal;
    await this.#sleep(REST_MS, ended);
    const limit = this.#options.hinted() ? POLL_HINTED_MS : POLL_UNHINTED_MS;
    await this.#sleep(limit - REST_MS, AbortSignal.any([this.#wake.signal, ended]));
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(ms, undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
