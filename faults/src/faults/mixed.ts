import type { Fault } from '../fault.ts';
import { grow, kill, restart, shrink } from './reconciler.ts';
import { flushAll } from './redis.ts';

export const MIXED_FAULTS: readonly Fault[] = [
  {
    name: 'mixed',
    title: '3 restarts, 2 kills, Redis emptied, 1 → 3 → 1 reconcilers under one load',
    transactions: 20_000,
    rate: 160,
    async make(stage) {
      await stage.pause(5_000);
      await restart(stage);
      await kill(stage);
      await flushAll(stage);
      await restart(stage);
      await grow(stage, 3);
      await kill(stage);
      await shrink(stage);
      await restart(stage);
    },
  },
];
