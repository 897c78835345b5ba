import { sql } from 'kysely';
import { CHAIN_START, chainHash, laneChain } from '../audit/chain.ts';
import type { Reader } from './snapshot.ts';

/** A row of a chain: its number and, so that a chain that was replaced is noticed, its hash. */
export interface ChainPosition {
  readonly seq: number;
  readonly hash: Buffer;
}

/** Where a follower stands, by chain. */
export type Positions = Readonly<Record<string, ChainPosition>>;

/** Before the first row of any chain. */
export const BEFORE_FIRST: ChainPosition = { seq: Number(CHAIN_START.seq), hash: CHAIN_START.hash };

/** One changed verdict: the audit row's JSON as it was committed. */
export interface Change extends ChainPosition {
  readonly chain: string;
  readonly detail: string;
}

/** What a look at one chain found. */
export interface ChainNews {
  readonly chain: string;
  /** The changed verdicts, in order: between them and up to `reached` no row is missing and none is another than the chain's hashes say. */
  readonly changes: readonly Change[];
  readonly reached: ChainPosition;
  /** Number of the chain's last row. */
  readonly end: number;
  /** When the first and the last row read were written, ms; null where none was read. */
  readonly span: readonly [first: number, last: number] | null;
  /** Why nothing after `reached` may be believed: this is not the chain that was followed. Null where all is well. */
  readonly broken: string | null;
}

interface Row {
  partition: number;
  end: string;
  end_hash: Buffer;
  seq: string | null;
  at: Date | null;
  detail: string | null;
  prev_hash: Buffer | null;
  hash: Buffer | null;
}

/**
 * What was committed after `from` in every lane's chain, at most `limit` rows a chain; of a chain that `from` does not name from its
 * beginning.
 */
export function readAllChanges(reader: Reader, from: Positions, limit: number): Promise<ChainNews[]> {
  return readNews(reader, from, limit, true);
}

/** What was committed after `from` in the chains it names, at most `limit` rows a chain. */
export function readChangesOf(reader: Reader, from: Positions, limit: number): Promise<ChainNews[]> {
  return readNews(reader, from, limit, false);
}

/** Where every lane's chain ends now. */
export async function readEnds(reader: Reader): Promise<Positions> {
  const lanes = await reader.selectFrom('lanes').select(['partition', 'chain_seq', 'chain_hash']).execute();
  return Object.fromEntries(
    lanes.map((lane) => [laneChain(lane.partition), { seq: Number(lane.chain_seq), hash: lane.chain_hash }]),
  );
}

async function readNews(reader: Reader, from: Positions, limit: number, all: boolean): Promise<ChainNews[]> {
  const chains = Object.keys(from);
  const seqs = Object.values(from).map(({ seq }) => seq);
  // One statement, so one snapshot over all lanes; a lane without news costs no look into the log.
  const { rows } = await sql<Row>`
    SELECT l.partition, l.chain_seq AS end, l.chain_hash AS end_hash, a.seq, a.at, a.detail, a.prev_hash, a.hash
    FROM lanes l
    LEFT JOIN unnest(${chains}::text[], ${seqs}::bigint[]) AS seen (chain, seq) ON seen.chain = 'lane-' || l.partition
    LEFT JOIN LATERAL (
      SELECT seq, at, CASE action WHEN 'VERDICT' THEN detail END AS detail, prev_hash, hash
      FROM audit_logs
      WHERE l.chain_seq > coalesce(seen.seq, 0) AND chain = 'lane-' || l.partition AND seq > coalesce(seen.seq, 0)
      ORDER BY seq
      LIMIT ${limit}
    ) a ON true
    WHERE ${all} OR seen.chain IS NOT NULL
    ORDER BY l.partition, a.seq`.execute(reader);

  const news = [...Map.groupBy(rows, ({ partition }) => laneChain(partition))].map(([chain, found]) =>
    checked(chain, from[chain] ?? BEFORE_FIRST, found),
  );
  const present = new Set(news.map(({ chain }) => chain));
  for (const [chain, reached] of Object.entries(from)) {
    if (!present.has(chain)) news.push(nothing(chain, reached, 0, `${chain} does not exist any more`));
  }
  return news;
}

function checked(chain: string, from: ChainPosition, rows: readonly Row[]): ChainNews {
  const [first] = rows;
  const end = Number(first?.end ?? 0);
  if (end < from.seq)
    return nothing(chain, from, end, `${chain} ends at ${end}, but ${from.seq} was read before`);
  if (end === from.seq) {
    // Before the first row there is nothing to compare.
    const same = end === 0 || first?.end_hash.equals(from.hash) === true;
    return nothing(chain, from, end, same ? null : `${chain} has another row ${end} than was read before`);
  }
  const changes: Change[] = [];
  let reached = from;
  let broken: string | null = null;
  let span: [number, number] | null = null;
  for (const row of rows) {
    broken = flawOf(row, chain, reached);
    if (broken !== null) break;
    const { seq, hash, detail, at } = row;
    if (seq === null || hash === null || at === null) break;
    reached = { seq: Number(seq), hash };
    span = [span?.[0] ?? at.getTime(), at.getTime()];
    if (detail !== null) changes.push({ chain, ...reached, detail });
  }
  if (reached.seq === end && first?.end_hash.equals(reached.hash) === false)
    return nothing(
      chain,
      from,
      end,
      `${chain} was altered: its last row ${end} is not the one its lane wrote`,
    );
  return { chain, changes, reached, end, span, broken };
}

/** Why this row is not what follows `last`; null where it is. */
function flawOf(
  { seq, prev_hash, hash, detail, end }: Row,
  chain: string,
  last: ChainPosition,
): string | null {
  if (seq === null || prev_hash === null || hash === null)
    return `${chain} ends at ${end}, but has no row after ${last.seq}`;
  if (Number(seq) !== last.seq + 1) return `${chain} has a gap between ${last.seq} and ${seq}`;
  if (!prev_hash.equals(last.hash))
    return `${chain} was replaced: row ${seq} does not follow the row ${last.seq} that was read before`;
  if (detail !== null && !chainHash(prev_hash, detail).equals(hash))
    return `${chain} was altered: row ${seq} does not have the content its hash was made of`;
  return null;
}

function nothing(chain: string, reached: ChainPosition, end: number, broken: string | null): ChainNews {
  return { chain, changes: [], reached, end, span: null, broken };
}
