import type { TxnId } from '@tieout/core';
import type { ClientBase } from 'pg';
import type { ResultWrite } from '../lane-ports.ts';
import { packResolution } from '../transaction/resolution.ts';
import type { ArrayParameters } from './array-parameters.ts';

// Lists travel as text: unnest would take an array of arrays apart. Sums are numeric because they may pass 64 bits.
const COLUMNS = `status, reasons, severity, at_fault, hints, currency, amount_minor, discrepancy_minor, at_risk_minor, channel, sources,
  missing, first_seen_at, deadline_at, broken_at, updated_at, rule_version, legs, resolution, assignee, work_state, revision, state, due_at, late_due_at`;
const VALUES = `i.status, string_to_array(i.reasons, ','), i.severity, i.at_fault, string_to_array(i.hints, ','), i.currency,
  i.amount_minor, i.discrepancy_minor::numeric, i.at_risk_minor::numeric, i.channel, string_to_array(i.sources, ','),
  string_to_array(i.missing, ','), i.first_seen_at, i.deadline_at, i.broken_at, i.updated_at, i.rule_version, i.legs::jsonb,
  i.resolution::jsonb, i.assignee, i.work_state, i.revision, i.state, i.due_at, i.late_due_at`;

// Known rows are updated and new ones inserted, each in its own branch: an upsert would also insert a row for a cache entry that
// Postgres never had. The lane's lock makes this the only writer of its rows, so a row found stays where it is. LATERAL with LIMIT is
// one look into the primary key a row, whatever the planner believes: a join of the same meaning took minutes on a young table.
const WRITE = {
  name: 'write-results',
  text: `
WITH i AS (
  SELECT * FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::int8[], $10::text[],
    $11::text[], $12::text[], $13::text[], $14::text[], $15::timestamptz[], $16::timestamptz[], $17::timestamptz[], $18::timestamptz[],
    $19::int4[], $20::text[], $21::text[], $22::text[], $23::text[], $24::int8[], $25::bytea[], $26::timestamptz[], $27::timestamptz[])
  AS i(txn_id, status, reasons, severity, at_fault, hints, currency, amount_minor, discrepancy_minor, at_risk_minor, channel, sources,
    missing, first_seen_at, deadline_at, broken_at, updated_at, rule_version, legs, resolution, assignee, work_state, revision, state, due_at,
    late_due_at)
), updated AS (
  UPDATE reconciliation_results r SET (${COLUMNS}) = ROW(${VALUES})
  FROM i CROSS JOIN LATERAL (
    SELECT k.ctid FROM reconciliation_results k
    WHERE k.partition = $1 AND k.txn_id = i.txn_id AND k.revision = i.revision - 1 LIMIT 1
  ) known
  WHERE i.revision > 1 AND r.ctid = known.ctid
  RETURNING r.txn_id
), inserted AS (
  INSERT INTO reconciliation_results (partition, txn_id, ${COLUMNS})
  SELECT $1, i.txn_id, ${VALUES} FROM i WHERE i.revision = 1
  ON CONFLICT (partition, txn_id) DO NOTHING
  RETURNING txn_id
)
SELECT CASE WHEN n.written < $28 THEN ARRAY(SELECT txn_id FROM updated UNION ALL SELECT txn_id FROM inserted) END AS written
FROM (SELECT (SELECT count(*) FROM updated) + (SELECT count(*) FROM inserted) AS written) n`,
};

/** Writes what may be written and returns the ids of the rest. The ids written are sent back only where some were not. */
export async function writeResults(
  client: ClientBase,
  parameters: ArrayParameters,
  partition: number,
  results: readonly ResultWrite[],
): Promise<TxnId[]> {
  const values = [partition, ...columns(parameters, results), results.length];
  const { rows } = await client.query<{ written: string[] | null }>({ ...WRITE, values });
  const written = rows[0]?.written;
  if (!written) return [];
  const ids = new Set(written);
  return results.map(({ transaction }) => transaction.txnId).filter((id) => !ids.has(id));
}

function columns(parameters: ArrayParameters, results: readonly ResultWrite[]): Buffer[] {
  let index = 0;
  const texts = (value: (result: ResultWrite) => string | null): Buffer =>
    parameters.column(index++, 'text', results, (to, result) => to.textOrNull(value(result)));
  const times = (value: (result: ResultWrite) => number | null): Buffer =>
    parameters.column(index++, 'timestamptz', results, (to, result) => to.timestamptzOrNull(value(result)));
  return [
    texts(({ transaction }) => transaction.txnId),
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
    texts(({ legs }) => legs),
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
