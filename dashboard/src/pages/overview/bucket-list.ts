import type { VerdictStatus } from '../../api/schema.ts';
import { NO_FILTER, searchOf } from '../transactions/filter.ts';
import type { ListSearch } from '../transactions/list-search.ts';
import { LEFT_PX, RIGHT_PX } from './time-axis.ts';

/** The list of what was first seen in this stretch of time, ms since 1970; of some statuses only, or of all. */
export function listBetween(from: number, to: number, status: readonly VerdictStatus[]): ListSearch {
  return searchOf({
    ...NO_FILTER,
    status,
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
  });
}

/** Chosen, not drawn along: the pointer stayed where it was pressed, as far as a hand can. */
export function isClick(pressedX: number | null, releasedX: number): boolean {
  return pressedX !== null && Math.abs(releasedX - pressedX) < STILL_PX;
}

/** Which of this many buckets is at `x` of a chart this wide, px; null beside them. */
export function bucketAt(x: number, widthPx: number, count: number): number | null {
  const share = (x - LEFT_PX) / (widthPx - LEFT_PX - RIGHT_PX);
  return share < 0 || share >= 1 ? null : Math.floor(share * count);
}

const STILL_PX = 6;
