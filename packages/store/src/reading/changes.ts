import { TieoutError } from '@tieout/core';
import { sql } from 'kysely';
import { laneChain } from '../audit/chain.ts';
import { type Cursor, type Reader } from './snapshot.ts';

/** One changed verdict: the audit row's JSON as it was committed. */
export interface Change {
  readonly chain: string;
  readonly seq: number;
  readonly detail: string;
}

export interface NewChanges {
  readonly changes: readonly Change[];
  /** How far each chain has been read. */
  readonly reached: Cursor;
  /** There is more than was asked for. */
  readonly more: boolean;
}

interface Row {
  partition: number;
  chain_seq: string;
  seq: string | null;
  detail: string | null;
}

/**
 * The verdicts committed after `from`, per chain in order and without a gap; at most `limit` audit rows a chain. A chain that `from` does not
 * name is read from its beginning.
 *
 * @throws {TieoutError} INVALID_STATE where a chain has a gap or is shorter than `from` says: it is not the log that was followed
 */
export async function readChanges(reader: Reader, from: Cursor, limit: number): Promise<NewChanges> {
  const seen = Object.entries(from);
  // One statement, so one snapshot over all lanes; a lane without news costs no look into the log.
  const { rows } = await sql<Row>`
    SELECT l.partition, l.chain_seq, a.seq, a.detail
    FROM lanes l
    LEFT JOIN unnest(${seen.map(([chain]) => chain)}::text[], ${seen.map(([, seq]) => seq)}::bigint[]) AS seen (chain, seq)
      ON seen.chain = 'lane-' || l.partition
    LEFT JOIN LATERAL (
      SELECT seq, CASE action WHEN 'VERDICT' THEN detail END AS detail
      FROM audit_logs
      WHERE l.chain_seq > coalesce(seen.seq, 0) AND chain = 'lane-' || l.partition AND seq > coalesce(seen.seq, 0)
      ORDER BY seq
      LIMIT ${limit}
    ) a ON true
    ORDER BY l.partition, a.seq`.execute(reader);

  const reached: Cursor = { ...from };
  const changes: Change[] = [];
  let more = false;
  for (const row of rows) {
    const chain = laneChain(row.partition);
    const last = reached[chain] ?? 0;
    const head = Number(row.chain_seq);
    if (head < last)
      throw new TieoutError('INVALID_STATE', `${chain} ends at ${head}, but ${last} was read before`);
    reached[chain] = last;
    if (row.seq === null) continue;
    const seq = Number(row.seq);
    if (seq !== last + 1)
      throw new TieoutError('INVALID_STATE', `${chain} has a gap between ${last} and ${seq}`);
    reached[chain] = seq;
    if (row.detail !== null) changes.push({ chain, seq, detail: row.detail });
  }
  for (const row of rows) more ||= Number(row.chain_seq) > (reached[laneChain(row.partition)] ?? 0);
  return { changes, reached, more };
}
