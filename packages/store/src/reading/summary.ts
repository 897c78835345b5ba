import { VERDICT_STATUSES, type Source, type VerdictStatus } from '@tieout/core';
import { sql } from 'kysely';
import { laneChain } from '../audit/chain.ts';
import { addRecords, readRecordsSince, type CountedBefore, type CountedRecords } from './counted-records.ts';
import { inSnapshot, type Cursor, type Reader } from './snapshot.ts';

export type StatusCounts = Readonly<Record<VerdictStatus, number>>;

interface LaneState {
  readonly lane: string;
  readonly laneTime: number;
  /** The database's clock − lane time, ms. */
  readonly lagMs: number;
  readonly halted: string | null;
  /** Why it cannot read on just now. */
  readonly stalled: string | null;
  /** About once a second, whatever arrives, ms. */
  readonly writtenAt: number;
}

export interface Counters {
  /** The database's clock, ms. */
  readonly at: number;
  readonly asOf: Cursor;
  readonly totals: StatusCounts;
  /** Records the lanes have read: their own counters. */
  readonly arrived: Readonly<Record<Source, number>>;
  /** What became of them: counted apart from `arrived`, so that the two prove each other. */
  readonly records: CountedRecords;
  readonly lanes: readonly LaneState[];
}

/** What the flushes counted, true for one moment: a few rows, however many transactions there are. */
export function readCounters(reader: Reader, before: CountedBefore): Promise<Counters> {
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
        'stalled',
        'updated_at',
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
      records: addRecords(before.records, await readRecordsSince(snapshot, before.until)),
      lanes: lanes.map((lane) => ({
        lane: laneChain(lane.partition),
        laneTime: lane.lane_time.getTime(),
        lagMs: Math.max(0, at - lane.lane_time.getTime()),
        halted: lane.halted,
        stalled: lane.stalled,
        writtenAt: lane.updated_at.getTime(),
      })),
    };
  });
}

export function statusCounts(countOf: (status: VerdictStatus) => number): StatusCounts {
  const counts = { PENDING: 0, PARTIAL: 0, MATCHED: 0, MISMATCHED: 0, RESOLVED: 0, CLOSED: 0 };
  for (const status of VERDICT_STATUSES) counts[status] = countOf(status);
  return counts;
}
