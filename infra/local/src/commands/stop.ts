import { setTimeout as sleep } from 'node:timers/promises';
import type { Surroundings } from '../env.ts';
import { isAlive } from '../process/identity.ts';
import { stopLeftovers } from '../process/record.ts';
import { type Home, homeAt } from '../state/home.ts';
import { supervisorOf } from '../supervisor/lock.ts';

/** Longer than the servers' own patience together: the supervisor kills what does not stop. */
const PATIENCE_MS = 90_000;

export async function stop(surroundings: Surroundings): Promise<number> {
  const stopped = await stopStack(homeAt(surroundings.home));
  console.log(stopped ? 'Tieout is stopped.' : 'Tieout is not running.');
  return 0;
}

/** Takes the stack down, also one whose supervisor was killed. Says whether anything ran. */
export async function stopStack(home: Home): Promise<boolean> {
  const supervisor = await supervisorOf(home.lock);
  if (supervisor !== undefined) {
    process.kill(supervisor.pid, 'SIGTERM');
    const deadline = Date.now() + PATIENCE_MS;
    while ((await isAlive(supervisor)) && Date.now() < deadline) await sleep(100);
  }
  const leftovers = await stopLeftovers(home.record);
  return supervisor !== undefined || leftovers.length > 0;
}
