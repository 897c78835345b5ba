import { type Source, SOURCES } from '@tieout/core';
import type { openPool } from '@tieout/store/reading';
import type { Expectation } from '../expectation.ts';
import { rightRecords, rightRow } from './right-rows.ts';

const LANES = 6;
const laneOf = ({ index }: Expectation): number => index % LANES;

const VERDICT = `partition, txn_id, status, reasons, severity, at_fault, hints, currency, amount_minor, discrepancy_minor, at_risk_minor, channel,
  sources, missing, legs`;
/** State as long as the packed events of two sources. */
const RESULTS = `
INSERT INTO reconciliation_results (${VERDICT}, first_seen_at, deadline_at, updated_at, rule_version, revision, state)
SELECT ${VERDICT}, to_timestamp(0), to_timestamp(0), to_timestamp(0), 1, 1, decode(repeat('00', 400), 'hex')
FROM jsonb_populate_recordset(NULL::reconciliation_results, $1)`;

const RAW_EVENTS = `
INSERT INTO raw_events (source, partition, "offset", append_time, event_id, txn_id, event_type, status, outcome, amount_minor, currency, event_time,
  schema_id, payload, ingested_on)
SELECT source, partition, "offset", to_timestamp(0), "eventId", "txnId", 'T', 'SUCCESS', 'SUCCESS', 1, 'INR', to_timestamp(0), 1,
  convert_to(repeat(md5("eventId"), 6), 'UTF8'), DATE '1970-01-01'
FROM jsonb_to_recordset($1) AS r(source text, partition int, "offset" bigint, "eventId" text, "txnId" text)`;

// Each was PENDING first, whatever it is by now.
const AUDIT_LOGS = `
INSERT INTO audit_logs (chain, seq, at, actor, action, txn_id, detail, prev_hash, hash, logged_on)
SELECT 'lane-' || partition, $2 + row_number() OVER (), to_timestamp(0), 'system', 'VERDICT', txn_id,
  jsonb_build_object('status', shown.status, 'reasons', shown.reasons, 'legs', legs)::text, '', '', DATE '1970-01-01'
FROM jsonb_to_recordset($1) AS r(partition int, txn_id text, status text, reasons jsonb, legs jsonb)
CROSS JOIN LATERAL (VALUES ('PENDING', '[]'::jsonb), (r.status, r.reasons)) AS shown(status, reasons)`;

const LANE = `
INSERT INTO lanes (partition, partition_count, core_position, gateway_position, mobile_position, lane_time)
VALUES ($1, ${LANES}, $2, $3, $4, '2100-01-01Z')`;

/** Fills the tables as a system leaves them that has judged these transactions right. Each record came at the beginning of time. */
export async function storeWorkload(
  database: ReturnType<typeof openPool>,
  parts: Iterable<readonly Expectation[]>,
): Promise<void> {
  await database.query(`CREATE TABLE raw_events_all PARTITION OF raw_events DEFAULT`);
  await database.query(`CREATE TABLE audit_logs_all PARTITION OF audit_logs DEFAULT`);
  const positions = new Map<string, bigint>();
  const offsetIn =
    (lane: number) =>
    (source: Source): bigint => {
      const offset = positions.get(`${source} ${lane}`) ?? 0n;
      positions.set(`${source} ${lane}`, offset + 1n);
      return offset;
    };
  let seq = 0;
  for (const part of parts) {
    const verdicts = part.map((one) => rightRow(one, laneOf(one)));
    const records = part.flatMap((one) => rightRecords(one, laneOf(one), offsetIn(laneOf(one))));
    const json = JSON.stringify(verdicts);
    await database.query(RESULTS, [json]);
    await database.query(RAW_EVENTS, [JSON.stringify(records, bigintsAsText)]);
    await database.query(AUDIT_LOGS, [json, seq]);
    seq += 2 * part.length;
  }
  for (let lane = 0; lane < LANES; lane += 1)
    await database.query(LANE, [lane, ...SOURCES.map((source) => positions.get(`${source} ${lane}`) ?? 0n)]);
}

const bigintsAsText = (_: string, value: unknown): unknown =>
  typeof value === 'bigint' ? String(value) : value;
