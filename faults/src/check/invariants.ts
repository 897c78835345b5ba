import type { ClientBase, Pool } from 'pg';

/** A statement that finds nothing in a database that is right; each row it finds is one thing that is wrong. */
interface Invariant {
  readonly says: string;
  /** Gives one column `found` of text. */
  readonly sql: string;
  /** Parses or hashes every row of the log, which takes the longer the longer a run goes on: asked once, in the end. */
  readonly isSlow?: true;
}

// Asked of the tables as anybody may ask them (CONTRACT.md, section 4), with nothing of the store's code. `OFFSET 0` has a row's detail
// parsed once instead of once for every use.
export const INVARIANTS: readonly Invariant[] = [
  {
    says: 'a lane has halted',
    sql: `SELECT partition || ': ' || halted AS found FROM lanes WHERE halted IS NOT NULL`,
  },
  {
    says: 'a chain of the audit log has a gap, a broken link or a hash that is not its own',
    isSlow: true,
    sql: `SELECT chain || ' ' || seq AS found FROM (
            SELECT chain, seq, prev_hash, hash, detail,
              lag(seq, 1, 0::bigint) OVER w AS seq_before, lag(hash, 1, decode(repeat('00', 32), 'hex')) OVER w AS hash_before
            FROM audit_logs WINDOW w AS (PARTITION BY chain ORDER BY seq)) a
          WHERE seq <> seq_before + 1 OR prev_hash <> hash_before OR hash <> sha256(prev_hash || convert_to(detail, 'UTF8'))`,
  },
  {
    says: 'a lane’s row does not name the last row of its chain',
    sql: `SELECT 'lane-' || l.partition AS found FROM lanes l
          LEFT JOIN LATERAL (SELECT seq, hash FROM audit_logs WHERE chain = 'lane-' || l.partition ORDER BY seq DESC LIMIT 1) a ON true
          WHERE l.chain_seq <> coalesce(a.seq, 0) OR l.chain_hash <> coalesce(a.hash, l.chain_hash)`,
  },
  {
    says: 'flushes of the audit log do not follow on each other',
    sql: `SELECT chain || ' ' || seq || ' ' || source AS found FROM (
            SELECT chain, seq, s.key AS source, (s.value->>'from')::bigint AS begins,
              lag((s.value->>'to')::bigint, 1, 0::bigint) OVER (PARTITION BY chain, s.key ORDER BY seq) AS ended
            FROM audit_logs, jsonb_each(detail::jsonb->'sources') s WHERE action = 'FLUSH') f
          WHERE begins <> ended`,
  },
  {
    says: 'the last flush of the audit log does not end at the lane’s position',
    sql: `SELECT 'lane-' || l.partition || ' ' || p.source AS found FROM lanes l
          CROSS JOIN LATERAL (VALUES ('core', core_position), ('gateway', gateway_position), ('mobile', mobile_position)) p(source, position)
          WHERE position <> coalesce((SELECT (detail::jsonb->'sources'->p.source->>'to')::bigint FROM audit_logs
            WHERE chain = 'lane-' || l.partition AND action = 'FLUSH' ORDER BY seq DESC LIMIT 1), 0)`,
  },
  {
    says: 'a flush of the audit log counts other records than raw_events and dead_letters hold',
    sql: `SELECT coalesce(a.source, k.source) || ' ' || coalesce(a.partition, k.partition) AS found
          FROM (SELECT s.key AS source, (detail::jsonb->>'partition')::int AS partition, sum((s.value->>'count')::bigint) AS n
                FROM audit_logs, jsonb_each(detail::jsonb->'sources') s WHERE action = 'FLUSH' GROUP BY 1, 2) a
          FULL JOIN (SELECT source, partition, count(*) AS n FROM raw_events GROUP BY 1, 2) k USING (source, partition)
          WHERE coalesce(a.n, 0) <> coalesce(k.n, 0)`,
  },
  {
    says: 'a verdict is not what its last audit row says',
    isSlow: true,
    sql: `SELECT r.txn_id AS found FROM reconciliation_results r
          LEFT JOIN (SELECT txn_id, detail::jsonb AS d FROM (
                       SELECT DISTINCT ON (chain, txn_id) txn_id, detail FROM audit_logs
                       WHERE action = 'VERDICT' ORDER BY chain, txn_id, seq DESC) newest OFFSET 0) a ON a.txn_id = r.txn_id
          WHERE a.d IS NULL OR a.d->>'status' <> r.status OR a.d->'reasons' <> to_jsonb(r.reasons)
            OR a.d->>'at_risk_minor' <> r.at_risk_minor::text OR a.d->'legs' <> r.legs`,
  },
  {
    says: 'a missing source was told although its event had come in time',
    sql: `SELECT a.txn_id || ' ' || m.reason AS found FROM audit_logs a
          CROSS JOIN LATERAL jsonb_array_elements_text(a.detail::jsonb->'reasons') AS m(reason)
          JOIN reconciliation_results r ON r.txn_id = a.txn_id
          WHERE a.action = 'VERDICT' AND a.detail LIKE '%"MISSING\\_%' AND m.reason LIKE 'MISSING\\_%' AND EXISTS (
            SELECT FROM raw_events e WHERE e.txn_id = a.txn_id AND e.source = lower(substr(m.reason, 9)) AND e.outcome <> 'IGNORED'
              AND e.append_time <= r.deadline_at)`,
  },
  {
    says: 'a deadline has passed and has not been acted on',
    sql: `SELECT r.txn_id AS found FROM reconciliation_results r JOIN lanes l USING (partition) WHERE r.due_at <= l.lane_time`,
  },
  {
    says: 'the counters of a lane are not its rows',
    sql: `SELECT l.partition || ' ' || s.status AS found FROM lanes l
          CROSS JOIN unnest(ARRAY['PENDING', 'PARTIAL', 'MATCHED', 'MISMATCHED', 'RESOLVED', 'CLOSED']) AS s(status)
          WHERE coalesce((l.status_counts->>s.status)::bigint, 0) <>
            (SELECT count(*) FROM reconciliation_results r WHERE r.partition = l.partition AND r.status = s.status)`,
  },
  {
    says: 'the records counted per minute are not those stored',
    sql: `SELECT coalesce(s.measure, k.measure) || ' ' || coalesce(s.key, k.key) || ' ' || coalesce(s.partition, k.partition) AS found
          FROM (SELECT measure, key, partition, sum(count) AS n FROM stats_minute WHERE measure IN ('judged', 'refused') GROUP BY 1, 2, 3) s
          FULL JOIN (SELECT 'judged' AS measure, source AS key, partition, count(*) AS n FROM raw_events GROUP BY 1, 2, 3
                     UNION ALL SELECT 'refused', split_part(topic, '_', 1), partition, count(*) FROM dead_letters GROUP BY 1, 2, 3) k
            USING (measure, key, partition)
          WHERE coalesce(s.n, 0) <> coalesce(k.n, 0)`,
  },
  {
    says: 'the verdicts counted per minute are not those of the audit log',
    isSlow: true,
    sql: `SELECT coalesce(s.key, a.key) || ' ' || coalesce(s.partition, a.partition) AS found
          FROM (SELECT key, partition, sum(count) AS n FROM stats_minute WHERE measure = 'verdict' GROUP BY 1, 2) s
          FULL JOIN (SELECT d->>'status' AS key, (d->>'partition')::int AS partition, count(*) AS n
                     FROM (SELECT detail::jsonb AS d FROM audit_logs WHERE action = 'VERDICT' OFFSET 0) v
                     WHERE d->>'status' IS DISTINCT FROM d->>'previous_status' GROUP BY 1, 2) a USING (key, partition)
          WHERE coalesce(s.n, 0) <> coalesce(a.n, 0)`,
  },
  {
    says: 'breaks opened less breaks closed are not the open ones',
    sql: `SELECT coalesce(s.partition, r.partition)::text AS found
          FROM (SELECT partition, sum(CASE measure WHEN 'opened' THEN count ELSE -count END) AS n FROM stats_minute
                WHERE measure IN ('opened', 'closed_break') GROUP BY 1) s
          FULL JOIN (SELECT partition, count(*) AS n FROM reconciliation_results WHERE status = 'MISMATCHED' GROUP BY 1) r USING (partition)
          WHERE coalesce(s.n, 0) <> coalesce(r.n, 0)`,
  },
  {
    says: 'a lane’s count of records that arrived is not what it stored',
    sql: `SELECT l.partition || ' ' || p.source AS found FROM lanes l
          CROSS JOIN LATERAL (VALUES ('core', core_arrived), ('gateway', gateway_arrived), ('mobile', mobile_arrived)) p(source, arrived)
          WHERE arrived <> (SELECT count(*) FROM raw_events e WHERE e.source = p.source AND e.partition = l.partition)
            + (SELECT count(*) FROM dead_letters d WHERE split_part(d.topic, '_', 1) = p.source AND d.partition = l.partition)`,
  },
];

/** Those that may be asked after every fault. */
export const QUICK_INVARIANTS: readonly Invariant[] = INVARIANTS.filter(({ isSlow = false }) => !isSlow);

const SHOWN_MAX = 5;

/** Everything that is not as the tables promise, the first few of each kind. */
export async function checkInvariants(
  database: Pool | ClientBase,
  invariants: readonly Invariant[],
): Promise<string[]> {
  const wrong: string[] = [];
  for (const { says, sql } of invariants) {
    const { rows } = await database.query<{ found: string | null }>(sql);
    wrong.push(...rows.slice(0, SHOWN_MAX).map(({ found }) => `${says}: ${found}`));
    if (rows.length > SHOWN_MAX) wrong.push(`${says}: ${rows.length - SHOWN_MAX} more`);
  }
  return wrong;
}
