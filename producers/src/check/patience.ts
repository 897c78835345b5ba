import { setTimeout as delay } from 'node:timers/promises';
import type { TopicWatermarks } from '@tieout/runtime';
import { type Source, SOURCES, TieoutError } from '@tieout/core';
import type { LaneReach } from '@tieout/store/reading';

const LOOK_AGAIN_MS = 1_000;
/** Nothing moved for this long: waiting on would be in vain. */
const STANDSTILL_MS = 90_000;

/** What is still to be waited for: zero when nothing is. */
export interface Wait {
  readonly left: number;
  readonly say: string;
}

/** Records that no flush has committed yet. */
export function recordsBehind(
  lanes: readonly LaneReach[],
  ends: TopicWatermarks,
  topics: Readonly<Record<Source, string>>,
): Wait {
  let left = 0;
  for (const { partition, positions } of lanes) {
    for (const source of SOURCES) {
      const high = ends.get(topics[source])?.[partition]?.high ?? 0n;
      if (high > positions[source]) left += Number(high - positions[source]);
    }
  }
  return { left, say: `${left.toLocaleString('en-US')} records still to be judged` };
}

/**
 * Milliseconds of lane time until the last deadline has passed in every lane. Not only been reached: many may fall on one millisecond, and a
 * lane takes them in turns.
 */
export function untilDeadlines(
  lanes: readonly LaneReach[],
  settledAt: ReadonlyMap<LaneReach['partition'], number>,
): Wait {
  let left = 0;
  for (const { partition, laneTime } of lanes)
    left = Math.max(left, (settledAt.get(partition) ?? 0) + 1 - laneTime);
  return { left, say: `${Math.ceil(left / 1_000)} s of lane time until the last deadline` };
}

/** Real time, but for tests. */
interface Clock {
  /** Milliseconds, monotone. */
  readonly now: () => number;
  readonly pause: (ms: number) => Promise<void>;
}
const REAL: Clock = { now: () => performance.now(), pause: (ms) => delay(ms) };

/**
 * Looks again and again until nothing is left to wait for.
 *
 * @throws TieoutError INVALID_STATE where a lane has halted, or nothing has moved for a long time
 */
export async function waitUntilNothing(
  look: () => Promise<readonly LaneReach[]>,
  waitOf: (lanes: readonly LaneReach[]) => Wait,
  show: (say: string) => void,
  { now, pause }: Clock = REAL,
): Promise<void> {
  let least = Infinity;
  let movedAt = now();
  for (;;) {
    const lanes = await look();
    const halted = lanes.find((lane) => lane.halted !== null);
    if (halted !== undefined)
      throw new TieoutError('INVALID_STATE', `lane ${halted.partition} has halted: ${halted.halted}`);
    const { left, say } = waitOf(lanes);
    if (left === 0) return;
    show(say);
    if (left < least) {
      least = left;
      movedAt = now();
    } else if (now() - movedAt > STANDSTILL_MS) {
      throw new TieoutError('INVALID_STATE', `nothing has moved for ${STANDSTILL_MS / 1_000} s: ${say}`);
    }
    await pause(LOOK_AGAIN_MS);
  }
}
