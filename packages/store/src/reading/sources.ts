import { SOURCES, type Source } from '@tieout/core';
import { sql } from 'kysely';
import { isSource, perSource } from './per-source.ts';
import { inSnapshot, type Reader, type Snapshot } from './snapshot.ts';

/** One of a source's newest records. */
export interface NewestRecord {
  readonly source: Source;
  readonly partition: number;
  readonly appendTime: number;
  /** When it happened, as the source says. */
  readonly eventTime: number;
  readonly schemaId: number;
  /** The same event id was kept before, at an earlier place of the log. */
  readonly again: boolean;
}

export interface SourceCounts {
  /** Records kept or refused in the last whole minutes, and in the same ones a week before. */
  readonly recent: number;
  readonly lastWeek: number;
  /** Refused within the last hour. */
  readonly refused: number;
}

export interface SourcesRead {
  /** The database's clock, ms. */
  readonly at: number;
  /** Up to when each source is known to have been read in every lane, the broker's clock, ms; null before anything was. */
  readonly progress: Readonly<Record<Source, number | null>>;
  readonly counts: Readonly<Record<Source, SourceCounts>>;
  /** The newest of each lane, in no order. */
  readonly newest: readonly NewestRecord[];
}

/** Over how many whole minutes a rate is told. */
export const RATE_MINUTES = 5;
/** Records looked at per source and lane. */
export const NEWEST_PER_LANE = 100;
const MINUTE_MS = 60_000;
const WEEK_MS = 7 * 24 * 60 * MINUTE_MS;
/** A lane's progress before it has read anything (0001_foundation.sql). */
const NEVER = Date.parse('2000-01-01T00:00:00Z');

/** How the three feeds are: a fixed number of rows, however many there are. */
export function readSources(reader: Reader): Promise<SourcesRead> {
  return inSnapshot(reader, async (snapshot) => {
    const lanes = await sql<Record<Source, Date | null> & { now: Date }>`
      SELECT now(), min(core_progress) AS core, min(gateway_progress) AS gateway, min(mobile_progress) AS mobile FROM lanes
    `.execute(snapshot);
    const [lane] = lanes.rows;
    const at = lane?.now.getTime() ?? Date.now();
    const progress = perSource((source) => {
      const read = lane?.[source]?.getTime() ?? NEVER;
      return read === NEVER ? null : read;
    });
    return { at, progress, counts: await readCounts(snapshot, at), newest: await readNewest(snapshot) };
  });
}

async function readCounts(snapshot: Snapshot, at: number): Promise<Record<Source, SourceCounts>> {
  const minute = Math.floor(at / MINUTE_MS) * MINUTE_MS;
  const sumOf = async (measures: string[], from: number, to: number): Promise<Map<string, number>> => {
    const rows = await snapshot
      .selectFrom('stats_minute')
      .select(({ fn }) => ['key', fn.sum<string>('count').as('count')])
      .where('minute', '>=', new Date(from))
      .where('minute', '<', new Date(to))
      .where('measure', 'in', measures)
      .groupBy('key')
      .execute();
    return new Map(rows.map(({ key, count }) => [key, Number(count)]));
  };
  const from = minute - RATE_MINUTES * MINUTE_MS;
  const recent = await sumOf(['judged', 'refused'], from, minute);
  const lastWeek = await sumOf(['judged', 'refused'], from - WEEK_MS, minute - WEEK_MS);
  const refused = await sumOf(['refused'], minute - 59 * MINUTE_MS, minute + MINUTE_MS);
  return perSource((source) => ({
    recent: recent.get(source) ?? 0,
    lastWeek: lastWeek.get(source) ?? 0,
    refused: refused.get(source) ?? 0,
  }));
}

// Each lane's newest by the primary key, backwards; what was kept before by the index of transaction ids: one event id belongs to one transaction.
async function readNewest(snapshot: Snapshot): Promise<NewestRecord[]> {
  const { rows } = await sql<{
    source: string;
    partition: number;
    append_time: Date;
    event_time: Date;
    schema_id: number;
    again: boolean;
  }>`
    SELECT s.source, l.partition, r.append_time, r.event_time, r.schema_id, EXISTS (
      SELECT FROM raw_events b
      WHERE b.txn_id = r.txn_id AND b.source = s.source AND b.event_id = r.event_id AND b."offset" < r."offset"
    ) AS again
    FROM unnest(${[...SOURCES]}::text[]) AS s(source) CROSS JOIN lanes l CROSS JOIN LATERAL (
      SELECT e.append_time, e.event_time, e.schema_id, e.txn_id, e.event_id, e."offset" FROM raw_events e
      WHERE e.source = s.source AND e.partition = l.partition ORDER BY e."offset" DESC LIMIT ${NEWEST_PER_LANE}
    ) AS r
  `.execute(snapshot);
  return rows.flatMap((row) =>
    isSource(row.source)
      ? [
          {
            source: row.source,
            partition: row.partition,
            appendTime: row.append_time.getTime(),
            eventTime: row.event_time.getTime(),
            schemaId: row.schema_id,
            again: row.again,
          },
        ]
      : [],
  );
}
