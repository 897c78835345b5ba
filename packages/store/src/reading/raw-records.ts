import type { Source } from '@tieout/core';
import { sql, type Selectable } from 'kysely';
import { inSnapshot, type Reader, type Snapshot } from './snapshot.ts';
import type { Tables } from './tables.ts';

type RawEvents = Selectable<Tables['raw_events']>;

/** A record as it was accepted. */
export interface RawRecord extends Pick<
  RawEvents,
  'source' | 'partition' | 'offset' | 'append_time' | 'event_id' | 'schema_id'
> {
  /** Bytes of the value. */
  readonly size: number;
  /** The value, framed as it lay in Kafka; null where it was not asked for. */
  readonly payload: Buffer | null;
}

/** Where a record lies: its order among those of its transaction. */
export interface RawRecordKey {
  readonly appendTime: number;
  readonly source: Source;
  readonly offset: string;
}

export interface RawRecordRequest {
  readonly txnId: string;
  /** Only the record at this place of its source. */
  readonly at?: { readonly source: Source; readonly partition: number; readonly offset: string } | undefined;
  readonly after: RawRecordKey | null;
  readonly limit: number;
  readonly withPayload: boolean;
}

export interface RawRecordPage {
  readonly rows: readonly RawRecord[];
  /** Null where nothing follows. */
  readonly next: RawRecordKey | null;
}

/**
 * What was accepted under an id, redelivered and ignored records included, newest first; null where nobody has heard of the id.
 */
export function listRawRecords(reader: Reader, request: RawRecordRequest): Promise<RawRecordPage | null> {
  return inSnapshot(reader, async (snapshot) => {
    const found = await pageQuery(snapshot, request).execute();
    if (found.length === 0 && !(await isKnown(snapshot, request.txnId))) return null;
    const rows = found.slice(0, request.limit);
    const last = rows.at(-1);
    const next =
      found.length > request.limit && last
        ? { appendTime: last.append_time.getTime(), source: last.source, offset: last.offset }
        : null;
    return { rows, next };
  });
}

function pageQuery(snapshot: Snapshot, { txnId, at, after, limit, withPayload }: RawRecordRequest) {
  let query = snapshot
    .selectFrom('raw_events')
    .select(['source', 'partition', 'offset', 'append_time', 'event_id', 'schema_id'])
    .select(sql<number>`octet_length(payload)`.as('size'))
    .select(
      withPayload ? sql<Buffer | null>`payload`.as('payload') : sql<Buffer | null>`NULL::bytea`.as('payload'),
    )
    .where('txn_id', '=', txnId)
    .orderBy('append_time', 'desc')
    .orderBy('source', 'desc')
    .orderBy('offset', 'desc')
    .limit(limit + 1);
  if (at) {
    query = query
      .where('source', '=', at.source)
      .where('partition', '=', at.partition)
      .where('offset', '=', at.offset);
  }
  if (after) {
    query = query.where(
      sql<boolean>`(append_time, source, "offset") < (${new Date(after.appendTime)}::timestamptz, ${after.source}, ${after.offset}::bigint)`,
    );
  }
  return query;
}

/** Also where its records were taken away with their day. */
async function isKnown(snapshot: Snapshot, txnId: string): Promise<boolean> {
  const { rows } = await sql<{ known: boolean }>`
    SELECT EXISTS (SELECT FROM reconciliation_results WHERE txn_id = ${txnId})
      OR EXISTS (SELECT FROM raw_events WHERE txn_id = ${txnId}) AS known`.execute(snapshot);
  return rows[0]?.known === true;
}
