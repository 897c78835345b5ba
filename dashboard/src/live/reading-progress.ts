import type { Summary } from '../api/schema.ts';

/** Data older than this never looks live. */
export const FRESH_MS = 10_000;

/** How far the lanes have read, as a summary tells it. */
export interface ReadingProgress {
  /** Of the lane furthest behind: what it has not read is not known. */
  readonly lagMs: number;
  /** Up to when all lanes have read, ms since 1970. */
  readonly readUpTo: number;
  /** Why they do not go on; null while they do, however far behind. */
  readonly standing: string | null;
}

/** Null while there is no lane. */
export function readingOf({ at, lanes }: Pick<Summary, 'at' | 'lanes'>): ReadingProgress | null {
  const [slowest] = lanes.toSorted((one, other) => other.lag_ms - one.lag_ms);
  if (slowest === undefined) return null;
  const { lag_ms: lagMs, lane_time } = slowest;
  return { lagMs, readUpTo: Date.parse(lane_time), standing: standingOf(lanes, Date.parse(at)) };
}

function standingOf(lanes: Summary['lanes'], at: number): string | null {
  const halted = lanes.find((lane) => lane.halted !== null);
  if (halted !== undefined) return `${halted.lane} stands still: ${halted.halted}`;
  const behind = lanes.filter(({ lag_ms }) => lag_ms > FRESH_MS);
  const stalled = behind.find((lane) => lane.stalled !== null);
  if (stalled !== undefined) return stalled.stalled;
  // A lane is written about once a second, whatever arrives.
  const idle = behind.find(({ written_at }) => at - Date.parse(written_at) > FRESH_MS);
  return idle === undefined ? null : 'no reconciler works';
}
