import { confirm } from '@inquirer/prompts';
import type { Surroundings } from '../env.ts';
import { LauncherError } from '../launcher-error.ts';
import { deleteHome, homeAt } from '../state/home.ts';
import { stopStack } from './stop.ts';

/** Deletes one stack's data, passwords and ports. What was downloaded stays. */
export async function reset(surroundings: Surroundings, options: { yes: boolean }): Promise<number> {
  const home = homeAt(surroundings.home);
  if (!options.yes && !(await agreed(home.folder))) {
    console.log('Nothing was deleted.');
    return 1;
  }
  await stopStack(home);
  const deleted = await deleteHome(home);
  console.log(deleted ? `Deleted ${home.folder}.` : `There is no Tieout state in ${home.folder}.`);
  return 0;
}

async function agreed(folder: string): Promise<boolean> {
  if (!process.stdin.isTTY)
    throw new LauncherError('Nobody is here to be asked.', { todo: 'npm run reset -- --yes' });
  return confirm({ message: `Stop the stack and delete everything in ${folder}?`, default: false });
}
