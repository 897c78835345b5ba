import type { Fault } from '../fault.ts';
import { eventually } from '../stage/patience.ts';
import type { Stage } from '../stage/stage.ts';

const BREATH_MS = 3_000;
const STORM_MS = 20_000;
const STORM_EVERY_MS = 400;

/** What pg_stat_activity shows of a lane that is writing: one of its COPY statements under way. */
const COPYING = `state = 'active' AND query LIKE 'COPY %' AND application_name LIKE 'tieout reconciler %'`;

async function restartMidCopy(stage: Stage): Promise<void> {
  const { database, processes, signal } = stage.scene;
  await stage.pause(BREATH_MS);
  // Known beforehand: a COPY takes milliseconds.
  const pid = await processes.pidOf('postgres');
  await stage.strike('Postgres is stopped at once while a lane writes by COPY', async () => {
    await eventually(
      'a COPY under way',
      async () => {
        const { rows } = await database.query(`SELECT 1 FROM pg_stat_activity WHERE ${COPYING}`);
        return rows.length > 0;
      },
      { limitMs: 30_000, everyMs: 1, signal },
    );
    // Its immediate shutdown: no checkpoint, no goodbye, recovery at the next start.
    process.kill(pid, 'SIGQUIT');
  });
  await processes.isBack('postgres', pid);
  await stage.recovered();
}

async function terminateStorm(stage: Stage): Promise<void> {
  const { database, random } = stage.scene;
  await stage.pause(BREATH_MS);
  const until = performance.now() + STORM_MS;
  while (performance.now() < until) {
    await stage.strike('terminating every backend of the lanes', () =>
      database.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'tieout reconciler %'`,
      ),
    );
    await stage.pause(random.between(0, 2 * STORM_EVERY_MS));
  }
  await stage.recovered();
}

export const POSTGRES_FAULTS: readonly Fault[] = [
  {
    name: 'postgres-restart',
    title: 'Postgres stopped at once in the middle of a COPY',
    transactions: 4_000,
    rate: 150,
    async make(stage) {
      for (let n = 0; n < 3; n += 1) await restartMidCopy(stage);
    },
  },
  {
    name: 'backends',
    title: 'The lanes’ database connections terminated again and again',
    transactions: 4_500,
    rate: 150,
    make: terminateStorm,
  },
];
