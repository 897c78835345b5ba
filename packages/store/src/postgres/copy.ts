import { once } from 'node:events';
import type { ClientBase } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { AuditRow } from '../audit/chain.ts';
import type { RawEvent, ResultWrite } from '../lane-ports.ts';
import { packResolution } from '../transaction/resolution.ts';
import type { BinaryWriter } from './binary-writer.ts';

const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1');
/** More than a socket holds back: it says it has room for more only when it has passed on all of a piece. */
const PIECE_BYTES = 256 * 1024;

const RAW_EVENTS = `COPY raw_events (source, partition, "offset", append_time, event_id, txn_id, event_type, status, outcome,
  amount_minor, currency, event_time, schema_id, payload, ingested_on) FROM STDIN (FORMAT binary)`;
const AUDIT_LOGS = `COPY audit_logs (chain, seq, at, actor, action, txn_id, command_id, detail, prev_hash, hash, logged_on)
  FROM STDIN (FORMAT binary)`;
/** What a verdict fills of its row besides the key, in the order in which both ways of writing it give the values. */
export const RESULT_COLUMNS = `status, reasons, severity, at_fault, hints, currency, amount_minor, discrepancy_minor, at_risk_minor, channel,
  sources, missing, first_seen_at, deadline_at, broken_at, updated_at, rule_version, legs, resolution, assignee, work_state, revision, state, due_at,
  late_due_at`;
const RESULTS = `COPY reconciliation_results (partition, txn_id, ${RESULT_COLUMNS}) FROM STDIN (FORMAT binary)`;

export async function copyRawEvents(
  client: ClientBase,
  writer: BinaryWriter,
  rows: readonly RawEvent[],
  at: number,
): Promise<void> {
  await copy(client, RAW_EVENTS, writer, rows, (to, { event, schemaId, payload }) => {
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
  });
}

export async function copyAuditRows(
  client: ClientBase,
  writer: BinaryWriter,
  rows: readonly AuditRow[],
  at: number,
): Promise<void> {
  await copy(client, AUDIT_LOGS, writer, rows, (to, row) => {
    to.int16(11);
    to.text(row.chain);
    to.int8(row.seq);
    to.timestamptz(row.at);
    to.text(row.actor);
    to.text(row.action);
    to.textOrNull(row.txnId);
    to.uuidOrNull(row.commandId);
    to.bytea(row.detail);
    to.bytea(row.prevHash);
    to.bytea(row.hash);
    to.date(at);
  });
}

/** Of transactions that have no row yet. */
export async function copyResults(
  client: ClientBase,
  writer: BinaryWriter,
  partition: number,
  rows: readonly ResultWrite[],
): Promise<void> {
  await copy(client, RESULTS, writer, rows, (to, { transaction, verdict, ...row }) => {
    const { state } = transaction;
    to.int16(27);
    to.int4(partition);
    to.text(transaction.txnId);
    to.text(verdict.status);
    to.textArray(verdict.reasons);
    to.textOrNull(verdict.severity);
    to.textOrNull(verdict.atFault);
    to.textArray(verdict.hints);
    to.text(verdict.currency);
    to.int8(verdict.amountMinor);
    to.numericOrNull(verdict.discrepancyMinor);
    to.numeric(verdict.atRiskMinor);
    to.text(verdict.channel);
    to.textArray(verdict.sources);
    to.textArray(verdict.missing);
    to.timestamptz(verdict.firstSeenAt);
    to.timestamptz(verdict.deadlineAt);
    to.timestamptzOrNull(state.brokenAt);
    to.timestamptz(row.updatedAt);
    to.int4(verdict.ruleVersion);
    to.jsonb(row.legs);
    to.jsonbOrNull(state.resolution && packResolution(state.resolution));
    to.textOrNull(state.work.assignee);
    to.text(row.workState);
    to.int8(BigInt(transaction.revision));
    to.bytea(row.packed);
    to.timestamptzOrNull(verdict.nextDueAt);
    to.timestamptzOrNull(row.lateDueAt);
  });
}

/**
 * Rows become bytes a piece at a time, each once the server has taken the one before: it works while the next is made, and one piece of memory
 * serves a flush of any size.
 *
 * @param write appends one row: the number of its fields, then the fields
 */
async function copy<Row>(
  client: ClientBase,
  statement: string,
  writer: BinaryWriter,
  rows: readonly Row[],
  write: (to: BinaryWriter, row: Row) => void,
): Promise<void> {
  if (rows.length === 0) return;
  const stream = client.query(copyFrom(statement));
  stream.on('error', () => {
    // What waits below rejects. A stream that timed out fails once more when its connection is closed, and nobody waits for it then.
  });
  writer.reset();
  writer.raw(SIGNATURE);
  writer.int32(0);
  writer.int32(0);
  for (const row of rows) {
    write(writer, row);
    if (writer.length < PIECE_BYTES) continue;
    // Taken whole, or waited for: its memory is free again.
    if (!stream.write(writer.bytes)) await once(stream, 'drain');
    writer.reset();
  }
  writer.int16(-1);
  stream.end(writer.bytes);
  // Finishes once the server is ready for the next query; rejects with the server's or the connection's error.
  await once(stream, 'finish');
}
