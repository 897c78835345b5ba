import type { Channel, Reason, Severity, Source, VerdictStatus } from '@tieout/core';
import { sql, type Selectable } from 'kysely';
import { inSnapshot, readCursor, type Cursor, type Reader, type Snapshot } from './snapshot.ts';
import type { Tables } from './tables.ts';

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
] as const satisfies readonly (keyof Tables['reconciliation_results'])[];

export type TransactionRow = Pick<Selectable<Tables['reconciliation_results']>, (typeof ROW)[number]>;

/** Lists: any of these. A filter that is absent or undefined does not filter. */
export interface TransactionFilter {
  readonly status?: readonly VerdictStatus[] | undefined;
  readonly reason?: readonly Reason[] | undefined;
  readonly channel?: readonly Channel[] | undefined;
  readonly currency?: readonly string[] | undefined;
  readonly missing?: readonly Source[] | undefined;
  readonly atFault?: readonly Source[] | undefined;
  readonly severity?: readonly Severity[] | undefined;
  /** First seen at or after, ms. */
  readonly from?: number | undefined;
  /** First seen before, ms. */
  readonly to?: number | undefined;
  /** A transaction id or the beginning of one. */
  readonly idPrefix?: string | undefined;
}

/** The last row of the page before. The order (first_seen_at, txn_id) never changes for a row, so no insert moves a page. */
export interface PageKey {
  readonly firstSeenAt: number;
  readonly txnId: string;
}

export interface TransactionPage {
  readonly rows: readonly TransactionRow[];
  /** Null where nothing follows. */
  readonly next: PageKey | null;
  readonly asOf: Cursor;
}

/** Newest first by (first_seen_at, txn_id). */
export function listTransactions(
  reader: Reader,
  filter: TransactionFilter,
  after: PageKey | null,
  limit: number,
): Promise<TransactionPage> {
  return inSnapshot(reader, async (snapshot) => {
    const asOf = await readCursor(snapshot);
    // One row more than asked tells whether a page follows.
    const found = await pageQuery(snapshot, filter, after)
      .limit(limit + 1)
      .execute();
    const rows = found.slice(0, limit);
    const last = rows.at(-1);
    const next =
      found.length > limit && last ? { firstSeenAt: last.first_seen_at.getTime(), txnId: last.txn_id } : null;
    return { rows, next, asOf };
  });
}

function pageQuery(snapshot: Snapshot, filter: TransactionFilter, after: PageKey | null) {
  const { status, reason, channel, currency, missing, atFault, severity, from, to, idPrefix } = filter;
  let query = snapshot
    .selectFrom('reconciliation_results')
    .select(ROW)
    .orderBy('first_seen_at', 'desc')
    .orderBy('txn_id', 'desc');
  if (status) query = query.where('status', 'in', status);
  if (channel) query = query.where('channel', 'in', channel);
  if (currency) query = query.where('currency', 'in', currency);
  if (atFault) query = query.where('at_fault', 'in', atFault);
  if (severity) query = query.where('severity', 'in', severity);
  if (reason) query = query.where(sql<boolean>`reasons && ${[...reason]}::text[]`);
  if (missing) query = query.where(sql<boolean>`missing && ${[...missing]}::text[]`);
  if (from !== undefined) query = query.where('first_seen_at', '>=', new Date(from));
  if (to !== undefined) query = query.where('first_seen_at', '<', new Date(to));
  if (idPrefix !== undefined) query = query.where('txn_id', 'like', `${likeLiteral(idPrefix)}%`);
  if (after) {
    query = query.where(
      sql<boolean>`(first_seen_at, txn_id) < (${new Date(after.firstSeenAt)}::timestamptz, ${after.txnId})`,
    );
  }
  return query;
}

/** An underscore of an id must not stand for any character. */
function likeLiteral(text: string): string {
  return text.replaceAll(/[\\_%]/g, String.raw`\$&`);
}
