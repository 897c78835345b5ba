import { SOURCES, type Source } from '@tieout/core';
import type { Pool } from 'pg';
import { laneChain } from '../audit/chain.ts';
import type { PerSource } from '../lane-ports.ts';

/** A chain and where its writer says it ends, all of it read in one moment. */
export interface ChainEnd {
  readonly chain: string;
  readonly seq: bigint;
  readonly hash: Buffer;
  /** Of the oldest and the newest row that are there, whatever the writer says; null without rows. */
  readonly firstSeq: bigint | null;
  readonly lastSeq: bigint | null;
  /** Set where it is a lane's. */
  readonly lane: LaneEnd | null;
}

export interface LaneEnd {
  readonly partition: number;
  readonly partitionCount: number;
  /** The next offset to read: raw rows lie below it. */
  readonly positions: PerSource<bigint>;
  /** The highest offset that is there; null without rows. */
  readonly lastOffsets: PerSource<bigint | null>;
}

interface EndRow {
  readonly chain: string;
  readonly seq: string;
  readonly hash: Buffer;
  readonly first_seq: string | null;
  readonly last_seq: string | null;
}

type LaneEndRow = EndRow & { readonly partition: number; readonly partition_count: number } & Readonly<
    Record<`${Source}_position`, string> & Record<`${Source}_last`, string | null>
  >;

// An index entry a partition each: they are the ends of an index on (chain, seq).
const SEQS = `(SELECT min(seq) FROM audit_logs a WHERE a.chain = c.chain) AS first_seq,
  (SELECT max(seq) FROM audit_logs a WHERE a.chain = c.chain) AS last_seq`;
const lastOffset = (source: Source): string =>
  `(SELECT max("offset") FROM raw_events r WHERE r.source = '${source}' AND r.partition = c.partition) AS ${source}_last`;

const LANES = `
SELECT c.*, ${SEQS}, ${SOURCES.map(lastOffset).join(', ')}
FROM (SELECT '${laneChain(0).replace(/0$/, '')}' || partition AS chain, partition, partition_count, chain_seq AS seq, chain_hash AS hash,
             ${SOURCES.map((source) => `${source}_position`).join(', ')} FROM lanes) c
ORDER BY c.partition`;
const OTHERS = `SELECT c.chain, c.seq, c.hash, ${SEQS} FROM chains c ORDER BY length(c.chain), c.chain`;

/** Every chain that has a writer's end, the lanes' first. */
export async function readChainEnds(pool: Pool): Promise<ChainEnd[]> {
  const lanes = await pool.query<LaneEndRow>(LANES);
  const others = await pool.query<EndRow>(OTHERS);
  return [
    ...lanes.rows.map((row) => endOf(row, laneEndOf(row))),
    ...others.rows.map((row) => endOf(row, null)),
  ];
}

const bigintOrNull = (text: string | null): bigint | null => (text === null ? null : BigInt(text));

function endOf({ chain, seq, hash, first_seq, last_seq }: EndRow, lane: LaneEnd | null): ChainEnd {
  return {
    chain,
    seq: BigInt(seq),
    hash,
    firstSeq: bigintOrNull(first_seq),
    lastSeq: bigintOrNull(last_seq),
    lane,
  };
}

function laneEndOf(row: LaneEndRow): LaneEnd {
  return {
    partition: row.partition,
    partitionCount: row.partition_count,
    positions: {
      core: BigInt(row.core_position),
      gateway: BigInt(row.gateway_position),
      mobile: BigInt(row.mobile_position),
    },
    lastOffsets: {
      core: bigintOrNull(row.core_last),
      gateway: bigintOrNull(row.gateway_last),
      mobile: bigintOrNull(row.mobile_last),
    },
  };
}

/** Names of all chains that have rows, found by hopping through the index from one to the next. */
export async function readChainNames(pool: Pool): Promise<string[]> {
  const names: string[] = [];
  for (;;) {
    const { rows } = await pool.query<{ chain: string | null }>(
      'SELECT min(chain) AS chain FROM audit_logs WHERE chain > $1',
      [names.at(-1) ?? ''],
    );
    const next = rows[0]?.chain;
    if (next === null || next === undefined) return names;
    names.push(next);
  }
}

/** Partitions of the log that have raw rows of this source, found in the same way. */
export async function readRawPartitions(pool: Pool, source: Source): Promise<number[]> {
  const partitions: number[] = [];
  for (;;) {
    const { rows } = await pool.query<{ partition: number | null }>(
      'SELECT min(partition) AS partition FROM raw_events WHERE source = $1 AND partition > $2',
      [source, partitions.at(-1) ?? -2_147_483_648],
    );
    const next = rows[0]?.partition;
    if (next === null || next === undefined) return partitions;
    partitions.push(next);
  }
}
