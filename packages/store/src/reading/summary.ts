import {
  REASONS,
  VERDICT_STATUSES,
  type Reason,
  type Severity,
  type Source,
  type VerdictStatus,
} from '@tieout/core';
import { sql } from 'kysely';
import { laneChain } from '../audit/chain.ts';
import { inSnapshot, type Cursor, type Reader, type Snapshot } from './snapshot.ts';

export type StatusCounts = Readonly<Record<VerdictStatus, number>>;

interface LaneState {
  readonly lane: string;
  readonly laneTime: number;
  /** The database's clock − lane time, ms. */
  readonly lagMs: number;
  readonly halted: string | null;
}

export interface Counters {
  /** The database's clock, ms. */
  readonly at: number;
  readonly asOf: Cursor;
  readonly totals: StatusCounts;
  readonly arrived: Readonly<Record<Source, number>>;
  readonly lanes: readonly LaneState[];
  /** The last `MINUTES`, oldest first, the current one last. */
  readonly perMinute: readonly Minute[];
}

/** What changed within one minute. */
interface Minute {
  readonly minute: number;
  /** Transactions that entered each status. */
  readonly entered: StatusCounts;
  /** Transactions that gained each reason; reasons nobody gained are left out. */
  readonly gained: Readonly<Partial<Record<Reason, number>>>;
}

export const MINUTES = 60;
const MINUTE_MS = 60_000;

/** What the flushes counted: a few rows, however many transactions there are. */
export function readCounters(reader: Reader): Promise<Counters> {
  return inSnapshot(reader, async (snapshot) => {
    const lanes = await snapshot
      .selectFrom('lanes')
      .select([
        'partition',
        'lane_time',
        'chain_seq',
        'status_counts',
        'core_arrived',
        'gateway_arrived',
        'mobile_arrived',
        'halted',
        sql<Date>`now()`.as('now'),
      ])
      .orderBy('partition')
      .execute();
    const at = lanes[0]?.now.getTime() ?? Date.now();
    const arrived = (column: 'core_arrived' | 'gateway_arrived' | 'mobile_arrived') =>
      lanes.reduce((sum, lane) => sum + Number(lane[column]), 0);
    return {
      at,
      asOf: Object.fromEntries(lanes.map((lane) => [laneChain(lane.partition), Number(lane.chain_seq)])),
      totals: statusCounts((status) =>
        lanes.reduce((sum, lane) => sum + (lane.status_counts[status] ?? 0), 0),
      ),
      arrived: {
        core: arrived('core_arrived'),
        gateway: arrived('gateway_arrived'),
        mobile: arrived('mobile_arrived'),
      },
      lanes: lanes.map((lane) => ({
        lane: laneChain(lane.partition),
        laneTime: lane.lane_time.getTime(),
        lagMs: Math.max(0, at - lane.lane_time.getTime()),
        halted: lane.halted,
      })),
      perMinute: await readMinutes(snapshot, at),
    };
  });
}

async function readMinutes(snapshot: Snapshot, at: number): Promise<readonly Minute[]> {
  const current = Math.floor(at / MINUTE_MS) * MINUTE_MS;
  const first = current - (MINUTES - 1) * MINUTE_MS;
  const counted = await snapshot
    .selectFrom('stats_minute')
    .select(({ fn }) => ['minute', 'measure', 'key', fn.sum<string>('count').as('count')])
    .where('minute', '>=', new Date(first))
    .where('minute', '<=', new Date(current))
    .where('measure', 'in', ['verdict', 'reason'])
    .groupBy(['minute', 'measure', 'key'])
    .execute();
  const counts = new Map(
    counted.map((row) => [`${row.measure} ${row.minute.getTime()} ${row.key}`, Number(row.count)]),
  );
  return Array.from({ length: MINUTES }, (_, index) => {
    const minute = first + index * MINUTE_MS;
    return {
      minute,
      entered: statusCounts((status) => counts.get(`verdict ${minute} ${status}`) ?? 0),
      gained: Object.fromEntries(
        REASONS.flatMap((reason) => {
          const count = counts.get(`reason ${minute} ${reason}`);
          return count === undefined ? [] : [[reason, count]];
        }),
      ),
    };
  });
}

function statusCounts(countOf: (status: VerdictStatus) => number): StatusCounts {
  const counts = { PENDING: 0, PARTIAL: 0, MATCHED: 0, MISMATCHED: 0, RESOLVED: 0, CLOSED: 0 };
  for (const status of VERDICT_STATUSES) counts[status] = countOf(status);
  return counts;
}

export interface OpenBreaks {
  readonly reasons: readonly { readonly reason: Reason; readonly count: number }[];
  readonly atRisk: readonly {
    readonly currency: string;
    readonly breaks: number;
    readonly atRiskMinor: string;
  }[];
  /** How many of each severity. */
  readonly severities: Readonly<Record<Severity, number>>;
}

/**
 * Open breaks by reason, and their amount at risk by currency. Reads every result row: callers keep the answer for a while (see
 * services/api open-breaks.ts).
 */
export function readOpenBreaks(reader: Reader): Promise<OpenBreaks> {
  return inSnapshot(reader, async (snapshot) => {
    const groups = await snapshot
      .selectFrom('reconciliation_results')
      .select(({ fn }) => [
        'reasons',
        'severity',
        'currency',
        fn.countAll<string>().as('count'),
        fn.sum<string>('at_risk_minor').as('at_risk_minor'),
      ])
      .where('status', '=', 'MISMATCHED')
      .groupBy(['reasons', 'severity', 'currency'])
      .execute();
    const reasons = new Map<Reason, number>();
    const atRisk = new Map<string, { breaks: number; minor: bigint }>();
    const severities = { low: 0, medium: 0, high: 0, critical: 0 };
    for (const group of groups) {
      const count = Number(group.count);
      for (const reason of group.reasons) reasons.set(reason, (reasons.get(reason) ?? 0) + count);
      if (group.severity !== null) severities[group.severity] += count;
      const sum = atRisk.get(group.currency) ?? { breaks: 0, minor: 0n };
      atRisk.set(group.currency, {
        breaks: sum.breaks + count,
        minor: sum.minor + BigInt(group.at_risk_minor),
      });
    }
    return {
      reasons: [...reasons]
        .map(([reason, count]) => ({ reason, count }))
        .toSorted((a, b) => b.count - a.count),
      atRisk: [...atRisk]
        .map(([currency, { breaks, minor }]) => ({ currency, breaks, atRiskMinor: minor.toString() }))
        .toSorted((a, b) => b.breaks - a.breaks || (a.currency < b.currency ? -1 : 1)),
      severities,
    };
  });
}
