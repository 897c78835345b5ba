import type { Surroundings } from '../env.ts';
import { LauncherError } from '../launcher-error.ts';
import { readRecord } from '../process/record.ts';
import { kafkaEnvironment, sourceCommand, verifierEnvironment } from '../services/services.ts';
import { postgresUrl, type Stack } from '../stack.ts';
import { loadCheckpointKey } from '../state/checkpoint-key.ts';
import { homeAt } from '../state/home.ts';
import { rememberedPorts } from '../state/ports.ts';
import { loadSecrets } from '../state/secrets.ts';
import { supervisorOf } from '../supervisor/lock.ts';
import { explain } from './launch.ts';
import { runHere } from './run-here.ts';

/** Runs the simulators' command line against the running stack, with the words the person gave. */
export function produce(surroundings: Surroundings, words: readonly string[]): Promise<number> {
  return runAgainstStack(surroundings, 'producers/src/main.ts', words, (stack) =>
    kafkaEnvironment(stack, 'producer'),
  );
}

/** Holds what the running stack stored of a seeded workload against what must have come of it. */
export function checkTruth(surroundings: Surroundings, words: readonly string[]): Promise<number> {
  return runAgainstStack(surroundings, 'producers/src/check-truth-main.ts', words, (stack) => ({
    ...kafkaEnvironment(stack, 'producer'),
    DATABASE_URL: postgresUrl(stack, 'verifier', 'tieout'),
  }));
}

/** Holds the running stack's evidence against what was written. */
export function verify(surroundings: Surroundings, words: readonly string[]): Promise<number> {
  return runAgainstStack(surroundings, 'services/verifier/src/main.ts', words, async (stack) =>
    verifierEnvironment(stack, await loadCheckpointKey(stack.home.checkpointKey)),
  );
}

/** Puts a rule set in force on the running stack. */
export function activateRules(surroundings: Surroundings, words: readonly string[]): Promise<number> {
  return runAgainstStack(surroundings, 'services/setup/src/activate-rules-main.ts', words, (stack) => ({
    DATABASE_URL: postgresUrl(stack, 'tieout_migrator', 'tieout'),
  }));
}

/** Where the program had no chance: 1 would be its own word that something is wrong. */
const NOT_TRIED = 2;

type RunningStack = Pick<Stack, 'home' | 'ports' | 'secrets'>;

async function runAgainstStack(
  surroundings: Surroundings,
  program: string,
  words: readonly string[],
  environmentOf: (stack: RunningStack) => Record<string, string> | Promise<Record<string, string>>,
): Promise<number> {
  try {
    // Asking how it works needs no stack.
    const asksForHelp = words.some((word) => word === '--help' || word === '-h');
    const environment = asksForHelp ? {} : await environmentOf(await runningStack(surroundings));
    const command = sourceCommand(surroundings.repo, program, words, environment);
    return await runHere(command, surroundings.processEnvironment);
  } catch (error) {
    if (!(error instanceof LauncherError)) throw error;
    await explain(error);
    return NOT_TRIED;
  }
}

async function runningStack(surroundings: Surroundings): Promise<RunningStack> {
  const home = homeAt(surroundings.home);
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
  return { home, ports, secrets: await loadSecrets(home.secrets) };
}
