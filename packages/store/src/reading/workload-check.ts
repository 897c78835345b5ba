import { type Reason, type Source, SOURCES, type VerdictStatus } from '@tieout/core';
import { type Selectable, sql } from 'kysely';
import { inSnapshot, type Reader } from './snapshot.ts';
import type { Tables } from './tables.ts';

/*
 * What a check against a known truth reads: everything stored of given transactions, and how much of the log has been kept. Not for
 * serving people: it reads much at a time. Ids are given a few thousand at a time, so that no statement takes long and no answer is large.
 */

const VERDICT_COLUMNS = [
  'partition',
  'txn_id',
  'status',
  'reasons',
  'severity',
  'at_fault',
  'hints',
  'currency',
  'amount_minor',
  'discrepancy_minor',
  'at_risk_minor',
  'channel',
  'sources',
  'missing',
  'legs',
] as const;

/** What a row of reconciliation_results says of the payment. */
export type StoredVerdict = Pick<
  Selectable<Tables['reconciliation_results']>,
  (typeof VERDICT_COLUMNS)[number]
>;

/** One row of raw_events. */
export interface StoredRecord {
  readonly txnId: string;
  readonly source: Source;
  readonly eventId: string;
  readonly partition: number;
  readonly offset: bigint;
  /** Milliseconds since the epoch. */
  readonly appendTime: number;
}

/** How many transactions were ever shown in a status, or with a reason. */
export type PassedThrough = ReadonlyMap<VerdictStatus | Reason, number>;

/** What has become of one source's records in one lane, all read in one moment. */
export interface KeptRecords {
  readonly source: Source;
  readonly partition: number;
  /** The next offset to read. */
  readonly position: bigint;
  /** Rows of raw_events, and how many different offsets they have. */
  readonly rows: bigint;
  readonly offsets: bigint;
  /** Rows of dead_letters. */
  readonly refused: bigint;
}

export interface LaneReach {
  readonly partition: number;
  /** Milliseconds since the epoch. */
  readonly laneTime: number;
  readonly halted: string | null;
  /** The next offset to read, per source. */
  readonly positions: Readonly<Record<Source, bigint>>;
}

/** A transaction that was never judged has no row; one in two partitions would have two. */
export function readVerdicts(reader: Reader, txnIds: readonly string[]): Promise<StoredVerdict[]> {
  return reader.selectFrom('reconciliation_results').select(VERDICT_COLUMNS).where(isOneOf(txnIds)).execute();
}

export async function readRecords(reader: Reader, txnIds: readonly string[]): Promise<StoredRecord[]> {
  const rows = await reader
    .selectFrom('raw_events')
    .select(['txn_id', 'source', 'event_id', 'partition', 'offset', 'append_time'])
    .where(isOneOf(txnIds))
    .execute();
  return rows.map((row) => ({
    txnId: row.txn_id,
    source: row.source,
    eventId: row.event_id,
    partition: row.partition,
    offset: BigInt(row.offset),
    appendTime: row.append_time.getTime(),
  }));
}

/** From the audit rows: every verdict that was ever visible. */
export async function readPassedThrough(reader: Reader, txnIds: readonly string[]): Promise<PassedThrough> {
  const { rows } = await sql<{ key: VerdictStatus | Reason; transactions: string }>`
    SELECT key, count(DISTINCT txn_id) AS transactions
    FROM (SELECT txn_id, detail::jsonb AS verdict FROM audit_logs
          WHERE action = 'VERDICT' AND ${isOneOf(txnIds)}) AS changes,
         LATERAL (SELECT verdict->>'status' AS key
                  UNION ALL SELECT jsonb_array_elements_text(verdict->'reasons')) AS words
    GROUP BY key`.execute(reader);
  return new Map(rows.map(({ key, transactions }) => [key, Number(transactions)]));
}

/** As one parameter, however many they are. */
const isOneOf = (txnIds: readonly string[]) => sql<boolean>`txn_id = ANY(${txnIds})`;

/** In lane order. */
export async function readLanes(reader: Reader): Promise<LaneReach[]> {
  const rows = await reader
    .selectFrom('lanes')
    .select(['partition', 'lane_time', 'halted', 'core_position', 'gateway_position', 'mobile_position'])
    .orderBy('partition')
    .execute();
  return rows.map((row) => ({
    partition: row.partition,
    laneTime: row.lane_time.getTime(),
    halted: row.halted,
    positions: {
      core: BigInt(row.core_position),
      gateway: BigInt(row.gateway_position),
      mobile: BigInt(row.mobile_position),
    },
  }));
}

/** @param topics name of each source's topic */
export function readKeptRecords(
  reader: Reader,
  topics: Readonly<Record<Source, string>>,
): Promise<KeptRecords[]> {
  return inSnapshot(reader, async (snapshot) => {
    const lanes = await readLanes(snapshot);
    const kept = await snapshot
      .selectFrom('raw_events')
      .select(({ fn }) => [
        'source',
        'partition',
        fn.countAll<string>().as('rows'),
        sql<string>`count(DISTINCT "offset")`.as('offsets'),
      ])
      .groupBy(['source', 'partition'])
      .execute();
    const refused = await snapshot
      .selectFrom('dead_letters')
      .select(({ fn }) => ['topic', 'partition', fn.countAll<string>().as('rows')])
      .groupBy(['topic', 'partition'])
      .execute();
    return lanes.flatMap(({ partition, positions }) =>
      SOURCES.map((source) => {
        const raw = kept.find((row) => row.source === source && row.partition === partition);
        const dead = refused.find((row) => row.topic === topics[source] && row.partition === partition);
        return {
          source,
          partition,
          position: positions[source],
          rows: BigInt(raw?.rows ?? 0),
          offsets: BigInt(raw?.offsets ?? 0),
          refused: BigInt(dead?.rows ?? 0),
        };
      }),
    );
  });
}

/** Rule sets that are or were in force, as stored. */
export async function readRuleSets(reader: Reader): Promise<unknown[]> {
  const rows = await reader
    .selectFrom('rule_sets')
    .select('body')
    .where('state', 'in', ['scheduled', 'active', 'retired'])
    .orderBy('version')
    .execute();
  return rows.map(({ body }) => body);
}
