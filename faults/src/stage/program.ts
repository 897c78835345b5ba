import { type ChildProcess, spawn } from 'node:child_process';
import { open } from 'node:fs/promises';
import type { Command } from '@tieout/local';

/** One of our programs, run beside the stack's own processes. None outlives the run: when its signal aborts, they are killed. */
export interface Program {
  readonly pid: number;
  /** Fulfilled when it has ended: its exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
  kill(signal: NodeJS.Signals): void;
}

/** What it takes of a stack to run programs beside it. */
export interface Beside {
  readonly home: { log(name: string): string };
  readonly surroundings: { readonly processEnvironment: Readonly<Record<string, string>> };
}

/** Starts it; what it says goes to a log of this name among the stack's. */
export async function startProgram(
  stack: Beside,
  name: string,
  command: Command,
  signal: AbortSignal,
): Promise<Program> {
  const log = await open(stack.home.log(name), 'a');
  try {
    signal.throwIfAborted();
    const child = spawn(...mortal(command), {
      cwd: command.cwd,
      env: { ...stack.surroundings.processEnvironment, ...command.env },
      stdio: ['ignore', log.fd, log.fd],
    });
    const ended = endOf(child, signal);
    if (child.pid === undefined) throw new Error(`${name} cannot be started: ${await ended}`);
    return { pid: child.pid, ended, kill: (how) => void child.kill(how) };
  } finally {
    await log.close();
  }
}

/** Runs it to its end, and gives what it said to standard output. @throws where the run was interrupted meanwhile */
export async function runProgram(
  stack: Beside,
  command: Command,
  onNews: (line: string) => void,
  signal: AbortSignal,
): Promise<{ readonly exitCode: number | NodeJS.Signals; readonly output: string; readonly errors: string }> {
  signal.throwIfAborted();
  const child = spawn(...mortal(command), {
    cwd: command.cwd,
    env: { ...stack.surroundings.processEnvironment, ...command.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
    onNews(text.trim());
  });
  const exitCode = await endOf(child, signal);
  signal.throwIfAborted();
  return { exitCode, output, errors };
}

/** The kernel ends it with this process, also where nothing of ours can any more. */
const mortal = ({ file, args }: Command): [string, string[]] => [
  'setpriv',
  ['--pdeathsig', 'KILL', file, ...args],
];

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
