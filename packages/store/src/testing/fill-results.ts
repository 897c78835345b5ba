import type { ClientBase } from 'pg';

export interface Filling {
  /** Number of the first one: `BULK-` and nine digits are its id. */
  readonly from: number;
  readonly count: number;
  /** Number of the one that was first seen just now; the last of these unless said. */
  readonly newest?: number;
  /** The packed events of each of them; made up, and not to be unpacked, unless given. */
  readonly state?: Buffer;
}

/** What a share of 1,000 is: one in twenty broken, one in a hundred resolved, as many closed, a few waiting, all others in agreement. */
const STATUS = `CASE WHEN share < 50 THEN 'MISMATCHED' WHEN share < 60 THEN 'RESOLVED' WHEN share < 70 THEN 'CLOSED'
  WHEN share < 73 THEN 'PARTIAL' ELSE 'MATCHED' END`;

/**
 * Result rows as wide and as mixed as real ones, for lists, counts and their plans: one every 200 ms up to now, the same for the same number. Their
 * legs are made up.
 */
export async function fillResults(
  client: ClientBase,
  { from, count, newest, state }: Filling,
): Promise<void> {
  const last = from + count - 1;
  const values = [from, last, newest ?? last, state ?? null];
  await client.query(
    `
INSERT INTO reconciliation_results (partition, txn_id, status, reasons, severity, at_fault, hints, currency, amount_minor, discrepancy_minor,
  at_risk_minor, channel, sources, missing, first_seen_at, deadline_at, broken_at, updated_at, rule_version, legs, assignee, work_state, revision, state)
SELECT i % 6, 'BULK-' || lpad(i::text, 9, '0'), status, CASE WHEN reason IS NULL THEN '{}' ELSE ARRAY[reason] END,
  CASE WHEN reason LIKE 'MISSING_%' THEN CASE WHEN dice % 5 = 0 THEN 'critical' ELSE 'high' END WHEN reason = 'AMOUNT_MISMATCH' THEN 'medium'
    WHEN reason IS NOT NULL THEN 'low' END,
  CASE reason WHEN 'MISSING_CORE' THEN 'core' WHEN 'MISSING_GATEWAY' THEN 'gateway' END,
  '{}', currency, amount, difference, CASE WHEN reason IS NULL THEN 0 ELSE coalesce(nullif(difference, 0), amount) END, channel,
  CASE WHEN reason LIKE 'MISSING_%' THEN '{mobile}'::text[] ELSE '{core,gateway}' END,
  CASE WHEN reason = 'MISSING_CORE' THEN '{core}'::text[] WHEN reason = 'MISSING_GATEWAY' THEN '{gateway}' WHEN status = 'PARTIAL' THEN '{mobile}'
    ELSE '{}' END,
  at, at + interval '1 minute', CASE WHEN reason IS NOT NULL THEN at + interval '1 minute' END, at + interval '1 second', 1,
  jsonb_build_object('core', CASE WHEN reason IS DISTINCT FROM 'MISSING_CORE' THEN leg || jsonb_build_object('event_id', 'core-' || i, 'reference', 'A' || i) END,
    'gateway', CASE WHEN reason IS DISTINCT FROM 'MISSING_GATEWAY' THEN leg || jsonb_build_object('event_id', 'gateway-' || i, 'reference', 'R' || i) END,
    'mobile', CASE WHEN channel = 'MOBILE' THEN leg || jsonb_build_object('event_id', 'mobile-' || i) END),
  CASE WHEN reason IS NOT NULL AND dice % 11 = 0 THEN 'operator-' || dice % 7 END,
  CASE WHEN status = 'RESOLVED' THEN 'RESOLVED' WHEN reason IS NOT NULL AND dice % 11 = 0 THEN 'ASSIGNED' ELSE 'OPEN' END, 2, state
FROM (
  SELECT *, CASE WHEN reason IN ('AMOUNT_MISMATCH', 'FX_ADJUSTMENT') THEN 1 + dice % 5000 WHEN reason LIKE 'MISSING_%' THEN NULL ELSE 0 END AS difference
  FROM (
    SELECT *, CASE WHEN status IN ('MISMATCHED', 'RESOLVED') THEN (ARRAY['MISSING_CORE', 'AMOUNT_MISMATCH', 'MISSING_CORE', 'AMOUNT_MISMATCH',
      'MISSING_GATEWAY', 'TIMESTAMP_MISMATCH', 'FX_ADJUSTMENT', 'DUPLICATE_EVENT'])[1 + dice % 8] END AS reason
    FROM (
      SELECT i, dice, at, state, ${STATUS} AS status, (ARRAY['INR', 'INR', 'INR', 'USD', 'EUR', 'JPY', 'BHD'])[1 + i % 7] AS currency,
        (ARRAY['WEB', 'WEB', 'MOBILE', 'POS', 'ATM', 'BRANCH'])[1 + i / 3 % 6] AS channel, 100 + dice % 1000000 AS amount,
        jsonb_build_object('type', 'LEDGER_POSTED', 'outcome', 'SUCCESS', 'amount_minor', '500000', 'currency', 'INR', 'event_time', '2026-03-01T09:00:00.000Z',
          'append_time', '2026-03-01T09:00:00.000Z', 'late', false, 'channel', 'WEB', 'direction', 'DEBIT', 'rail', NULL, 'fee_minor', NULL, 'reference', NULL,
          'client_time', NULL, 'position', jsonb_build_object('topic', 'core_txns', 'partition', i % 6, 'offset', i::text)) AS leg
      FROM (
        SELECT i, abs(hashint4(i)::bigint) AS dice, abs(hashint4(i + 7)::bigint) % 1000 AS share,
          date_trunc('milliseconds', now()) - ($3::int - i) * interval '200 milliseconds' AS at, coalesce($4::bytea, decode(repeat(md5(i::text), 16), 'hex')) AS state
        FROM generate_series($1::int, $2::int) AS i
      ) numbered
    ) chosen
  ) reasoned
) measured`,
    values,
  );
}
