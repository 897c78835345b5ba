import type { LiveCursor } from '../api/schema.ts';

/** A cursor names, lane by lane, the last change it includes. A lane it does not name has had none: 0. */
export function reaches(cursor: LiveCursor, other: LiveCursor): boolean {
  return Object.entries(other).every(([lane, seq]) => (cursor[lane] ?? 0) >= seq);
}

/** Lane by lane the further one. */
export function furthest(one: LiveCursor, other: LiveCursor): LiveCursor {
  const merged: Record<string, number> = { ...one };
  for (const [lane, seq] of Object.entries(other)) merged[lane] = Math.max(merged[lane] ?? 0, seq);
  return merged;
}
