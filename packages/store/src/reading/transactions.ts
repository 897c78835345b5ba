import { sql, type Selectable } from 'kysely';
import { inSnapshot, readCursor, type Cursor, type Reader, type Snapshot } from './snapshot.ts';
import type { Tables } from './tables.ts';
import { lookThrough } from './look-through.ts';
import { and, conditionsOf, type TransactionFilter } from './transaction-filter.ts';
import { keyOf, orderBy, orderColumns, type PageKey, type TxnSort } from './transaction-order.ts';

export const ROW = [
  'txn_id',
  'status',
  'reasons',
  'severity',
  'at_fault',
  'hints',
  'currency',
  'amount_minor',
  'discrepancy_minor',
  'at_risk_minor',
  'channel',
  'sources',
  'missing',
  'first_seen_at',
  'deadline_at',
  'broken_at',
  'updated_at',
  'rule_version',
  'revision',
  'legs',
  'assignee',
  'work_state',
] as const satisfies readonly (keyof Tables['reconciliation_results'])[];

type Results = Selectable<Tables['reconciliation_results']>;
export type TransactionRow = Pick<Results, (typeof ROW)[number]>;

/** What is asked of a list. All orders but `time` are of filters that only breaks pass. */
export interface ListRequest {
  readonly filter: TransactionFilter;
  readonly sort: TxnSort;
  /** The key of the page before. */
  readonly after: PageKey | null;
  readonly limit: number;
}

export interface TransactionPage {
  /** Fewer than asked for, even none, where many were looked through and few of them passed the filter. */
  readonly rows: readonly TransactionRow[];
  /** Where the page after it begins; null where nothing follows. */
  readonly next: PageKey | null;
  readonly asOf: Cursor;
}

/**
 * One page. Orders are total and a key names a place in them, so rows that come and go meanwhile move no other: by time, which never changes for
 * a row, each is given once; by severity or amount one that changes may be given again where it went.
 */
export function listTransactions(reader: Reader, request: ListRequest): Promise<TransactionPage> {
  return inSnapshot(reader, async (snapshot) => {
    const asOf = await readCursor(snapshot);
    return { ...(await readPage(snapshot, request)), asOf };
  });
}

type Found = TransactionRow & Pick<Results, 'break_rank' | 'break_discrepancy_minor'>;

async function readPage(
  snapshot: Snapshot,
  { filter, sort, after: key, limit }: ListRequest,
): Promise<Omit<TransactionPage, 'asOf'>> {
  const look = await lookThrough(snapshot, filter, sort, key);
  const columns = [...ROW, 'break_rank', 'break_discrepancy_minor'].map((column) => sql.ref(`r.${column}`));
  // Ids first, out of narrow index rows, then as many wide rows as the page has. One row more than asked tells whether a page follows.
  const { rows: found } = await sql<Found>`
    WITH page AS MATERIALIZED (
      SELECT partition, ${sql.join(orderColumns(sort).map((column) => sql.ref(column)))}
      FROM ${look.rows} AS t WHERE ${and(conditionsOf(filter))} ORDER BY ${orderBy(sort, 't')} LIMIT ${limit + 1}
    )
    SELECT ${sql.join(columns)} FROM page
    CROSS JOIN LATERAL (
      SELECT * FROM reconciliation_results k WHERE k.partition = page.partition AND k.txn_id = page.txn_id LIMIT 1
    ) r
    ORDER BY ${orderBy(sort, 'page')}`.execute(snapshot);

  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  return { rows, next: found.length > limit && last ? keyOf(sort, last) : await look.end() };
}
