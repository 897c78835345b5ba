import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { RunningApi } from '../stage/api.ts';
import type { Ground } from '../stage/ground.ts';
import { type Order, Tally } from './tally.ts';

export interface LiveClients {
  readonly pid: number;
  /** What they were sent so far. */
  tally(): Promise<Tally>;
  close(): Promise<void>;
}

/** Connects so many browsers, as far as the API can tell, from another process. @throws Error where one is refused */
export async function openLiveClients(
  { stack, signal }: Ground,
  { url, token }: RunningApi,
  count: number,
): Promise<LiveClients> {
  const child = fork(join(stack.surroundings.repo, 'bench/src/live-clients/live-clients-main.ts'), {
    execArgv: ['--conditions=@tieout/source'],
    env: stack.surroundings.processEnvironment,
  });
  const ended = once(child, 'exit');
  const kill = (): void => void child.kill('SIGKILL');
  signal.addEventListener('abort', kill, { once: true });
  const answer = async (): Promise<Tally> => {
    const [said] = await Promise.race([
      once(child, 'message'),
      ended.then(() => Promise.reject(new Error('the clients of the live feed have ended'))),
    ]);
    return Tally.parse(said);
  };
  const close = async (): Promise<void> => {
    signal.removeEventListener('abort', kill);
    kill();
    await ended;
  };
  try {
    child.send({ url, token, count } satisfies Order);
    await answer();
  } catch (error) {
    await close();
    throw error;
  }
  return {
    pid: child.pid ?? 0,
    async tally() {
      child.send('tally');
      return answer();
    },
    close,
  };
}
