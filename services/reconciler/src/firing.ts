import type { Deadline } from '@tieout/store';

/** What a flush does about deadlines. */
export interface Firing {
  readonly fired: readonly Deadline[];
  /** What it brings lane time to, ms. */
  readonly laneTime: number;
}

/**
 * Lane time reaches no deadline that has not fired: so what is open and due can always be found near it. Where more wait than a flush fires, the last
 * moment may go on beyond what was loaded, and waits whole for the next flush. One moment of more than a flush fires takes several.
 *
 * @param due the earliest of all that are due at `candidate`, ascending, `dueMax` at most
 * @param before the lane time so far
 * @param candidate how far it may go
 */
export function firing(due: readonly Deadline[], dueMax: number, before: number, candidate: number): Firing {
  if (dueMax === 0) return { fired: [], laneTime: before };
  const last = due.at(-1);
  if (last === undefined || due.length < dueMax) return { fired: due, laneTime: candidate };
  const whole = due.filter(({ dueAt }) => dueAt < last.dueAt);
  // What lane time has reached already needs no order.
  const fired = whole.length === 0 || last.dueAt <= before ? due : whole;
  const reached = fired === whole ? last.dueAt - 1 : last.dueAt;
  return { fired, laneTime: Math.max(before, Math.min(candidate, reached)) };
}
