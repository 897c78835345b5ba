import type { VerdictStatus } from '@tieout/core';
import type { LaneHead } from '../lane-ports.ts';

/** A row of `lanes` as pg gives it: bigint as text, so that nothing is lost. */
export interface LaneRow {
  readonly partition: number;
  readonly partition_count: number;
  readonly epoch: string;
  readonly flush_number: string;
  readonly rules_version: number;
  readonly core_position: string;
  readonly gateway_position: string;
  readonly mobile_position: string;
  readonly core_progress: Date;
  readonly gateway_progress: Date;
  readonly mobile_progress: Date;
  readonly lane_time: Date;
  readonly chain_seq: string;
  readonly chain_hash: Buffer;
  readonly status_counts: Partial<Record<VerdictStatus, number>>;
  readonly core_arrived: string;
  readonly gateway_arrived: string;
  readonly mobile_arrived: string;
  readonly auto_resolved: { readonly day?: string; readonly minor?: Readonly<Record<string, string>> };
}

export const LANE_COLUMNS = `partition, partition_count, epoch, flush_number, rules_version, core_position, gateway_position,
  mobile_position, core_progress, gateway_progress, mobile_progress, lane_time, chain_seq, chain_hash, status_counts,
  core_arrived, gateway_arrived, mobile_arrived, auto_resolved`;

function autoResolved({ day = '', minor = {} }: LaneRow['auto_resolved']): LaneHead['autoResolved'] {
  const amounts = Object.entries(minor).map(([key, digits]) => [key, BigInt(digits)] as const);
  return { day, minor: Object.fromEntries(amounts) };
}

export function laneHead(row: LaneRow): LaneHead {
  return {
    partition: row.partition,
    partitionCount: row.partition_count,
    epoch: BigInt(row.epoch),
    flushNumber: BigInt(row.flush_number),
    rulesVersion: row.rules_version,
    positions: {
      core: BigInt(row.core_position),
      gateway: BigInt(row.gateway_position),
      mobile: BigInt(row.mobile_position),
    },
    progress: {
      core: row.core_progress.getTime(),
      gateway: row.gateway_progress.getTime(),
      mobile: row.mobile_progress.getTime(),
    },
    laneTime: row.lane_time.getTime(),
    chain: { seq: BigInt(row.chain_seq), hash: row.chain_hash },
    statusCounts: row.status_counts,
    arrived: {
      core: BigInt(row.core_arrived),
      gateway: BigInt(row.gateway_arrived),
      mobile: BigInt(row.mobile_arrived),
    },
    autoResolved: autoResolved(row.auto_resolved),
  };
}
