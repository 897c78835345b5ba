import type { Client } from 'pg';

/** Final answers as the truth names them, from `reconciliation_results`. */
export async function answersIn(database: Client): Promise<ReadonlyMap<string, number>> {
  const { rows } = await database.query<{ answer: string; count: string }>(
    `SELECT concat_ws(' ', status, nullif(array_to_string(reasons, ','), '')) AS answer, count(*)
     FROM reconciliation_results GROUP BY 1`,
  );
  return new Map(rows.map(({ answer, count }) => [answer, Number(count)]));
}
