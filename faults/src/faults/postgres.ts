import type { Fault } from '../fault.ts';
import { freezeAt } from '../stage/freezing.ts';
import { ownerOf } from '../stage/reconcilers.ts';
import type { Stage } from '../stage/stage.ts';

const BREATH_MS = 3_000;
const STORM_MS = 20_000;
const STORM_EVERY_MS = 400;

async function restartMidCopy(stage: Stage): Promise<void> {
  const { processes } = stage.scene;
  await stage.pause(BREATH_MS);
  const writer = await processes.pidOf('reconciler');
  await stage.strike('Postgres is stopped at once while a lane writes by COPY', async () => {
    // Held in the COPY: it takes milliseconds.
    await freezeAt('copy', stage.scene, { pid: writer, owner: ownerOf(writer) });
    try {
      // Its immediate shutdown: no checkpoint, no goodbye, recovery at the next start.
      await processes.end('postgres', 'SIGQUIT');
    } finally {
      process.kill(writer, 'SIGCONT');
    }
  });
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
    transactions: 6_000,
    rate: 80,
    async make(stage) {
      for (let n = 0; n < 3; n += 1) await restartMidCopy(stage);
    },
  },
  {
    name: 'backends',
    title: 'The lanes’ database connections terminated again and again',
    transactions: 6_000,
    rate: 150,
    make: terminateStorm,
  },
];
