import type { ClientBase } from 'pg';

export interface Records {
  /** Numbers of the transactions, the last included; their ids are those of `fillResults`. */
  readonly from: number;
  readonly to: number;
  readonly sources: readonly string[];
  /** The first of the six partitions that they are of. */
  readonly partition: number;
}

/** A record of each transaction from each of these sources, as wide as real ones, all of today. */
export async function fillRecords(
  client: ClientBase,
  { from, to, sources, partition }: Records,
): Promise<void> {
  await client.query(
    `INSERT INTO raw_events (source, partition, "offset", append_time, event_id, txn_id, event_type, status, outcome, amount_minor, currency, event_time,
       schema_id, payload, ingested_on)
     SELECT source, $3::int + i % 6, i, now(), source || '-' || i, 'BULK-' || lpad(i::text, 9, '0'), 'LEDGER_POSTED', 'SUCCESS', 'SUCCESS', 500000,
       'INR', now(), 1, decode(repeat(md5(i::text), 8), 'hex'), current_date
     FROM generate_series($1::int, $2::int) AS i, unnest($4::text[]) AS source`,
    [from, to, partition, sources],
  );
}
