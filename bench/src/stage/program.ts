import { type ChildProcess, spawn } from 'node:child_process';
import { open } from 'node:fs/promises';
import type { Command } from '@tieout/local';

/** A process under measurement. None outlives the run: when its signal aborts, they are killed. */
export interface Program {
  readonly pid: number;
  /** Asks it to end, and waits until it has; its exit code or signal. */
  stop(): Promise<number | NodeJS.Signals>;
  kill(): Promise<void>;
  /** @throws Error where it has ended by itself */
  assertRunning(): void;
}

/** Long enough for what is under way. */
const PATIENCE_MS = 20_000;

/** Where programs run. */
export interface Workplace {
  /** The file that what a program of this name says goes to. */
  readonly logFile: (name: string) => string;
  /** What every program is told besides its own settings. */
  readonly environment: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/** Starts it; what it says goes to the log of this name. */
export async function startProgram(
  { logFile, environment, signal }: Workplace,
  name: string,
  { file, args, cwd, env }: Command,
): Promise<Program> {
  const log = logFile(name);
  const output = await open(log, 'a');
  try {
    signal.throwIfAborted();
    const child = spawn(file, args, {
      cwd,
      env: { ...environment, ...env },
      stdio: ['ignore', output.fd, output.fd],
    });
    const ended = endOf(child, signal);
    if (child.pid === undefined) throw new Error(`${name} cannot be started: ${String(await ended)}`);
    return {
      pid: child.pid,
      async stop() {
        child.kill('SIGTERM');
        const forced = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
        const end = await ended;
        clearTimeout(forced);
        return end;
      },
      async kill() {
        child.kill('SIGKILL');
        await ended;
      },
      assertRunning() {
        const end = child.exitCode ?? child.signalCode;
        if (end !== null) throw new Error(`${name} ended with ${end}; see ${log}`);
      },
    };
  } finally {
    await output.close();
  }
}

function endOf(child: ChildProcess, interrupted: AbortSignal): Promise<number | NodeJS.Signals> {
  const kill = (): void => void child.kill('SIGKILL');
  interrupted.addEventListener('abort', kill, { once: true });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      interrupted.removeEventListener('abort', kill);
      resolve(code ?? signal ?? 0);
    });
  });
}
