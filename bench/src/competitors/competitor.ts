import type { Dataset } from '../dataset/preload.ts';
import type { Ground } from '../stage/ground.ts';
import type { View } from '../stage/view.ts';

/** One way to do the job. All are measured alike, from outside. */
export interface Competitor {
  /** As `--only` names it. */
  readonly name: string;
  readonly title: string;
  /** What the report says of it. */
  readonly about: string;
  /** Of the data set's transactions: who is slow is given less of it. */
  readonly share: number;
  /** Starts it on an empty state, at the beginning of the data set's topics. */
  start(ground: Ground, dataset: Dataset): Promise<Running>;
}

export interface Running {
  /** Its processes. */
  readonly pids: readonly number[];
  /** The consumer group by which it reads: once that is stable the clock starts. */
  readonly group: string;
  /** How often `state` may be asked without being felt. */
  readonly askEveryMs: number;
  /** Cheap. @throws Error where the process has ended */
  state(): Promise<RunState>;
  /** The next offset of each partition whose effects are not durable yet, under `topic:partition`; those not read at all may be absent. Cheap. */
  positions(): Promise<ReadonlyMap<string, bigint>>;
  /** Transactions by final answer, read from where the competitor keeps them. */
  answers(): Promise<ReadonlyMap<string, number>>;
  /** Lets a browser look on, where there is anything for one. */
  view?(): Promise<View>;
  /** Ends it and deletes what it wrote. */
  stop(): Promise<void>;
}

export interface RunState {
  /** Events whose effects are durable. */
  readonly events: number;
  /** When the last verdict became durable, ms since the epoch; null while some are open. */
  readonly finishedAt: number | null;
}
