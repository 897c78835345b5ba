import type { Pool } from 'pg';

/** Held shared while somebody reads through the evidence, and alone by whoever detaches days of it. */
export const DAYS_LOCK = `hashtext('tieout evidence days')`;

export interface KeptDays {
  /** The first day (YYYY-MM-DD) whose partition is attached; null without any. */
  readonly first: string | null;
  /** Days after the first without a partition, before the last: nothing of ours makes such a hole. */
  readonly missing: readonly string[];
}

/** Which days of one of the two tables are there. Reads the catalogue only. */
export async function readKeptDays(pool: Pool, table: 'raw_events' | 'audit_logs'): Promise<KeptDays> {
  const { rows } = await pool.query<{ first: string | null; missing: string[] }>(
    `WITH days AS (
       SELECT substring(pg_get_expr(child.relpartbound, child.oid) FROM 'FROM \\(''([0-9-]+)''\\)')::date AS day
       FROM pg_inherits JOIN pg_class child ON child.oid = inhrelid
       WHERE inhparent = $1::regclass AND NOT inhdetachpending),
     span AS (SELECT min(day) AS first, max(day) AS last FROM days)
     SELECT first::text,
            ARRAY(SELECT day::date::text FROM generate_series(first, last, interval '1 day') AS day
                  WHERE NOT EXISTS (SELECT FROM days WHERE days.day = day::date)) AS missing
     FROM span`,
    [table],
  );
  return rows[0] ?? { first: null, missing: [] };
}

/**
 * Runs `work` while no day can be detached.
 *
 * @returns undefined where one is being detached now
 */
export async function whileDaysStay<T>(pool: Pool, work: () => Promise<T>): Promise<T | undefined> {
  const client = await pool.connect();
  try {
    const { rows } = await client.query<{ held: boolean }>(
      `SELECT pg_try_advisory_lock_shared(${DAYS_LOCK}) AS held`,
    );
    return rows[0]?.held === true ? await work() : undefined;
  } finally {
    // Closed rather than given back: the lock ends with its session.
    client.release(true);
  }
}
