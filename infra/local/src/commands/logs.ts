import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import type { Surroundings } from '../env.ts';
import { LauncherError } from '../launcher-error.ts';
import { exists } from '../provision/cache.ts';
import { homeAt } from '../state/home.ts';

/** Shows the last lines of one log or all of them, and with `follow` what comes. */
export async function logs(
  surroundings: Surroundings,
  name: string | undefined,
  options: { follow: boolean; lines: string },
): Promise<number> {
  const home = homeAt(surroundings.home);
  const present = (await exists(home.logs))
    ? (await readdir(home.logs)).filter((file) => file.endsWith('.log')).toSorted()
    : [];
  const names = present.map((file) => file.slice(0, -'.log'.length));
  const wanted = name === undefined ? names : names.filter((known) => known === name);
  if (wanted.length === 0) {
    throw new LauncherError(
      name === undefined ? `There are no logs in ${home.logs}.` : `There is no log "${name}".`,
      {
        todo: names.length === 0 ? 'npm start' : `npm run logs -- ${names.join('|')}`,
      },
    );
  }
  const files = wanted.map((known) => join(home.logs, `${known}.log`));
  const args = ['-n', options.lines, ...(options.follow ? ['-F'] : []), ...files];
  const result = await execa('tail', args, { stdio: 'inherit', reject: false });
  // Ctrl-C is how one stops following.
  return result.signal === 'SIGINT' ? 0 : (result.exitCode ?? 1);
}
