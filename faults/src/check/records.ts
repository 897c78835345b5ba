import { type Source, SOURCES } from '@tieout/core';
import type { Pool } from 'pg';
import type { Topics } from '../stage/watch.ts';
import type { LogEntry, Window } from './log.ts';

/** A row that stands for one record of the log. */
export interface KeptEntry extends LogEntry {
  readonly table: 'raw_events' | 'dead_letters';
}

/** What has become of a part of the log. */
export interface Kept {
  /** Records that are in neither table. */
  readonly lost: readonly string[];
  /** Rows too many: of a record that has another one, or of none at all. */
  readonly doubled: readonly string[];
  /** Rows that do not say what the record says. */
  readonly wrong: readonly string[];
}

/** Holds one partition's records against its rows, both from `from` on. Pure. */
export function compareRecords(where: string, log: readonly LogEntry[], rows: readonly KeptEntry[]): Kept {
  const byOffset = Map.groupBy(rows, ({ offset }) => offset);
  const lost: string[] = [];
  const doubled: string[] = [];
  const wrong: string[] = [];
  for (const { offset, appendTime, digest } of log) {
    const [row, ...others] = byOffset.get(offset) ?? [];
    byOffset.delete(offset);
    const name = `${where} offset ${offset}`;
    if (row === undefined) lost.push(name);
    for (const other of others) doubled.push(`${name}: again in ${other.table}`);
    if (row === undefined) continue;
    if (row.appendTime !== appendTime) wrong.push(`${name}: another append time`);
    // A dead letter may hold a card number, which is masked.
    if (row.digest !== digest && row.table === 'raw_events') wrong.push(`${name}: other bytes`);
  }
  for (const [offset, surplus] of byOffset)
    for (const { table } of surplus) doubled.push(`${where} offset ${offset}: in ${table}, not in the log`);
  return { lost, doubled, wrong };
}

/** Every record of this part of the log, once, in raw_events or dead_letters, byte for byte. */
export async function checkRecords(
  pool: Pool,
  topics: Topics,
  window: Window,
  log: ReadonlyMap<Source, readonly (readonly LogEntry[])[]>,
): Promise<Kept> {
  const all: Kept[] = [];
  for (const source of SOURCES) {
    for (const [partition, { from }] of (window.get(source) ?? []).entries()) {
      const rows = await readRows(pool, source, topics[source], partition, from);
      all.push(
        compareRecords(`${topics[source]} partition ${partition}`, log.get(source)?.[partition] ?? [], rows),
      );
    }
  }
  return {
    lost: all.flatMap(({ lost }) => lost),
    doubled: all.flatMap(({ doubled }) => doubled),
    wrong: all.flatMap(({ wrong }) => wrong),
  };
}

async function readRows(
  pool: Pool,
  source: Source,
  topic: string,
  partition: number,
  from: bigint,
): Promise<KeptEntry[]> {
  const { rows } = await pool.query<{
    table: KeptEntry['table'];
    offset: string;
    append_time: Date;
    digest: string | null;
  }>(
    `SELECT 'raw_events' AS table, "offset", append_time, encode(sha256(payload), 'hex') AS digest FROM raw_events
     WHERE source = $1 AND partition = $3 AND "offset" >= $4
     UNION ALL
     SELECT 'dead_letters', "offset", append_time, encode(sha256(payload), 'hex') FROM dead_letters
     WHERE topic = $2 AND partition = $3 AND "offset" >= $4`,
    [source, topic, partition, from.toString()],
  );
  return rows.map((row) => ({
    table: row.table,
    offset: BigInt(row.offset),
    appendTime: row.append_time.getTime(),
    digest: row.digest,
  }));
}
