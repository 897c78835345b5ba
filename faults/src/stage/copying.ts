import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from './patience.ts';
import type { Scene } from './stage.ts';

const COPY_LIMIT_MS = 30_000;
/** A COPY takes milliseconds, and most are over by the time that their process stands still. */
const TRIES_MAX = 400;
/** What a process had sent before it was frozen may still arrive. */
const ARRIVING_MS = 100;

/** Freezes the reconciler of this pid with one of its COPY statements under way, its backend waiting for the rest. @throws Error where it is never caught */
export async function freezeMidCopy(
  { database, signal }: Scene,
  { pid, owner }: { readonly pid: number; readonly owner: string },
): Promise<void> {
  const isCopying = async (): Promise<boolean> => {
    const { rows } = await database.query(
      `SELECT 1 FROM pg_stat_activity WHERE application_name = $1 AND state = 'active' AND query LIKE 'COPY %' AND wait_event = 'ClientRead'`,
      [`tieout reconciler ${owner}`],
    );
    return rows.length > 0;
  };
  const patience = { limitMs: COPY_LIMIT_MS, everyMs: 1, signal };
  for (let n = 0; n < TRIES_MAX; n += 1) {
    await eventually('a COPY under way', isCopying, patience);
    process.kill(pid, 'SIGSTOP');
    await delay(ARRIVING_MS, undefined, { signal });
    if (await isCopying()) return;
    process.kill(pid, 'SIGCONT');
  }
  throw new Error('it was never caught in a COPY');
}
