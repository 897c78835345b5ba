import { query } from './evidence.ts';

/* What the overview shows, counted from the rows themselves. */

export interface OverviewFigures {
  readonly proof: { readonly arrived: number; readonly judged: number; readonly refused: number };
  readonly open: number;
  readonly critical: number;
  readonly oldest: string;
  /** "92.07 %", rounded down. */
  readonly matchRate: string;
  readonly lastHour: string;
  /** Bounds, ms, within which half and 95 of 100 were decided. */
  readonly withinMs: readonly (number | null)[];
  /** The first three currencies: "INR 202361836". */
  readonly atRisk: readonly string[];
  /** "0 critical 22": least age in ms, severity, how many. */
  readonly ages: readonly string[];
}

export async function figuresOfRows(): Promise<OverviewFigures> {
  const [[records], statuses, risks, ages, [oldest], hour, times] = await Promise.all([
    query<{ arrived: number; judged: number; refused: number }>(
      `WITH refused AS (
         SELECT d.* FROM dead_letters d WHERE NOT EXISTS (
           SELECT FROM raw_events r
           WHERE r.source = split_part(d.topic, '_', 1) AND r.partition = d.partition AND r."offset" = d."offset")
       )
       SELECT r.n + d.n AS arrived, r.n AS judged, d.n AS refused
       FROM (SELECT count(*)::int AS n FROM raw_events) r, (SELECT count(*)::int AS n FROM refused) d`,
      [],
    ),
    query<{ status: string; critical: number; count: number }>(
      `SELECT status, count(*)::int AS count, (count(*) FILTER (WHERE severity = 'critical'))::int AS critical
       FROM reconciliation_results GROUP BY status`,
      [],
    ),
    query<{ line: string }>(
      `SELECT currency || ' ' || sum(at_risk_minor) AS line FROM reconciliation_results WHERE status = 'MISMATCHED'
       GROUP BY currency HAVING sum(at_risk_minor) > 0 ORDER BY count(*) DESC, currency COLLATE "C" LIMIT 3`,
      [],
    ),
    query<{ line: string }>(
      `SELECT least || ' ' || severity || ' ' || count(*) AS line
       FROM reconciliation_results,
         LATERAL (SELECT max(ms) AS least FROM unnest(ARRAY[0, 900000, 3600000, 14400000, 86400000, 259200000]) AS ms
                  WHERE extract(epoch FROM now() - broken_at) * 1000 >= ms) AS age
       WHERE status = 'MISMATCHED' GROUP BY least, severity`,
      [],
    ),
    query<{ txn_id: string }>(
      `SELECT txn_id FROM reconciliation_results WHERE status = 'MISMATCHED' ORDER BY broken_at, txn_id LIMIT 1`,
      [],
    ),
    query<{ status: string; count: number }>(
      `SELECT detail::jsonb ->> 'status' AS status, count(*)::int AS count FROM audit_logs
       WHERE action = 'VERDICT' AND at >= date_trunc('minute', now()) - interval '59 minutes'
         AND detail::jsonb ->> 'status' IS DISTINCT FROM detail::jsonb ->> 'previous_status' GROUP BY 1`,
      [],
    ),
    query<{ ms: number }>(
      `SELECT (extract(epoch FROM at - (d ->> 'first_seen_at')::timestamptz) * 1000)::float8 AS ms
       FROM (SELECT at, detail::jsonb AS d FROM audit_logs WHERE action = 'VERDICT'
               AND at >= date_trunc('minute', now()) - interval '59 minutes' OFFSET 0) AS verdicts
       WHERE d ->> 'status' IN ('MATCHED', 'MISMATCHED', 'RESOLVED')
         AND coalesce(d ->> 'previous_status', 'PENDING') IN ('PENDING', 'PARTIAL') ORDER BY 1`,
      [],
    ),
  ]);
  const count = (status: string): number => statuses.find((row) => row.status === status)?.count ?? 0;
  const inHour = (status: string): number => hour.find((row) => row.status === status)?.count ?? 0;
  return {
    proof: records ?? { arrived: 0, judged: 0, refused: 0 },
    open: count('MISMATCHED'),
    critical: statuses.find(({ status }) => status === 'MISMATCHED')?.critical ?? 0,
    oldest: oldest?.txn_id ?? '',
    matchRate: rate(count),
    lastHour: rate(inHour),
    withinMs: [0.5, 0.95].map((share) => boundOf(times[Math.ceil(share * times.length) - 1]?.ms)),
    atRisk: risks.map(({ line }) => line),
    ages: ages.map(({ line }) => line).toSorted(),
  };
}

function rate(count: (status: string) => number): string {
  const decided = count('MATCHED') + count('MISMATCHED') + count('RESOLVED');
  return decided === 0 ? '–' : `${(Math.floor((count('MATCHED') / decided) * 10_000) / 100).toFixed(2)} %`;
}

/** The least of 10, 15, 20, 30, 50, 70, 100, 150 … ms that is not below it. */
function boundOf(ms: number | undefined): number | null {
  if (ms === undefined) return null;
  const bounds = [1e1, 1e2, 1e3, 1e4, 1e5, 1e6].flatMap((decade) =>
    [1, 1.5, 2, 3, 5, 7].map((step) => step * decade),
  );
  return bounds.find((bound) => ms <= bound) ?? null;
}

/** Makes one record of the bank count twice, until the returned function is called. */
export async function countTwice(): Promise<() => Promise<unknown>> {
  const [row] = await query<{ minute: Date; partition: number; currency: string }>(
    `UPDATE stats_minute SET count = count + 1 WHERE ctid = (
       SELECT ctid FROM stats_minute WHERE measure = 'judged' AND key = 'core' ORDER BY minute DESC LIMIT 1)
     RETURNING minute, partition, currency`,
    [],
  );
  return () =>
    query(
      `UPDATE stats_minute SET count = count - 1
       WHERE measure = 'judged' AND key = 'core' AND minute = $1 AND partition = $2 AND currency = $3`,
      [row?.minute, row?.partition, row?.currency],
    );
}

/** Records read a minute over the last five whole minutes, per source, by what the flushes wrote into the log: "Bank 60". */
export async function ratesOfLog(): Promise<readonly string[]> {
  const rows = await query<{ source: string; count: number }>(
    `SELECT s.key AS source, sum((s.value ->> 'count')::int + (s.value ->> 'refused')::int)::int AS count
     FROM audit_logs, jsonb_each(detail::jsonb -> 'sources') AS s
     WHERE action = 'FLUSH' AND at >= date_trunc('minute', now()) - interval '5 minutes' AND at < date_trunc('minute', now())
     GROUP BY 1`,
    [],
  );
  return ['core', 'gateway', 'mobile'].map(
    (source) => `${source} ${(rows.find((row) => row.source === source)?.count ?? 0) / 5}`,
  );
}
