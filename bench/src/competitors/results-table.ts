import { SOURCES } from '@tieout/core';
import type { Client } from 'pg';
import type { Dataset } from '../dataset/preload.ts';
import type { RunState } from './competitor.ts';

// What is read off the product's own tables, of whoever wrote them.

/** Final answers to the data set's transactions as the truth names them, from `reconciliation_results`. */
export async function answersIn(database: Client): Promise<ReadonlyMap<string, number>> {
  const { rows } = await database.query<{ answer: string; count: string }>(
    `SELECT concat_ws(' ', status, nullif(array_to_string(reasons, ','), '')) AS answer, count(*)
     FROM reconciliation_results WHERE txn_id LIKE 'B-%' GROUP BY 1`,
  );
  return new Map(rows.map(({ answer, count }) => [answer, Number(count)]));
}

/** From the counters in the lanes' rows, which every flush moves: a few rows, however large the other tables. */
export async function laneState(database: Client, { events, transactions }: Dataset): Promise<RunState> {
  const { rows } = await database.query<{ events: string; settled: string; open: string }>(
    `SELECT coalesce(sum(core_arrived + gateway_arrived + mobile_arrived), 0) AS events,
       coalesce(sum((status_counts ->> 'MATCHED')::bigint), 0) + coalesce(sum((status_counts ->> 'MISMATCHED')::bigint), 0) AS settled,
       coalesce(sum((status_counts ->> 'PENDING')::bigint), 0) + coalesce(sum((status_counts ->> 'PARTIAL')::bigint), 0) AS open
     FROM lanes`,
  );
  const [row] = rows;
  const read = Number(row?.events);
  const isOver = read === events && Number(row?.settled) === transactions && Number(row?.open) === 0;
  return { events: read, finishedAt: isOver ? Date.now() : null };
}

export async function lanePositions(
  database: Client,
  { catalogue }: Dataset,
): Promise<ReadonlyMap<string, bigint>> {
  const { rows } = await database.query<{ partition: number; core: string; gateway: string; mobile: string }>(
    'SELECT partition, core_position AS core, gateway_position AS gateway, mobile_position AS mobile FROM lanes',
  );
  return new Map(
    rows.flatMap((row) =>
      SOURCES.map((source) => [`${catalogue[source].name}:${row.partition}`, BigInt(row[source])] as const),
    ),
  );
}
