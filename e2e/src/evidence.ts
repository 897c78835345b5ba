import { randomUUID } from 'node:crypto';
import { expect } from '@playwright/test';
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

const Timeline = z.object({ timeline: z.array(z.looseObject({ kind: z.string() })) });

/** A transaction's history as the API tells it to a viewer, oldest first. */
export async function timelineOf(txnId: string): Promise<z.infer<typeof Timeline>['timeline']> {
  const answer = await fetch(`${stack().api_url}/api/v1/transactions/${txnId}`, {
    headers: { authorization: `Bearer ${await tokenOf('viewer')}` },
  });
  return Timeline.parse(await answer.json()).timeline;
}

/** What an operator asks of a transaction as they see it now; resolves once its lane has answered. */
export async function askFor(txnId: string, verb: string, fields: object): Promise<void> {
  const id = randomUUID();
  const by = { subject: 'operator', roles: ['operator'] };
  await query(
    `INSERT INTO commands (id, partition, txn_id, verb, actor, body)
     SELECT $1, partition, txn_id, $3, 'user:operator', jsonb_build_object('revision', revision) || $4 FROM reconciliation_results WHERE txn_id = $2`,
    [id, txnId, verb, JSON.stringify({ by, ...fields })],
  );
  const answer = async (): Promise<unknown> =>
    (await query<{ outcome: unknown }>('SELECT outcome FROM commands WHERE id = $1', [id]))[0]?.outcome;
  await expect.poll(answer).toMatchObject({ result: 'applied' });
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

export interface Counts {
  readonly byStatus: Readonly<Record<string, number>>;
  readonly critical: number;
  /** Of open breaks; one with two reasons counts in both. */
  readonly byReason: Readonly<Record<string, number>>;
  /** Records kept, accepted or refused. */
  readonly records: number;
}

/** What the overview counts, counted from the rows themselves. */
export async function countsOfRows(): Promise<Counts> {
  const [statuses, reasons, [others]] = await Promise.all([
    query<{ status: string; count: number }>(
      'SELECT status, count(*)::int AS count FROM reconciliation_results GROUP BY status',
      [],
    ),
    query<{ reason: string; count: number }>(
      `SELECT unnest(reasons) AS reason, count(*)::int AS count FROM reconciliation_results
       WHERE status = 'MISMATCHED' GROUP BY 1`,
      [],
    ),
    query<{ critical: number; records: number }>(
      `SELECT (SELECT count(*) FROM reconciliation_results WHERE status = 'MISMATCHED' AND severity = 'critical')::int AS critical,
              (SELECT count(*) FROM raw_events)::int + (SELECT count(*) FROM dead_letters)::int AS records`,
      [],
    ),
  ]);
  return {
    byStatus: Object.fromEntries(statuses.map(({ status, count }) => [status, count])),
    byReason: Object.fromEntries(reasons.map(({ reason, count }) => [reason, count])),
    critical: others?.critical ?? 0,
    records: others?.records ?? 0,
  };
}

/** "14:03 MATCHED", "14:03 AMOUNT_MISMATCH", "14:03 opened" or "14:03 closed" → how many, in UTC. */
export type MinuteCounts = Readonly<Record<string, number>>;

/** Per minute of the last 60, how many transactions entered each status, gained each reason, and became or ceased to be breaks: from the log of verdicts. */
export async function minutesOfLog(): Promise<MinuteCounts> {
  const rows = await query<{ name: string; count: number }>(
    `WITH verdicts AS (
       SELECT to_char(at AT TIME ZONE 'UTC', 'HH24:MI') AS minute, detail::jsonb AS d FROM audit_logs
       WHERE action = 'VERDICT' AND at >= date_trunc('minute', now()) - interval '59 minutes'
     ), entered AS (
       SELECT minute, d ->> 'status' AS key FROM verdicts WHERE d ->> 'status' IS DISTINCT FROM d ->> 'previous_status'
     ), gained AS (
       SELECT minute, reason FROM verdicts, jsonb_array_elements_text(d -> 'reasons') AS reason
       WHERE NOT coalesce(d -> 'previous_reasons' ? reason, false)
     ), turned AS (
       SELECT minute, CASE d ->> 'status' WHEN 'MISMATCHED' THEN 'opened' ELSE 'closed' END FROM verdicts
       WHERE (d ->> 'status' = 'MISMATCHED') <> coalesce(d ->> 'previous_status' = 'MISMATCHED', false)
     )
     SELECT minute || ' ' || key AS name, count(*)::int AS count
     FROM (TABLE entered UNION ALL TABLE gained UNION ALL TABLE turned) AS changes GROUP BY 1`,
    [],
  );
  return Object.fromEntries(rows.map(({ name, count }) => [name, count]));
}

/** The newest transactions, in the list's order. */
export function newestRows(count: number): Promise<{ txn_id: string; status: string }[]> {
  return query(
    'SELECT txn_id, status FROM reconciliation_results ORDER BY first_seen_at DESC, txn_id DESC LIMIT $1',
    [count],
  );
}

/** Verdicts that were logged after one place of each chain, up to another. */
export async function verdictsWithin(span: {
  from: Readonly<Record<string, number>>;
  to: Readonly<Record<string, number>>;
}): Promise<number> {
  const [row] = await query<{ count: number }>(
    `SELECT count(*)::int AS count
     FROM jsonb_each_text($2) AS upto (chain, seq)
     JOIN audit_logs a ON a.chain = upto.chain AND a.seq <= upto.seq::bigint
      AND a.seq > coalesce(($1::jsonb ->> upto.chain)::bigint, 0)
     WHERE a.action = 'VERDICT'`,
    [JSON.stringify(span.from), JSON.stringify(span.to)],
  );
  return row?.count ?? 0;
}

/** Where each lane's chain of the log ends. */
export async function chainHeads(): Promise<Record<string, number>> {
  const rows = await query<{ chain: string; seq: number }>(
    `SELECT 'lane-' || partition AS chain, chain_seq::int AS seq FROM lanes WHERE chain_seq > 0`,
    [],
  );
  return Object.fromEntries(rows.map(({ chain, seq }) => [chain, seq]));
}

/** Asks the stack's database, as its owner. */
export async function query<Row extends QueryResultRow>(text: string, values: unknown[]): Promise<Row[]> {
  const client = new Client({ connectionString: stack().database_url });
  await client.connect();
  try {
    return (await client.query<Row>(text, values)).rows;
  } finally {
    await client.end();
  }
}
