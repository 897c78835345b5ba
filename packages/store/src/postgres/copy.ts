import { once } from 'node:events';
import type { ClientBase } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { AuditRow } from '../audit/chain.ts';
import type { RawEvent } from '../lane-ports.ts';
import type { BinaryWriter } from './binary-writer.ts';

const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1');
/** Large enough that a message's head costs nothing, small enough that the socket takes it without doubling its buffers. */
const CHUNK_BYTES = 256 * 1024;

const RAW_EVENTS = `COPY raw_events (source, partition, "offset", append_time, event_id, txn_id, event_type, status, outcome,
  amount_minor, currency, event_time, schema_id, payload, ingested_on) FROM STDIN (FORMAT binary)`;
const AUDIT_LOGS = `COPY audit_logs (chain, seq, at, actor, action, txn_id, command_id, detail, prev_hash, hash, logged_on)
  FROM STDIN (FORMAT binary)`;

export async function copyRawEvents(
  client: ClientBase,
  to: BinaryWriter,
  rows: readonly RawEvent[],
  at: number,
): Promise<void> {
  begin(to);
  for (const { event, schemaId, payload } of rows) {
    to.int16(15);
    to.text(event.source);
    to.int4(event.partition);
    to.int8(event.offset);
    to.timestamptz(event.appendTime);
    to.text(event.eventId);
    to.text(event.txnId);
    to.text(event.type);
    to.text(event.status);
    to.text(event.outcome);
    to.int8(event.amountMinor);
    to.text(event.currency);
    to.timestamptz(event.eventTime);
    to.int4(schemaId);
    to.bytea(payload);
    to.date(at);
  }
  await send(client, RAW_EVENTS, to);
}

export async function copyAuditRows(
  client: ClientBase,
  to: BinaryWriter,
  rows: readonly AuditRow[],
  at: number,
): Promise<void> {
  begin(to);
  for (const row of rows) {
    to.int16(11);
    to.text(row.chain);
    to.int8(row.seq);
    to.timestamptz(row.at);
    to.text(row.actor);
    to.text(row.action);
    to.textOrNull(row.txnId);
    to.uuidOrNull(row.commandId);
    to.text(row.detail);
    to.bytea(row.prevHash);
    to.bytea(row.hash);
    to.date(at);
  }
  await send(client, AUDIT_LOGS, to);
}

function begin(to: BinaryWriter): void {
  to.reset();
  to.raw(SIGNATURE);
  to.int32(0);
  to.int32(0);
}

/** The buffer is complete: it goes out in large pieces, and nothing of ours runs between them. */
async function send(client: ClientBase, statement: string, from: BinaryWriter): Promise<void> {
  from.int16(-1);
  const { bytes } = from;
  const stream = client.query(copyFrom(statement));
  stream.on('error', () => {
    // The first rejects below. A stream that timed out fails once more when its connection is closed, and nobody waits for it then.
  });
  for (let start = 0; start < bytes.length; start += CHUNK_BYTES) {
    stream.write(bytes.subarray(start, start + CHUNK_BYTES));
  }
  stream.end();
  // Finishes once the server is ready for the next query; rejects with the server's or the connection's error.
  await once(stream, 'finish');
}
