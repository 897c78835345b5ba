import { Client, type QueryResultRow } from 'pg';
import { z } from 'zod';
import { stack, tokenOf } from './stack.ts';

const Answer = z.object({ state: z.string(), reasons: z.array(z.string()) });
type Answer = z.infer<typeof Answer>;

/** What `GET /txns/{txn_id}` says to a viewer; undefined while there is nothing. */
export async function answerOf(txnId: string): Promise<Answer | undefined> {
  const answer = await fetch(`${stack().api_url}/txns/${txnId}`, {
    headers: { authorization: `Bearer ${await tokenOf('viewer')}` },
  });
  return answer.ok ? Answer.parse(await answer.json()) : undefined;
}

/** The same from SQL. */
export async function rowOf(txnId: string): Promise<Answer | undefined> {
  const [row] = await query<{ status: string; reasons: string[] }>(
    'SELECT status, reasons FROM reconciliation_results WHERE txn_id = $1',
    [txnId],
  );
  return row && { state: row.status, reasons: row.reasons };
}

/** Where this source's record of the transaction lies. */
export async function lyingAt(
  txnId: string,
  source: string,
): Promise<{ partition: number; offset: string } | undefined> {
  const [row] = await query<{ partition: number; offset: string }>(
    'SELECT partition, "offset" FROM raw_events WHERE txn_id = $1 AND source = $2',
    [txnId, source],
  );
  return row;
}

/** How many transactions are in this status now. */
export async function countOf(status: string): Promise<number> {
  const [row] = await query<{ count: number }>(
    'SELECT count(*)::int AS count FROM reconciliation_results WHERE status = $1',
    [status],
  );
  return row?.count ?? 0;
}

async function query<Row extends QueryResultRow>(text: string, values: unknown[]): Promise<Row[]> {
  const client = new Client({ connectionString: stack().database_url });
  await client.connect();
  try {
    return (await client.query<Row>(text, values)).rows;
  } finally {
    await client.end();
  }
}
