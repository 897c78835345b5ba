import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from './patience.ts';
import type { Scene } from './stage.ts';

/** Moments of a flush by what pg_stat_activity shows of its connection. */
const MOMENTS = {
  /** A COPY under way, its backend waiting for the rest. */
  copy: `state = 'active' AND query LIKE 'COPY %' AND wait_event = 'ClientRead'`,
  /** Everything written, the lane's row too, and no COMMIT yet. */
  commit: `state = 'idle in transaction' AND query LIKE '%UPDATE lanes SET flush_number%'`,
} as const;

const MOMENT_LIMIT_MS = 30_000;
/** Such a moment takes milliseconds, and most are over by the time that their process stands still. */
const TRIES_MAX = 400;
/** What a process had sent before it was frozen may still arrive. */
const ARRIVING_MS = 100;

/** Freezes the reconciler of this pid with a flush of its at this moment. @throws Error where it is never caught there */
export async function freezeAt(
  moment: keyof typeof MOMENTS,
  { database, signal }: Scene,
  { pid, owner }: { readonly pid: number; readonly owner: string },
): Promise<void> {
  const isThere = async (): Promise<boolean> => {
    const { rows } = await database.query(
      `SELECT 1 FROM pg_stat_activity WHERE application_name = $1 AND ${MOMENTS[moment]}`,
      [`tieout reconciler ${owner}`],
    );
    return rows.length > 0;
  };
  const patience = { limitMs: MOMENT_LIMIT_MS, everyMs: 1, signal };
  for (let n = 0; n < TRIES_MAX; n += 1) {
    await eventually(`a flush at its ${moment}`, isThere, patience);
    process.kill(pid, 'SIGSTOP');
    await delay(ARRIVING_MS, undefined, { signal });
    if (await isThere()) return;
    process.kill(pid, 'SIGCONT');
  }
  throw new Error(`it was never caught at its ${moment}`);
}
