import { constants } from 'node:os';
import { execa } from 'execa';
import type { Surroundings } from '../env.ts';
import { LauncherError } from '../launcher-error.ts';
import { readRecord } from '../process/record.ts';
import { kafkaEnvironment, sourceCommand } from '../services/services.ts';
import { homeAt } from '../state/home.ts';
import { rememberedPorts } from '../state/ports.ts';
import { loadSecrets } from '../state/secrets.ts';
import { supervisorOf } from '../supervisor/lock.ts';

/** Runs the simulators' command line against the running stack, with the words the person gave. */
export async function produce(surroundings: Surroundings, words: readonly string[]): Promise<number> {
  const home = homeAt(surroundings.home);
  // Asking how it works needs no stack.
  const asksForHelp = words.some((word) => word === '--help' || word === '-h');
  const command = asksForHelp
    ? sourceCommand(surroundings.repo, 'producers', words, {})
    : sourceCommand(surroundings.repo, 'producers', words, await connection());
  const child = execa(command.file, command.args, {
    cwd: command.cwd,
    env: { ...surroundings.processEnvironment, ...command.env },
    extendEnv: false,
    stdio: 'inherit',
    reject: false,
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
  const result = await child;
  return result.exitCode ?? 128 + constants.signals[result.signal ?? 'SIGKILL'];

  async function connection(): Promise<Record<string, string>> {
    const [supervisor, record, ports] = await Promise.all([
      supervisorOf(home.lock),
      readRecord(home.record),
      rememberedPorts(home.ports),
    ]);
    if (supervisor === undefined || ports === undefined || record === undefined || record.serversOnly) {
      throw new LauncherError(`No stack is running here (${home.folder}).`, {
        todo: 'npm start -- --detach',
      });
    }
    return kafkaEnvironment({ home, ports, secrets: await loadSecrets(home.secrets) }, 'producer');
  }
}
