import { constants } from 'node:os';
import { execa } from 'execa';
import type { Surroundings } from '../env.ts';
import type { Command } from '../process/part.ts';
import { sourceCommand } from '../services/services.ts';

/** Runs a program on the person's screen and passes signals on. Returns its exit code as a shell would say it. */
export async function runHere(
  { file, args, cwd, env }: Command,
  environment: Readonly<Record<string, string>>,
): Promise<number> {
  const options = { cwd, env: { ...environment, ...env }, extendEnv: false, stdio: 'inherit' } as const;
  const child = execa(file, args, { ...options, reject: false });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
  const result = await child;
  return result.exitCode ?? 128 + constants.signals[result.signal ?? 'SIGKILL'];
}

/** Runs the fault tests, which start a stack of their own. */
export function faults({ repo, toolEnvironment }: Surroundings, words: readonly string[]): Promise<number> {
  return runHere(sourceCommand(repo, 'faults/src/main.ts', words, {}), toolEnvironment);
}

/** Measures what people ask of the API, on servers of its own. */
export function benchReading(
  { repo, toolEnvironment }: Surroundings,
  words: readonly string[],
): Promise<number> {
  return runHere(sourceCommand(repo, 'bench/src/reading-main.ts', words, {}), toolEnvironment);
}

/** Runs the benchmark, which starts servers of its own. */
export function bench({ repo, toolEnvironment }: Surroundings, words: readonly string[]): Promise<number> {
  return runHere(sourceCommand(repo, 'bench/src/main.ts', words, {}), toolEnvironment);
}
