import type { Pool } from 'pg';
import { PagedRows } from './pages.ts';

/** What a results row shows, beside what the last VERDICT row of its transaction says; read in one moment. */
export interface StoredResult {
  readonly partition: number;
  readonly txnId: string;
  /** Where the verdict stands in the chain; null where there is no VERDICT row of it. */
  readonly seq: bigint | null;
  /** Fields that differ. */
  readonly differences: readonly {
    readonly field: string;
    readonly shown: string;
    readonly audited: string;
  }[];
}

const PAGE = 500;

// Both as jsonb built alike, so that Postgres compares them: the keys of the left side are those of a VERDICT row's detail.
const SHOWN = `jsonb_build_object(
  'status', r.status, 'reasons', r.reasons, 'severity', r.severity, 'at_fault', r.at_fault, 'hints', r.hints, 'currency', r.currency,
  'amount_minor', r.amount_minor::text, 'discrepancy_minor', r.discrepancy_minor::text, 'at_risk_minor', r.at_risk_minor::text,
  'channel', r.channel, 'sources', r.sources, 'missing', r.missing, 'rule_version', r.rule_version, 'legs', r.legs,
  'first_seen_at', to_char(r.first_seen_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
  'deadline_at', to_char(r.deadline_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))`;

const RESULTS = `
SELECT r.partition, r.txn_id, a.seq,
       ARRAY(SELECT jsonb_build_object('field', shown.key, 'shown', shown.value::text, 'audited', coalesce((a.said -> shown.key)::text, 'nothing'))
             FROM jsonb_each(${SHOWN}) shown
             WHERE a.said IS NOT NULL AND a.said -> shown.key IS DISTINCT FROM shown.value) AS differences
FROM (SELECT * FROM reconciliation_results WHERE (txn_id, partition) > ($1, $2) ORDER BY txn_id, partition LIMIT ${PAGE}) r
LEFT JOIN LATERAL (
  SELECT seq, detail::jsonb AS said FROM audit_logs
  WHERE txn_id = r.txn_id AND chain = 'lane-' || r.partition AND action = 'VERDICT'
  ORDER BY seq DESC LIMIT 1) a ON true
ORDER BY r.txn_id, r.partition`;

interface ResultRow {
  readonly partition: number;
  readonly txn_id: string;
  readonly seq: string | null;
  readonly differences: StoredResult['differences'];
}

/** Every results row against the log it came from, by key. Slower than the chains: one look into each day's index a transaction. */
export function resultsAgainstLog(pool: Pool): PagedRows<StoredResult> {
  return new PagedRows(PAGE, async (after) => {
    const { rows } = await pool.query<ResultRow>({
      name: 'results-against-log',
      text: RESULTS,
      values: [after?.txnId ?? '', after?.partition ?? -1],
    });
    return rows.map(({ partition, txn_id, seq, differences }) => ({
      partition,
      txnId: txn_id,
      seq: seq === null ? null : BigInt(seq),
      differences,
    }));
  });
}
