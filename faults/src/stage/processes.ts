import { answers, type ProcessRow, readRecord, type TemporaryStack } from '@tieout/local';
import { eventually } from './patience.ts';

/** The stack's own processes by their names in `npm run status`, which its supervisor starts again when they end. */
export type StackProcess = 'reconciler' | 'kafka' | 'redis' | 'postgres' | 'apicurio';

/** Longer than the supervisor's longest pause before it starts something again. */
const BACK_LIMIT_MS = 90_000;

/** Ends the stack's processes, by the pids on its record, and keeps them down. */
export class Processes {
  readonly #stack: TemporaryStack;
  readonly #signal: AbortSignal;

  constructor(stack: TemporaryStack, signal: AbortSignal) {
    this.#stack = stack;
    this.#signal = signal;
  }

  /** Waits for it where it is being started. */
  async pidOf(name: StackProcess): Promise<number> {
    return eventually(
      `${name} runs`,
      async () => {
        const { identity } = await this.#row(name);
        return identity !== null && runs(identity.pid) && identity.pid;
      },
      { limitMs: BACK_LIMIT_MS, signal: this.#signal },
    );
  }

  /** Ends it with this signal and waits until it is gone; its supervisor brings it back. */
  async end(name: StackProcess, signal: NodeJS.Signals): Promise<void> {
    const pid = await this.pidOf(name);
    process.kill(pid, signal);
    await eventually(`${name} has ended`, () => !runs(pid), {
      limitMs: BACK_LIMIT_MS,
      everyMs: 20,
      signal: this.#signal,
    });
  }

  /** Ends it and keeps it down while `meanwhile` runs; afterwards its supervisor starts it again. */
  async without(
    name: StackProcess,
    meanwhile: () => Promise<void>,
    signal: NodeJS.Signals = 'SIGKILL',
  ): Promise<void> {
    await this.#stack.hold(name);
    try {
      await this.end(name, signal);
      await meanwhile();
    } finally {
      await this.#stack.release(name);
    }
  }

  async #row(name: StackProcess): Promise<ProcessRow> {
    const record = await readRecord(this.#stack.home.record);
    const row = record?.processes.find((one) => one.name === name);
    if (row === undefined) throw new Error(`the stack has no process ${name}`);
    return row;
  }
}

function runs(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false; // nobody has this number
  }
}

/** Whether a service says that it does its work. */
export const isReady = (port: number): Promise<boolean> => answers(`http://127.0.0.1:${port}/readyz`);
