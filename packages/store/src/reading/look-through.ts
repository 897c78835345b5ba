import { sql, type RawBuilder } from 'kysely';
import type { Snapshot } from './snapshot.ts';
import { and, beginsWith, type Condition, type TransactionFilter } from './transaction-filter.ts';
import { keyOf, orderBy, type PageKey } from './transaction-order.ts';

/** Rows that one answer looks through at most where no index holds what the filter asks: a few hundredths of a second. */
export const LOOK_MAX = 20_000;
/** Ids with one beginning: up to so many are read whole and sorted. */
const SAME_BEGINNING_MAX = 5_000;

interface Look {
  /** What to read from. */
  readonly table: RawBuilder<unknown>;
  /** Where this look ends, by time; null where it reaches the end. */
  readonly end: PageKey | null;
}

/** All there is, unbounded. */
export const EVERYTHING: Look = { table: sql`reconciliation_results`, end: null };

/**
 * Bounds what a look through transactions of any kind costs, however many there are and however few pass the filter: newest first, so many
 * rows at most.
 *
 * @param within time range and key of the page before
 */
export async function lookThrough(
  snapshot: Snapshot,
  { idPrefix }: TransactionFilter,
  within: readonly Condition[],
): Promise<Look> {
  if (idPrefix !== undefined && (await areFew(snapshot, idPrefix))) {
    // OFFSET 0 keeps the planner from walking through time until it meets one.
    return {
      table: sql`(SELECT * FROM reconciliation_results WHERE ${beginsWith(idPrefix)} OFFSET 0)`,
      end: null,
    };
  }
  return { ...EVERYTHING, end: await endOfLook(snapshot, within) };
}

async function areFew(snapshot: Snapshot, idPrefix: string): Promise<boolean> {
  const { rows } = await sql<{ few: boolean }>`
    SELECT count(*) <= ${SAME_BEGINNING_MAX} AS few
    FROM (SELECT FROM reconciliation_results WHERE ${beginsWith(idPrefix)} LIMIT ${SAME_BEGINNING_MAX + 1}) AS found`.execute(
    snapshot,
  );
  return rows[0]?.few === true;
}

/** Keys only: the rows themselves are not read for it. */
async function endOfLook(snapshot: Snapshot, within: readonly Condition[]): Promise<PageKey | null> {
  const { rows } = await sql<{ first_seen_at: Date; txn_id: string }>`
    SELECT t.first_seen_at, t.txn_id FROM reconciliation_results AS t WHERE ${and(within)}
    ORDER BY ${orderBy('time', 't')} OFFSET ${LOOK_MAX - 1} LIMIT 1`.execute(snapshot);
  const [last] = rows;
  return last ? keyOf('time', last) : null;
}
