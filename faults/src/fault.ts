import type { Stage } from './stage/stage.ts';

/** Something that goes wrong while payments flow. */
export interface Fault {
  /** As `--only` takes it; lower case, digits, dashes. */
  readonly name: string;
  /** What happens, as the report says it. */
  readonly title: string;
  /** How many transactions flow meanwhile, at least, and how many a second. */
  readonly transactions: number;
  readonly rate: number;
  /** Takes minutes: only with `--all`, or by its name. */
  readonly isLong?: boolean;
  /** Lets the sources send by itself; else all three begin together before `make`. */
  readonly sendsItself?: boolean;
  /** Makes it happen. The rest (load, waiting, checking) is the same for every fault. */
  make(stage: Stage): Promise<void>;
}
