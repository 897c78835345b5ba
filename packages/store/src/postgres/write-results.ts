import type { TxnId } from '@tieout/core';
import type { ClientBase } from 'pg';
import { chunks } from '../chunks.ts';
import type { ResultWrite } from '../lane-ports.ts';
import { packResolution } from '../transaction/resolution.ts';
import type { ArrayParameters } from './array-parameters.ts';
import type { BinaryWriter } from './binary-writer.ts';
import { RESULT_COLUMNS, copyResults } from './copy.ts';

// Lists travel as text: unnest would take an array of arrays apart. Sums are numeric because they may pass 64 bits.
const VALUES = `i.status, string_to_array(i.reasons, ','), i.severity, i.at_fault, string_to_array(i.hints, ','), i.currency,
  i.amount_minor, i.discrepancy_minor::numeric, i.at_risk_minor::numeric, i.channel, string_to_array(i.sources, ','),
  string_to_array(i.missing, ','), i.first_seen_at, i.deadline_at, i.broken_at, i.updated_at, i.rule_version, i.legs::jsonb,
  i.resolution::jsonb, i.assignee, i.work_state, i.revision, i.state, i.due_at, i.late_due_at`;

// Writes known rows, and looks up which of those that should be new have a row already: a cache may say so of one that is closed. The lane's lock
// makes this the only writer of its rows, so a row found stays where it is, and one not found does not appear. LATERAL with LIMIT is one look into
// the primary key a row, whatever the planner believes: a join of the same meaning took minutes on a young table.
const UPDATE = {
  name: 'update-results',
  text: `
WITH i AS (
  SELECT * FROM unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::int8[], $11::text[],
    $12::text[], $13::text[], $14::text[], $15::text[], $16::timestamptz[], $17::timestamptz[], $18::timestamptz[], $19::timestamptz[],
    $20::int4[], $21::text[], $22::text[], $23::text[], $24::text[], $25::int8[], $26::bytea[], $27::timestamptz[], $28::timestamptz[])
  AS i(txn_id, status, reasons, severity, at_fault, hints, currency, amount_minor, discrepancy_minor, at_risk_minor, channel, sources,
    missing, first_seen_at, deadline_at, broken_at, updated_at, rule_version, legs, resolution, assignee, work_state, revision, state, due_at,
    late_due_at)
), updated AS (
  UPDATE reconciliation_results r SET (${RESULT_COLUMNS}) = ROW(${VALUES})
  FROM i CROSS JOIN LATERAL (
    SELECT k.ctid FROM reconciliation_results k
    WHERE k.partition = $1 AND k.txn_id = i.txn_id AND k.revision = i.revision - 1 LIMIT 1
  ) known
  WHERE r.ctid = known.ctid
  RETURNING r.txn_id
)
SELECT ARRAY(SELECT txn_id FROM i EXCEPT SELECT txn_id FROM updated) AS missed,
  ARRAY(SELECT n.txn_id FROM unnest($2::text[]) AS n(txn_id) CROSS JOIN LATERAL (
    SELECT FROM reconciliation_results k WHERE k.partition = $1 AND k.txn_id = n.txn_id LIMIT 1
  ) known) AS present`,
};

/** A row takes a kilobyte, and four while it is made ready and on its way: a whole flush in one statement took a hundred megabytes. */
const UPDATES_PER_STATEMENT = 2_000;

/** Memory that the flushes of one connection use one after another. */
export interface ResultBuffers {
  readonly copy: BinaryWriter;
  readonly results: ArrayParameters;
}

/**
 * Writes what may be written and returns the ids of the rest. Known rows are updated, new ones copied in, which costs less than an INSERT but knows
 * no ON CONFLICT, so what is there already is looked up before.
 */
export async function writeResults(
  client: ClientBase,
  { copy, results: parameters }: ResultBuffers,
  partition: number,
  results: readonly ResultWrite[],
): Promise<TxnId[]> {
  if (results.length === 0) return [];
  const known = results.filter(({ transaction }) => transaction.revision > 1);
  const fresh = results.filter(({ transaction }) => transaction.revision === 1);
  const stale = new Set<string>();
  let sought = fresh;
  for (const some of known.length === 0 ? [known] : chunks(known, UPDATES_PER_STATEMENT)) {
    const values = [partition, ...columns(parameters, sought, some)];
    const { rows } = await client.query<Written>({ ...UPDATE, values });
    for (const { present, missed } of rows) for (const id of [...present, ...missed]) stale.add(id);
    sought = [];
  }
  const isStale = (one: ResultWrite): boolean => stale.has(idOf(one));
  await copyResults(client, copy, partition, stale.size === 0 ? fresh : fresh.filter((one) => !isStale(one)));
  return stale.size === 0 ? [] : results.filter(isStale).map(idOf);
}

interface Written {
  readonly present: string[];
  readonly missed: string[];
}

const idOf = ({ transaction }: ResultWrite): TxnId => transaction.txnId;

function columns(
  parameters: ArrayParameters,
  sought: readonly ResultWrite[],
  results: readonly ResultWrite[],
): Buffer[] {
  let index = 0;
  const ids = (of: readonly ResultWrite[]): Buffer =>
    parameters.column(index++, 'text', of, (to, result) => to.text(idOf(result)));
  const texts = (value: (result: ResultWrite) => string | null): Buffer =>
    parameters.column(index++, 'text', results, (to, result) => to.textOrNull(value(result)));
  const times = (value: (result: ResultWrite) => number | null): Buffer =>
    parameters.column(index++, 'timestamptz', results, (to, result) => to.timestamptzOrNull(value(result)));
  return [
    ids(sought),
    ids(results),
    texts(({ verdict }) => verdict.status),
    texts(({ verdict }) => verdict.reasons.join()),
    texts(({ verdict }) => verdict.severity),
    texts(({ verdict }) => verdict.atFault),
    texts(({ verdict }) => verdict.hints.join()),
    texts(({ verdict }) => verdict.currency),
    parameters.column(index++, 'int8', results, (to, { verdict }) => to.int8(verdict.amountMinor)),
    texts(({ verdict }) => verdict.discrepancyMinor?.toString() ?? null),
    texts(({ verdict }) => verdict.atRiskMinor.toString()),
    texts(({ verdict }) => verdict.channel),
    texts(({ verdict }) => verdict.sources.join()),
    texts(({ verdict }) => verdict.missing.join()),
    times(({ verdict }) => verdict.firstSeenAt),
    times(({ verdict }) => verdict.deadlineAt),
    times(({ transaction }) => transaction.state.brokenAt),
    times(({ updatedAt }) => updatedAt),
    parameters.column(index++, 'int4', results, (to, { verdict }) => to.int4(verdict.ruleVersion)),
    parameters.column(index++, 'text', results, (to, { legs }) => to.bytea(legs)),
    texts(({ transaction: { state } }) => state.resolution && packResolution(state.resolution)),
    texts(({ transaction: { state } }) => state.work.assignee),
    texts(({ workState }) => workState),
    parameters.column(index++, 'int8', results, (to, { transaction }) =>
      to.int8(BigInt(transaction.revision)),
    ),
    parameters.column(index++, 'bytea', results, (to, { packed }) => to.bytea(packed)),
    times(({ verdict }) => verdict.nextDueAt),
    times(({ lateDueAt }) => lateDueAt),
  ];
}
