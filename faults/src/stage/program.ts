import { type ChildProcess, spawn } from 'node:child_process';
import { open } from 'node:fs/promises';
import type { Command, TemporaryStack } from '@tieout/local';

/** One of our programs, run beside the stack's own processes. */
export interface Program {
  readonly pid: number;
  /** Fulfilled when it has ended: its exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
  kill(signal: NodeJS.Signals): void;
}

/** Starts it; what it says goes to a log of this name among the stack's. */
export async function startProgram(stack: TemporaryStack, name: string, command: Command): Promise<Program> {
  const log = await open(stack.home.log(name), 'a');
  try {
    const child = spawn(command.file, command.args, {
      cwd: command.cwd,
      env: { ...stack.surroundings.processEnvironment, ...command.env },
      stdio: ['ignore', log.fd, log.fd],
    });
    const ended = endOf(child);
    if (child.pid === undefined) throw new Error(`${name} cannot be started: ${await ended}`);
    return { pid: child.pid, ended, kill: (signal) => void child.kill(signal) };
  } finally {
    await log.close();
  }
}

/** Runs it to its end, and gives what it said to standard output. */
export async function runProgram(
  stack: TemporaryStack,
  command: Command,
  onNews: (line: string) => void,
): Promise<{ readonly exitCode: number | NodeJS.Signals; readonly output: string; readonly errors: string }> {
  const child = spawn(command.file, command.args, {
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
  return { exitCode: await endOf(child), output, errors };
}

function endOf(child: ChildProcess): Promise<number | NodeJS.Signals> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(code ?? signal ?? 0));
  });
}
