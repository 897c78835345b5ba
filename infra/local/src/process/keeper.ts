import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { LauncherError } from '../launcher-error.ts';
import type { Home } from '../state/home.ts';
import { type Identity, identify } from './identity.ts';
import { boundLog, openLog } from './log-file.ts';
import type { Part } from './part.ts';
import { aborted, until } from './probe.ts';
import type { ProcessRow } from './record.ts';
import { stopProcess } from './stop.ts';

const BACKOFF_FIRST_MS = 500;
const BACKOFF_MAX_MS = 30_000;
/** A process that lived this long has earned a quick restart again. */
const STEADY_MS = 60_000;
const CHECK_EVERY_MS = 5000;
/** Checks in a row that may fail before a process that runs, but does not answer, is restarted. */
const FAILED_CHECKS_MAX = 3;

export interface KeeperContext {
  readonly home: Home;
  readonly environment: Readonly<Record<string, string>>;
  /** Told at every change of state, before anything else happens. */
  changed(): void;
  /** A line for the person and the supervisor's log. */
  note(text: string): void;
}

/** Owns one process of the stack: starts it, restarts it with growing pauses when it dies or hangs, stops it. */
export class Keeper {
  readonly part: Part;
  readonly #context: KeeperContext;
  readonly #end = new AbortController();
  #state: ProcessRow['state'] = 'starting';
  #identity: Identity | null = null;
  #restarts = 0;
  #failedChecks = 0;
  #startedAt = 0;
  /** Set while the process is held. */
  #hold: PromiseWithResolvers<void> | undefined;
  /** Whether the process in hand was ever held: then its end is somebody's intent, and not a fault that may repeat itself. */
  #wasHeld = false;
  /** Fulfilled when the process in hand has ended. */
  #ended: Promise<string> = Promise.resolve('never started');
  #watch: Promise<void> = Promise.resolve();

  constructor(part: Part, context: KeeperContext) {
    this.part = part;
    this.#context = context;
  }

  get row(): ProcessRow {
    const { name, kind, port, stop } = this.part;
    return { name, kind, port, stop, state: this.#state, restarts: this.#restarts, identity: this.#identity };
  }

  /** Starts the process and returns once it does its work. @throws LauncherError with its log when it does not come up. */
  async start(signal: AbortSignal): Promise<void> {
    await this.part.prepare?.(signal);
    signal.throwIfAborted();
    await this.#spawn();
    const seconds = this.part.readyWithinMs / 1000;
    const failure = await this.#becomeReady(signal);
    if (failure !== undefined) {
      throw new LauncherError(
        `${this.part.name} ${failure === 'late' ? `was not ready within ${seconds} s` : `ended: ${failure}`}.`,
        {
          log: this.#context.home.log(this.part.name),
          todo: `npm run logs -- ${this.part.name}`,
        },
      );
    }
    await this.part.settle?.(signal);
    this.#change('ready');
    this.#watch = this.#keep();
  }

  /** From now on the process is left as it is, frozen or ended, until `release`: for tests of what its absence does to the others. */
  hold(): void {
    this.#hold ??= Promise.withResolvers();
    this.#wasHeld = true;
  }

  /** Looks after it again; where it has ended, it is started at once. */
  release(): void {
    this.#hold?.resolve();
    this.#hold = undefined;
  }

  /** Says whether there was a process to stop. */
  async stop(): Promise<boolean> {
    this.#end.abort();
    const ran = this.#identity !== null && (await stopProcess(this.#identity, this.part.stop)) !== 'gone';
    await this.#watch;
    this.#identity = null;
    this.#change('stopped');
    return ran;
  }

  async #spawn(): Promise<void> {
    const command = this.part.command();
    const log = await openLog(this.#context.home.log(this.part.name));
    try {
      const child = spawn(command.file, command.args, {
        cwd: command.cwd,
        env: { ...this.#context.environment, ...command.env },
        stdio: ['ignore', log.fd, log.fd],
        // A session of its own: Ctrl-C in a terminal reaches the launcher only, which stops things in order.
        detached: true,
        ...command.user,
      });
      this.#ended = new Promise((resolve) => {
        child.once('exit', (code, signal) =>
          resolve(signal === null ? `exit code ${code}` : `signal ${signal}`),
        );
        child.once('error', (error) => resolve(error.message));
      });
      this.#identity = child.pid === undefined ? null : ((await identify(child.pid)) ?? null);
      this.#startedAt = Date.now();
      this.#failedChecks = 0;
      this.#wasHeld = this.#hold !== undefined;
      this.#change('starting');
    } finally {
      await log.close();
    }
  }

  /** Undefined once ready, 'late' when the time is over, else how the process ended. */
  async #becomeReady(signal: AbortSignal): Promise<string | undefined> {
    const stopAsking = new AbortController();
    const both = AbortSignal.any([signal, stopAsking.signal]);
    const ready = until(() => this.part.isReady(), this.part.readyWithinMs, both).then((yes) =>
      yes ? undefined : 'late',
    );
    try {
      return await Promise.race([ready, this.#ended]);
    } finally {
      stopAsking.abort();
      await ready.catch(() => undefined); // the abort just asked for
    }
  }

  /** Until stop(): looks after the process, and after its log's size. */
  async #keep(): Promise<void> {
    while (!this.#end.signal.aborted) {
      const ended = await Promise.race([this.#ended, pause(CHECK_EVERY_MS, this.#end.signal)]);
      const hold = this.#hold;
      await this.#released();
      if (this.#end.signal.aborted) return;
      if (ended !== undefined) await this.#restart(ended);
      else if (hold === undefined) await this.#check();
    }
  }

  /** Waits while the process is held. */
  async #released(): Promise<void> {
    if (this.#hold !== undefined) await Promise.race([this.#hold.promise, aborted(this.#end.signal)]);
  }

  async #check(): Promise<void> {
    await boundLog(this.#context.home.log(this.part.name));
    if (this.part.isAlive === undefined) return;
    if (await this.part.isAlive()) {
      this.#failedChecks = 0;
      if (this.#state === 'unwell') this.#change('ready');
      return;
    }
    this.#failedChecks += 1;
    this.#change('unwell');
    if (this.#failedChecks < FAILED_CHECKS_MAX || this.#identity === null) return;
    this.#context.note(`${this.part.name} runs but does not answer; restarting it`);
    await stopProcess(this.#identity, this.part.stop);
  }

  async #restart(ended: string): Promise<void> {
    this.#restarts = Date.now() - this.#startedAt > STEADY_MS ? 1 : this.#restarts + 1;
    const backoffMs = Math.min(BACKOFF_FIRST_MS * 2 ** (this.#restarts - 1), BACKOFF_MAX_MS);
    const waitMs = this.#wasHeld ? 0 : backoffMs;
    this.#identity = null;
    this.#change('restarting');
    this.#context.note(`${this.part.name} ended (${ended}); starting it again in ${waitMs / 1000} s`);
    await pause(waitMs, this.#end.signal);
    // It may have been held only after it had ended.
    await this.#released();
    if (this.#end.signal.aborted) return;
    await this.part.prepare?.(this.#end.signal);
    await this.#spawn();
    const failure = await this.#becomeReady(this.#end.signal);
    if (failure === undefined) {
      this.#change('ready');
      this.#context.note(`${this.part.name} is back`);
    }
  }

  #change(state: ProcessRow['state']): void {
    this.#state = state;
    this.#context.changed();
  }
}

/** Undefined after the time, or at once when the signal aborts. */
async function pause(ms: number, signal: AbortSignal): Promise<undefined> {
  try {
    await sleep(ms, undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
