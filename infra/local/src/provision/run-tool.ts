import { execa } from 'execa';
import type { Surroundings } from '../env.ts';
import { LauncherError } from '../launcher-error.ts';
import { boundLog } from '../process/log-file.ts';
import type { Home } from '../state/home.ts';

/** Where provisioning happens: the machine, the stack whose logs get the output, the signal that ends it. */
export interface Workshop {
  readonly surroundings: Surroundings;
  readonly home: Home;
  readonly signal: AbortSignal;
}

/** Runs a tool to its end with its output in a log. @throws LauncherError with that log when it fails. */
export async function runTool(
  workshop: Workshop,
  name: string,
  command: readonly [string, ...string[]],
  options: { cwd?: string; env?: Record<string, string>; todo?: string; interruptible?: boolean } = {},
): Promise<void> {
  const [file, ...args] = command;
  const log = workshop.home.log(name);
  await boundLog(log);
  const output = { file: log, append: true } as const;
  const result = await execa(file, args, {
    cwd: options.cwd ?? workshop.surroundings.repo,
    env: { ...workshop.surroundings.toolEnvironment, ...options.env },
    extendEnv: false,
    stdin: 'ignore',
    stdout: output,
    stderr: output,
    reject: false,
    ...(options.interruptible === false ? {} : { cancelSignal: workshop.signal, forceKillAfterDelay: 5000 }),
  });
  workshop.signal.throwIfAborted();
  if (result.failed) {
    throw new LauncherError(result.shortMessage ?? `${file} failed.`, {
      log,
      ...(options.todo === undefined ? {} : { todo: options.todo }),
    });
  }
}
