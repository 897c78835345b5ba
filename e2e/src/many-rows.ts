import { expect } from '@playwright/test';
import { query } from './evidence.ts';
import { produce } from './stack.ts';

const REAL = 2_000;

/**
 * Fills the list: real payments of every kind, and then copies of what became of them, each a little older, until there are as many as asked for. All of
 * a copy but its name and time is another transaction's, so it is for lists only.
 */
export async function manyRows(count: number): Promise<void> {
  await produce('all', '--rate', '400', '--count', `${REAL}`, '--anomalies', '0.1', '--sla', '5s');
  const settled = `due_at IS NULL AND late_due_at IS NULL AND txn_id NOT LIKE 'COPY/%'`;
  const counted = async (): Promise<number> =>
    (
      await query<{ count: number }>(
        `SELECT count(*)::int AS count FROM reconciliation_results WHERE ${settled}`,
        [],
      )
    )[0]?.count ?? 0;
  await expect.poll(counted, { timeout: 120_000 }).toBeGreaterThanOrEqual(REAL);
  const [columns] = await query<{ names: string }>(
    `SELECT string_agg(quote_ident(column_name), ', ') AS names FROM information_schema.columns
     WHERE table_name = 'reconciliation_results' AND is_generated = 'NEVER' AND column_name NOT IN ('txn_id', 'first_seen_at')`,
    [],
  );
  await query(
    `INSERT INTO reconciliation_results (txn_id, first_seen_at, ${columns?.names})
     SELECT 'COPY/' || n || '/' || txn_id, first_seen_at - n * interval '10 minutes', ${columns?.names}
     FROM reconciliation_results, generate_series(1, $1) AS n WHERE ${settled} ORDER BY n, first_seen_at LIMIT $2
     ON CONFLICT DO NOTHING`,
    [Math.ceil(count / REAL), count],
  );
  await query('ANALYZE reconciliation_results', []);
}
