import type { Source, SourceEvent } from '@tieout/core';
import type { SourceReader } from '@tieout/sources';
import type { StoredRawRow } from '@tieout/store/evidence';

/** What a raw row's columns say otherwise than its bytes. */
export interface RawDifference {
  readonly problem: string;
  readonly expected: string | null;
  readonly found: string | null;
}

/**
 * Reads a raw row's exact bytes again, by the rules they were accepted by, and holds the columns against them.
 *
 * @throws {TieoutError} REGISTRY_UNAVAILABLE where the schema of the bytes cannot be asked for
 */
export async function rawColumnDiffering(
  row: StoredRawRow,
  lane: { readonly partition: number; readonly partitionCount: number },
  reader: SourceReader,
): Promise<RawDifference | null> {
  const { offset, appendTime, payload, schemaId } = row;
  // The key was the transaction's id, or the record would not be here.
  const arrival = { ...lane, key: Buffer.from(row.txnId), offset, appendTime };
  let read = reader.read(payload, arrival);
  if (read.kind === 'unseen') {
    await reader.learn(read.schemaId);
    read = reader.read(payload, arrival);
  }
  if (read.kind !== 'event')
    return {
      problem: 'the row’s bytes are no record of this transaction',
      expected: `a record of ${row.txnId}`,
      found: read.kind === 'refused' ? `${read.code}: ${read.error}` : 'a schema that nobody knows',
    };
  if (read.schemaId !== schemaId) return differs('schema_id', String(read.schemaId), String(schemaId));
  const name = columns(row, read.event).find(([, says, found]) => says !== found);
  return name === undefined ? null : differs(...name);
}

function columns(row: StoredRawRow, event: SourceEvent): [name: string, says: string, found: string][] {
  return [
    ['txn_id', event.txnId, row.txnId],
    ['event_id', event.eventId, row.eventId],
    ['event_type', event.type, row.eventType],
    ['status', event.status, row.status],
    ['outcome', event.outcome, row.outcome],
    ['amount_minor', String(event.amountMinor), String(row.amountMinor)],
    ['currency', event.currency, row.currency],
    ['event_time', String(event.eventTime), String(row.eventTime)],
  ];
}

function differs(column: string, expected: string, found: string): RawDifference {
  return { problem: `column ${column} says something else than the row’s bytes`, expected, found };
}

/** Where a raw row lies, as people say it. */
export function rawPlace(source: Source, partition: number, offset: bigint): string {
  return `raw_events source=${source} partition=${partition} offset=${offset}`;
}
