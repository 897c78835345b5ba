import { type ChildProcess, spawn } from 'node:child_process';
import { open } from 'node:fs/promises';
import type { Command } from '@tieout/local';
import type { Ground } from './ground.ts';

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

/** Starts it; what it says goes to a log of this name among the stack's. */
export async function startProgram(
  { stack, signal }: Ground,
  name: string,
  { file, args, cwd, env }: Command,
): Promise<Program> {
  const log = stack.home.log(name);
  const output = await open(log, 'a');
  try {
    signal.throwIfAborted();
    const child = spawn(file, args, {
      cwd,
      env: { ...stack.surroundings.processEnvironment, ...env },
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
