import { reaches } from './cursor.ts';
import type { LiveChanges, LiveTxn, LiveCursor } from '../api/schema.ts';

const KEPT_ITEMS_MAX = 5_000;

/**
 * The latest changes the feed has delivered, kept so that a snapshot which was taken before some of them but arrives after them can be
 * brought up to date. `floor` is the cursor just before the oldest kept one.
 */
export interface RecentChanges {
  readonly floor: LiveCursor;
  readonly batches: readonly LiveChanges[];
}

export function recentChangesFrom(floor: LiveCursor): RecentChanges {
  return { floor, batches: [] };
}

/** Adds a batch, dropping the oldest while too many items are kept. */
export function remember(recent: RecentChanges, batch: LiveChanges): RecentChanges {
  const batches = [...recent.batches, batch];
  let { floor } = recent;
  let kept = batches.reduce((sum, { items }) => sum + items.length, 0);
  while (kept > KEPT_ITEMS_MAX && batches.length > 1) {
    const oldest = batches.shift();
    if (oldest === undefined) break;
    kept -= oldest.items.length;
    floor = oldest.to;
  }
  return { floor, batches };
}

/** What to apply on top of a snapshot true for `asOf`; null when something between was already dropped: take a newer snapshot. */
export function changesSince(recent: RecentChanges, asOf: LiveCursor): readonly LiveTxn[] | null {
  if (!reaches(asOf, recent.floor)) return null;
  // Batches the snapshot already includes do no harm: a row only gives way to a greater revision.
  return recent.batches.flatMap(({ items }) => items);
}
