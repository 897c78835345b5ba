import type { Dataset } from './dataset/preload.ts';
import type { Figures } from './measure/figures.ts';
import type { Ground } from './stage/ground.ts';

/** One line of the report: something that is measured once a round. */
export interface Entry {
  /** As `--only` names it. */
  readonly name: string;
  readonly title: string;
  readonly kind: 'product' | 'peer' | 'floor';
  /** Of the data set's transactions: who is slow is given less of it. */
  readonly share: number;
  /** What `--list` and the report say of it. */
  readonly about: string;
  readonly roundsMost?: never;
  readonly onDemand?: never;
  /** @throws Error where it came to no figure, or to a wrong answer */
  run(ground: Ground, dataset: Dataset, onProgress: (share: number) => void): Promise<Figures>;
}
