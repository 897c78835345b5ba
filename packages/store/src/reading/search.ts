import { isTxnId, SOURCES, type Source } from '@tieout/core';
import { sql } from 'kysely';
import { inSnapshot, type Reader } from './snapshot.ts';
import { beginsWith } from './transaction-filter.ts';
import { ROW, type TransactionRow } from './transactions.ts';

/** By which of its names a transaction was found. */
export type FoundBy = 'txn_id' | 'reference' | 'event_id';

export interface Found {
  readonly row: TransactionRow;
  readonly by: FoundBy;
  /** Whose reference or event id it is; null for the transaction's own id. */
  readonly source: Source | null;
}

const columns = sql.join(ROW.map((column) => sql.ref(`r.${column}`)));

/**
 * Transactions that a text names: the one of this id; breaks one of whose legs has it as reference or event id; and those whose id begins with it.
 * In this order, each by an index, at most `limit` together.
 */
export function searchTransactions(reader: Reader, text: string, limit: number): Promise<Found[]> {
  return inSnapshot(reader, async (snapshot) => {
    const named = isTxnId(text)
      ? sql`
        UNION ALL (SELECT partition, txn_id, 1 AS place FROM reconciliation_results WHERE txn_id = ${text} LIMIT 1)
        UNION ALL (
          SELECT partition, txn_id, 3 AS place FROM reconciliation_results WHERE ${beginsWith(text)} AND txn_id <> ${text}
          ORDER BY txn_id LIMIT ${limit})`
      : sql``;
    const { rows } = await sql<TransactionRow & { place: number }>`
      WITH named AS MATERIALIZED (
        (SELECT partition, txn_id, 2 AS place FROM reconciliation_results
         WHERE break_rank IS NOT NULL AND break_keys @> ${[text]}::text[] LIMIT ${limit})
        ${named}
      ), once AS MATERIALIZED (
        SELECT partition, txn_id, min(place) AS place FROM named GROUP BY partition, txn_id ORDER BY min(place), txn_id LIMIT ${limit}
      )
      SELECT ${columns}, once.place FROM once
      CROSS JOIN LATERAL (
        SELECT * FROM reconciliation_results k WHERE k.partition = once.partition AND k.txn_id = once.txn_id LIMIT 1
      ) r
      ORDER BY once.place, r.txn_id`.execute(snapshot);
    return rows.map(({ place, ...row }) =>
      place === 2 ? foundByKey(row, text) : { row, by: 'txn_id', source: null },
    );
  });
}

/** Those of these ids that are known, in the order asked for. */
export function findKnown(reader: Reader, ids: readonly string[]): Promise<TransactionRow[]> {
  return inSnapshot(reader, async (snapshot) => {
    const { rows } = await sql<TransactionRow>`
      SELECT ${columns} FROM unnest(${[...ids]}::text[]) WITH ORDINALITY AS asked (txn_id, place)
      CROSS JOIN LATERAL (SELECT * FROM reconciliation_results k WHERE k.txn_id = asked.txn_id LIMIT 1) r
      ORDER BY asked.place`.execute(snapshot);
    return rows;
  });
}

function foundByKey(row: TransactionRow, key: string): Found {
  const ofReference = SOURCES.find((source) => row.legs[source]?.reference === key);
  if (ofReference !== undefined) return { row, by: 'reference', source: ofReference };
  return {
    row,
    by: 'event_id',
    source: SOURCES.find((source) => row.legs[source]?.event_id === key) ?? null,
  };
}
