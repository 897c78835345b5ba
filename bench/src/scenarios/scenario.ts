import type { Dataset } from '../dataset/preload.ts';
import type { Ground } from '../stage/ground.ts';
import type { Grown } from '../stage/grown.ts';

/** One figure of a scenario. */
export interface Reading {
  /** What it is; the same words every round. */
  readonly what: string;
  readonly value: number;
  readonly unit: 'ms' | 'µs an event' | 'bytes' | 'times' | 'a second' | '%' | '% of a processor';
}

/** What a scenario has to work with. */
interface Setting {
  readonly ground: Ground;
  readonly dataset: Dataset;
  /** What the entry of this name drained in this run so far, events a second: its median. @throws Error where it was not measured */
  readonly rateOf: (name: string) => number;
  /** The database that has been at work for a while: made at the first call. */
  readonly grown: () => Promise<Grown>;
  readonly onProgress: (share: number) => void;
}

/** Something whose result is other than a throughput. */
export interface Scenario {
  /** As `--only` names it. */
  readonly name: string;
  readonly title: string;
  readonly kind: 'scenario';
  /** Of the data set's transactions. */
  readonly share: number;
  readonly about: string;
  /** Rounds that are enough, where they hardly differ; all unless said. */
  readonly roundsMost?: number;
  /** Only where it is asked for by name: it takes long, or much room. */
  readonly onDemand?: true;
  /** @throws Error where it came to nothing, or to a wrong answer */
  run(setting: Setting): Promise<readonly Reading[]>;
}
