import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from 'pg';
import { answersIn, laneState } from '../competitors/results-table.ts';
import { openSite } from '../competitors/tieout.ts';
import type { Dataset } from '../dataset/preload.ts';
import { assertTruth } from '../measure/drain.ts';
import type { Scenario } from './scenario.ts';

/** A lane as it was at one moment. */
interface LaneSeen {
  readonly partition: number;
  readonly flushes: number;
  /** Of its last commit, ms since the epoch. */
  readonly at: number;
}

const ASK_EVERY_MS = 20;
const LIMIT_MS = 120_000;
/** When the reconciler is asked to stop, and when it is killed: shares of all events committed. */
const STOPPED_AT = 0.25;
const KILLED_AT = 0.5;

export const RESTARTED = 'graceful restart: from being asked to stop until every lane has committed again';
export const FIRST_COMMIT = 'kill -9: until every lane has committed again';

/** B4. */
export const restart: Scenario = {
  name: 'b4',
  title: 'Restart and kill -9',
  about:
    'the reconciler is asked to stop after a quarter of the data set and killed after half of it, each time started again at once',
  kind: 'scenario',
  share: 1,
  async run({ ground, dataset, onProgress }) {
    const site = await openSite(ground, dataset);
    const { looking } = site;
    let program = await site.start();
    try {
      const readTo = async (share: number): Promise<void> => {
        await until(async () => {
          program.assertRunning();
          const { events } = await laneState(looking, dataset);
          onProgress(events / dataset.events);
          return events >= share * dataset.events;
        }, ground.signal);
      };
      await readTo(STOPPED_AT);
      const askedAt = Date.now();
      await program.stop();
      const stopped = await lanes(looking);
      program = await site.start();
      const pauseMs = await longestPause(looking, stopped, ground.signal);
      const restartedMs = Date.now() - askedAt;
      await readTo(KILLED_AT);
      await program.kill();
      const killedAt = Date.now();
      const killed = await lanes(looking);
      program = await site.start();
      await longestPause(looking, killed, ground.signal);
      const firstCommitMs = Date.now() - killedAt;
      await until(async () => {
        program.assertRunning();
        return isOver(looking, dataset, onProgress);
      }, ground.signal);
      const zeroLagMs = Date.now() - killedAt;
      assertTruth({ title: 'Tieout' }, dataset, await answersIn(looking));
      return [
        { what: RESTARTED, value: restartedMs, unit: 'ms' },
        // A lane whose turn was long ago when the restart began had waited for it already.
        {
          what: 'graceful restart: longest pause of a lane between two commits, its wait for its turn before included',
          value: pauseMs,
          unit: 'ms',
        },
        { what: FIRST_COMMIT, value: firstCommitMs, unit: 'ms' },
        { what: 'kill -9: until all has been read and decided', value: zeroLagMs, unit: 'ms' },
      ];
    } finally {
      await program.stop();
      await site.close();
    }
  },
};

async function isOver(
  looking: Client,
  dataset: Dataset,
  onProgress: (share: number) => void,
): Promise<boolean> {
  const { events, finishedAt } = await laneState(looking, dataset);
  onProgress(events / dataset.events);
  return finishedAt !== null;
}

/** Waits until each lane has committed again, and gives the longest time between two commits of one. */
async function longestPause(
  looking: Client,
  before: readonly LaneSeen[],
  signal: AbortSignal,
): Promise<number> {
  const pauses = new Map<number, number>();
  await until(async () => {
    for (const now of await lanes(looking)) {
      const last = before.find(({ partition }) => partition === now.partition);
      if (last === undefined || pauses.has(now.partition) || now.flushes === last.flushes) continue;
      pauses.set(now.partition, now.at - last.at);
    }
    return pauses.size === before.length;
  }, signal);
  return Math.max(...pauses.values());
}

async function lanes(looking: Client): Promise<LaneSeen[]> {
  const { rows } = await looking.query<LaneSeen>(
    `SELECT partition, flush_number::int AS flushes, (extract(epoch FROM updated_at) * 1000)::float8 AS at FROM lanes`,
  );
  return rows;
}

async function until(holds: () => Promise<boolean>, signal: AbortSignal): Promise<void> {
  const limit = performance.now() + LIMIT_MS;
  while (!(await holds())) {
    if (performance.now() > limit) throw new Error(`not within ${LIMIT_MS / 1_000} s`);
    await delay(ASK_EVERY_MS, undefined, { signal });
  }
}
