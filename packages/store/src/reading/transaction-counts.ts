import { sql, type RawBuilder } from 'kysely';
import { LOOK_MAX, lookThrough } from './look-through.ts';
import { inSnapshot, readCursor, type Cursor, type Reader, type Snapshot } from './snapshot.ts';
import {
  and,
  conditionsOf,
  HAS_REASONS,
  scopeOf,
  type Condition,
  type Scope,
  type TransactionFilter,
} from './transaction-filter.ts';

/** By what transactions are counted. A reason and a missing source count for each transaction that has them. */
export const FACETS = [
  'status',
  'reason',
  'severity',
  'missing',
  'at_fault',
  'channel',
  'currency',
  'work_state',
  'assignee',
] as const;
export type Facet = (typeof FACETS)[number];

/** How many have each value; null stands for having none. */
export type FacetCounts = ReadonlyMap<string | null, number>;

export interface TransactionCounts {
  readonly total: number;
  readonly facets: Readonly<Record<Facet, FacetCounts>>;
  /** What is at risk, by currency. */
  readonly atRisk: ReadonlyMap<string, string>;
  /** How many were first seen from each of these instants (ms) on for one width, oldest first; none is left out but those of 0. */
  readonly histogram: ReadonlyMap<number, number>;
  readonly widthMs: number;
  /** Of what was first seen at or after this (ms) all were counted, of older ones none; null where all were. */
  readonly coveredFrom: number | null;
  readonly asOf: Cursor;
}

/** Rows with reasons that a count looks through at most: read from an index, they cost less than others. */
const BROKEN_MAX = 5 * LOOK_MAX;
const BUCKETS_MAX = 120;
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WIDTHS = [
  SECOND,
  5 * SECOND,
  15 * SECOND,
  MINUTE,
  5 * MINUTE,
  15 * MINUTE,
  HOUR,
  3 * HOUR,
  6 * HOUR,
  DAY,
  7 * DAY,
  30 * DAY,
] as const;
const WIDEST = 365 * DAY;

/** Counts what a filter lets through, newest first and of bounded work: `coveredFrom` says how far it came. */
export function countTransactions(reader: Reader, filter: TransactionFilter): Promise<TransactionCounts> {
  return inSnapshot(reader, async (snapshot) => {
    const asOf = await readCursor(snapshot);
    const scope = scopeOf(filter);
    const look = await lookThrough(snapshot, filter, 'time', null, scope === 'all' ? LOOK_MAX : BROKEN_MAX);
    const [end] = (await look.end()) ?? [];
    // Of the instant it ends at, others may follow.
    const coveredFrom = end === undefined ? null : Date.parse(end) + 1;
    const covered = coveredFrom === null ? filter : { ...filter, from: coveredFrom };
    const widthMs = await widthOf(snapshot, covered, scope);
    const groups = await countGroups(snapshot, look.rows, conditionsOf(covered), scope, widthMs);
    return { ...gathered(groups), widthMs, coveredFrom, asOf };
  });
}

/** A bucket's width for the time that may be counted: it stays the same while other filters come and go. */
async function widthOf(snapshot: Snapshot, { from, to }: TransactionFilter, scope: Scope): Promise<number> {
  const conditions = scope === 'all' ? [] : [HAS_REASONS];
  const bound = (direction: 'ASC' | 'DESC') => sql`(
    SELECT first_seen_at FROM reconciliation_results WHERE ${and(conditions)}
    ORDER BY first_seen_at ${sql.raw(direction)}, txn_id ${sql.raw(direction)} LIMIT 1)`;
  const { rows } = await sql<{ first: Date | null; last: Date | null }>`
    SELECT ${bound('ASC')} AS first, ${bound('DESC')} AS last`.execute(snapshot);
  const first = Math.max(from ?? 0, rows[0]?.first?.getTime() ?? 0);
  const last = Math.min(to ?? Number.POSITIVE_INFINITY, rows[0]?.last?.getTime() ?? first);
  return WIDTHS.find((width) => (last - first) / width <= BUCKETS_MAX - 1) ?? WIDEST;
}

interface Group {
  /** Which facet this row counts; null for all together. */
  readonly facet: Facet | 'bucket' | 'all';
  readonly values: readonly string[] | null;
  readonly value: string | null;
  readonly at: Date | null;
  readonly count: string;
  readonly at_risk: string;
}

/** One pass over what the filter lets through, grouped in each way at once. */
async function countGroups(
  snapshot: Snapshot,
  table: RawBuilder<unknown>,
  conditions: readonly Condition[],
  scope: Scope,
  widthMs: number,
): Promise<readonly Group[]> {
  const isBroken = scope !== 'all';
  const bucket = sql`date_bin(${widthMs / SECOND} * interval '1 second', first_seen_at, '2000-01-03Z')`;
  const { rows } = await sql<Group>`
    WITH counted AS MATERIALIZED (
      SELECT ${isBroken ? sql`CASE WHEN break_rank IS NULL THEN 'RESOLVED' ELSE 'MISMATCHED' END` : sql`status`} AS status,
        reasons, severity, ${isBroken ? sql`broken_missing` : sql`missing`} AS missing, at_fault, channel, currency, work_state,
        assignee, at_risk_minor, first_seen_at, ${bucket} AS bucket
      FROM ${table} AS t WHERE ${and(conditions)}
    )
    SELECT CASE GROUPING(status, reasons, severity, missing, at_fault, channel, currency, work_state, assignee, bucket)
        WHEN 511 THEN 'status' WHEN 767 THEN 'reason' WHEN 895 THEN 'severity' WHEN 959 THEN 'missing' WHEN 991 THEN 'at_fault'
        WHEN 1007 THEN 'channel' WHEN 1015 THEN 'currency' WHEN 1019 THEN 'work_state' WHEN 1021 THEN 'assignee' WHEN 1022 THEN 'bucket'
        ELSE 'all' END AS facet,
      coalesce(reasons, missing) AS values, coalesce(status, severity, at_fault, channel, currency, work_state, assignee) AS value,
      bucket AS at, count(*) AS count, sum(at_risk_minor) AS at_risk
    FROM counted
    GROUP BY GROUPING SETS ((), (status), (reasons), (severity), (missing), (at_fault), (channel), (currency), (work_state), (assignee), (bucket))`.execute(
    snapshot,
  );
  return rows;
}

function gathered(groups: readonly Group[]) {
  const facets = emptyFacets();
  const histogram = new Map<number, number>();
  const atRisk = new Map<string, string>();
  let total = 0;
  for (const group of groups) {
    const count = Number(group.count);
    if (group.facet === 'all') {
      total = count;
    } else if (group.facet === 'bucket') {
      if (group.at) histogram.set(group.at.getTime(), count);
    } else {
      const counts = facets[group.facet];
      for (const value of group.values ?? [group.value]) counts.set(value, (counts.get(value) ?? 0) + count);
      if (group.facet === 'currency' && group.value !== null) atRisk.set(group.value, group.at_risk);
    }
  }
  return { total, facets, atRisk, histogram: new Map([...histogram].toSorted(([a], [b]) => a - b)) };
}

function emptyFacets(): Record<Facet, Map<string | null, number>> {
  return {
    status: new Map(),
    reason: new Map(),
    severity: new Map(),
    missing: new Map(),
    at_fault: new Map(),
    channel: new Map(),
    currency: new Map(),
    work_state: new Map(),
    assignee: new Map(),
  };
}
