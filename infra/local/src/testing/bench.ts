import { join } from 'node:path';
import { execa } from 'execa';
import type { Surroundings } from '../env.ts';

/** Where sections run. */
export interface Bench {
  readonly surroundings: Surroundings;
  readonly signal: AbortSignal;
  /** Test files named by the person; all where empty. */
  readonly files: readonly string[];
  /** A folder for reports, deleted afterwards. */
  readonly scratch: string;
}

/** Runs one of the workspace's programs on the person's screen. Returns its exit code. */
export async function runFrom(
  bench: Bench,
  cwd: string,
  [file, ...args]: readonly [string, ...string[]],
  env: Record<string, string>,
): Promise<number> {
  const { repo, searchPath, toolEnvironment } = bench.surroundings;
  const path = [join(repo, 'node_modules/.bin'), ...searchPath].join(':');
  const result = await execa(file, args, {
    cwd,
    env: { ...toolEnvironment, TURBO_TELEMETRY_DISABLED: '1', ...env, PATH: path },
    extendEnv: false,
    stdin: 'ignore',
    stdout: 'inherit',
    stderr: 'inherit',
    reject: false,
    cancelSignal: bench.signal,
    forceKillAfterDelay: 10_000,
  });
  bench.signal.throwIfAborted();
  return result.exitCode ?? 1;
}
