import type { Fault } from '../fault.ts';
import type { Stage } from '../stage/stage.ts';

/** Between two faults, so that each hits lanes at work. */
const BREATH_MS = 3_000;

export async function restart(stage: Stage): Promise<void> {
  await stage.strike('restarting the reconciler', () => stage.scene.reconcilers.endSupervised('SIGTERM'));
  await stage.recovered();
  await stage.pause(BREATH_MS);
}

export async function kill(stage: Stage): Promise<void> {
  await stage.strike('kill -9 of the reconciler', () => stage.scene.reconcilers.endSupervised('SIGKILL'));
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

/** Back to the supervised one, in good order. */
export async function shrink(stage: Stage): Promise<void> {
  const { reconcilers } = stage.scene;
  await stage.strike('stopping all reconcilers but one', async () => {
    await Promise.all(reconcilers.helpers.map((helper) => reconcilers.end(helper, 'SIGTERM')));
  });
  await reconcilers.spreadOver(1);
  await stage.recovered();
  await stage.pause(BREATH_MS);
}

export const RECONCILER_FAULTS: readonly Fault[] = [
  {
    name: 'restart',
    title: 'Reconciler restarted in good order',
    transactions: 4_000,
    rate: 150,
    async make(stage) {
      for (let n = 0; n < 3; n += 1) await restart(stage);
    },
  },
  {
    name: 'kill',
    title: 'Reconciler killed',
    transactions: 6_000,
    rate: 150,
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
];
