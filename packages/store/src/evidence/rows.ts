import type { Source } from '@tieout/core';
import type { Pool } from 'pg';
import { PagedRows } from './pages.ts';

/** A row of audit_logs as it is stored: nothing about it is taken for true. */
export interface StoredAuditRow {
  readonly chain: string;
  readonly seq: bigint;
  /** ms UTC; with a fraction where somebody else than us wrote it. */
  readonly at: number;
  readonly actor: string;
  readonly action: string;
  readonly txnId: string | null;
  readonly commandId: string | null;
  readonly detail: string;
  readonly prevHash: Buffer;
  readonly hash: Buffer;
  /** Day, as YYYY-MM-DD. */
  readonly loggedOn: string;
}

/** A row of raw_events as it is stored. */
export interface StoredRawRow {
  readonly offset: bigint;
  readonly appendTime: number;
  readonly eventId: string;
  readonly txnId: string;
  readonly eventType: string;
  readonly status: string;
  readonly outcome: string;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly eventTime: number;
  readonly schemaId: number;
  readonly payload: Buffer;
  readonly ingestedOn: string;
}

/** A few MB a page: audit rows are some 1 to 3 kB; raw rows mostly below 1 kB, and at most 256 kB. */
const AUDIT_PAGE = 4_000;
const RAW_PAGE = 1_000;

const ms = (column: string): string => `(extract(epoch FROM ${column}) * 1000)::float8`;

const AUDIT_ROWS = `
SELECT seq, ${ms('at')}, actor, action, txn_id, command_id, detail, prev_hash, hash, logged_on::text
FROM audit_logs WHERE chain = $1 AND (seq, logged_on) > ($2, $3::date) AND seq <= $4
ORDER BY seq, logged_on LIMIT ${AUDIT_PAGE}`;

const RAW_ROWS = `
SELECT "offset", ${ms('append_time')}, event_id, txn_id, event_type, status, outcome, amount_minor, currency, ${ms('event_time')}, schema_id,
       payload, ingested_on::text
FROM raw_events WHERE source = $1 AND partition = $2 AND ("offset", ingested_on) > ($3, $4::date) AND "offset" < $5
ORDER BY "offset", ingested_on LIMIT ${RAW_PAGE}`;

type AuditTuple = [
  string,
  number,
  string,
  string,
  string | null,
  string | null,
  string,
  Buffer,
  Buffer,
  string,
];
type RawTuple = [
  string,
  number,
  string,
  string,
  string,
  string,
  string,
  string,
  string,
  number,
  number,
  Buffer,
  string,
];

/** Before every day that has rows. */
const BEFORE_ALL_DAYS = '-infinity';

/** The rows of a chain from `from` to `to`, both included, in order; of one seq all there are. */
export function auditRows(pool: Pool, chain: string, from: bigint, to: bigint): PagedRows<StoredAuditRow> {
  return new PagedRows(AUDIT_PAGE, async (after) => {
    const { rows } = await pool.query<AuditTuple>({
      name: 'audit-rows',
      text: AUDIT_ROWS,
      values: [chain, after?.seq ?? from, after?.loggedOn ?? BEFORE_ALL_DAYS, to],
      rowMode: 'array',
    });
    return rows.map(
      ([seq, at, actor, action, txnId, commandId, detail, prevHash, hash, loggedOn]): StoredAuditRow => ({
        chain,
        seq: BigInt(seq),
        at,
        actor,
        action,
        txnId,
        commandId,
        detail,
        prevHash,
        hash,
        loggedOn,
      }),
    );
  });
}

/**
 * The raw rows of one source in one lane from offset `from` up to, without, `to`, in order; of one offset all there are.
 *
 * @param onPage awaited after each page, before its rows are given
 */
export function rawRows(
  pool: Pool,
  source: Source,
  partition: number,
  { from, to }: { readonly from: bigint; readonly to: bigint },
  onPage: () => Promise<void> = () => Promise.resolve(),
): PagedRows<StoredRawRow> {
  return new PagedRows(RAW_PAGE, async (after) => {
    const { rows } = await pool.query<RawTuple>({
      name: 'raw-rows',
      text: RAW_ROWS,
      values: [source, partition, after?.offset ?? from, after?.ingestedOn ?? BEFORE_ALL_DAYS, to],
      rowMode: 'array',
    });
    await onPage();
    return rows.map(
      ([
        offset,
        appendTime,
        eventId,
        txnId,
        eventType,
        status,
        outcome,
        amountMinor,
        currency,
        eventTime,
        ...rest
      ]): StoredRawRow => ({
        offset: BigInt(offset),
        appendTime,
        eventId,
        txnId,
        eventType,
        status,
        outcome,
        amountMinor: BigInt(amountMinor),
        currency,
        eventTime,
        schemaId: rest[0],
        payload: rest[1],
        ingestedOn: rest[2],
      }),
    );
  });
}

/** A REDRIVE row. */
export interface RedriveRow {
  readonly seq: bigint;
  readonly detail: string;
}

/** A chain's REDRIVE rows behind `after`: few, and found by an index of their own. */
export async function redriveRows(pool: Pool, chain: string, after: bigint): Promise<RedriveRow[]> {
  const { rows } = await pool.query<{ seq: string; detail: string }>({
    name: 'redrive-rows',
    text: `SELECT seq, detail FROM audit_logs WHERE chain = $1 AND seq > $2 AND action = 'REDRIVE' ORDER BY seq`,
    values: [chain, after],
  });
  return rows.map(({ seq, detail }) => ({ seq: BigInt(seq), detail }));
}
