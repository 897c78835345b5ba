import type { Fault } from '../fault.ts';
import type { Stage } from '../stage/stage.ts';

/** Between two faults, so that each hits lanes at work. */
const BREATH_MS = 3_000;

export async function restart(stage: Stage): Promise<void> {
  await stage.strike('restarting the reconciler', () => stage.scene.reconcilers.replaceSupervised('SIGTERM'));
  await stage.recovered();
  await stage.pause(BREATH_MS);
}

export async function kill(stage: Stage): Promise<void> {
  await stage.strike('kill -9 of the reconciler', () => stage.scene.reconcilers.replaceSupervised('SIGKILL'));
  await stage.recovered();
  await stage.pause(BREATH_MS);
}

/** To `owners` reconcilers, from fewer. */
export async function grow(stage: Stage, owners: number): Promise<void> {
  const { reconcilers } = stage.scene;
  await stage.strike(`starting reconcilers until there are ${owners}`, async () => {
    while (reconcilers.helpers.length + 1 < owners) await reconcilers.add();
  });
  await reconcilers.spreadOver(owners);
  await stage.recovered();
  await stage.pause(BREATH_MS);
}

/** Back to the supervised one, in good order; as one of the faults that count, or only to tidy up. */
export async function shrink(stage: Stage, { counts = true } = {}): Promise<void> {
  const { reconcilers } = stage.scene;
  const end = async (): Promise<void> => {
    await Promise.all(reconcilers.helpers.map((helper) => reconcilers.end(helper, 'SIGTERM')));
  };
  if (counts) await stage.strike('stopping all reconcilers but one', end);
  else await end();
  await reconcilers.spreadOver(1);
  if (counts) await stage.recovered();
  await stage.pause(BREATH_MS);
}

const KILLS = 30;
const BETWEEN_KILLS_MS = [200, 6_000] as const;

/** One of two at a moment that the seed names: at work, while it joins, or while it takes the other's lanes. */
async function killMany(stage: Stage): Promise<void> {
  const { reconcilers, random } = stage.scene;
  await reconcilers.add();
  await reconcilers.spreadOver(2);
  for (let n = 1; n <= KILLS; n += 1) {
    await stage.pause(random.between(...BETWEEN_KILLS_MS));
    const [helper] = reconcilers.helpers;
    const isSupervised = helper === undefined || random.between(0, 2) < 1;
    await stage.strike(`kill -9, ${n} of ${KILLS}`, async () => {
      if (isSupervised) await reconcilers.replaceSupervised('SIGKILL');
      else await reconcilers.end(helper, 'SIGKILL');
    });
    if (reconcilers.helpers.length === 0) await reconcilers.add();
  }
  await reconcilers.spreadOver(2);
  await stage.recovered();
  await shrink(stage, { counts: false });
}

const STORM_MS = 120_000;
const STORM_EVERY_MS = 3_000;

/** A reconciler joins or leaves every three seconds. */
async function rebalanceStorm(stage: Stage): Promise<void> {
  const { reconcilers } = stage.scene;
  const until = performance.now() + STORM_MS;
  while (performance.now() < until) {
    const [helper] = reconcilers.helpers;
    const next = performance.now() + STORM_EVERY_MS;
    if (helper === undefined) await stage.strike('one joins', () => reconcilers.add());
    else await stage.strike('one leaves', () => reconcilers.end(helper, 'SIGTERM'));
    await stage.pauseUntil(next);
  }
  await stage.recovered();
  await shrink(stage, { counts: false });
}

export const RECONCILER_FAULTS: readonly Fault[] = [
  {
    name: 'restart',
    title: 'Reconciler restarted in good order',
    transactions: 6_000,
    rate: 150,
    async make(stage) {
      for (let n = 0; n < 3; n += 1) await restart(stage);
    },
  },
  {
    name: 'kill',
    title: 'Reconciler killed',
    transactions: 6_000,
    rate: 120,
    async make(stage) {
      for (let n = 0; n < 2; n += 1) await kill(stage);
    },
  },
  {
    name: 'scale',
    title: 'One reconciler, three, one again',
    transactions: 6_000,
    rate: 150,
    async make(stage) {
      await grow(stage, 3);
      await shrink(stage);
    },
  },
  {
    name: 'kills',
    title: `One of two reconcilers killed at ${KILLS} moments of chance`,
    transactions: 16_000,
    rate: 100,
    isLong: true,
    make: killMany,
  },
  {
    name: 'storm',
    title: 'A reconciler joins or leaves every 3 s for 2 minutes',
    transactions: 15_000,
    rate: 100,
    isLong: true,
    make: rebalanceStorm,
  },
];
