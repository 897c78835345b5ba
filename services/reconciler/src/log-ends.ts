import { SOURCES, TieoutError } from '@tieout/core';
import type { LaneHead } from '@tieout/store';
import type { Tick } from './ports.ts';

/**
 * The ends of a lane's log as the broker tells them, against an answer that falls behind an earlier one. A broker that is not the leader any more
 * and does not know it yet tells an older end: that passes. A log that was made anew, or lost what had been acknowledged, stays shorter, or grows
 * past its old end with other records: offsets that were given out are given out again, and nothing read from it means what it says.
 */
export class LogEnds {
  readonly #recedeMsMax: number;
  /** The newest answer that fell behind none. */
  #known: Tick | undefined;
  #recededAt: number | null = null;

  /** @param recedeMsMax how long answers may stay behind what was known */
  constructor(recedeMsMax: number) {
    this.#recedeMsMax = recedeMsMax;
  }

  /**
   * Whether this answer may be believed. If not, nothing is to be concluded from it.
   *
   * @throws {TieoutError} LANE_HALTED where answers have stayed behind for too long
   */
  believes(tick: Tick): boolean {
    const known = this.#known;
    const source = known && SOURCES.find((one) => tick.ends[one].high < known.ends[one].high);
    if (known === undefined || source === undefined) {
      this.#known = tick;
      this.#recededAt = null;
      return true;
    }
    this.#recededAt ??= tick.askedAt;
    if (tick.askedAt - this.#recededAt < this.#recedeMsMax) return false;
    throw new TieoutError(
      'LANE_HALTED',
      `${source}: the log ends at ${tick.ends[source].high} and ended at ${known.ends[source].high} before`,
    );
  }
}

/** LANE_HALTED where the log ends before what was committed from it: it is not the log it was. */
export function logLost({ positions }: LaneHead, { ends }: Tick): TieoutError | undefined {
  const source = SOURCES.find((one) => positions[one] > ends[one].high);
  return (
    source &&
    new TieoutError(
      'LANE_HALTED',
      `${source}: the log ends at ${ends[source].high} and has been read up to ${positions[source]}`,
    )
  );
}
