import { WRONG_ARRIVALS } from './arrivals.ts';
import type { Case } from './case.ts';
import { WRONG_FIGURES } from './figures.ts';
import { WRONG_OUTCOMES } from './outcomes.ts';
import { WRONG_REPEATS } from './repeats.ts';

export { ORDINARY } from './ordinary.ts';

/** How payments go wrong. */
export const ANOMALIES: readonly Case[] = [
  ...WRONG_FIGURES,
  ...WRONG_OUTCOMES,
  ...WRONG_ARRIVALS,
  ...WRONG_REPEATS,
];
