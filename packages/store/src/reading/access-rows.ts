import { sql } from 'kysely';
import { ACCESS_ACTION, ACCESS_CHAIN_PREFIX, personOf, type AccessFacts } from '../access/access-entry.ts';
import { inSnapshot, type Cursor, type Reader, type Snapshot } from './snapshot.ts';

export interface AccessRow extends AccessFacts {
  readonly chain: string;
  readonly seq: number;
  readonly at: string;
  readonly who: string;
}

export interface AccessPage {
  readonly rows: readonly AccessRow[];
  /** Per chain the oldest seq given so far; null where nothing older is left. */
  readonly next: Cursor | null;
}

interface Row {
  chain: string;
  seq: string;
  at: Date;
  actor: string;
  detail: string;
}

/**
 * Access rows of all access chains, newest first. Within a chain seq and time only grow, so a cursor of one seq a chain is exact whatever is
 * written meanwhile; each chain is read by its key and the few chains are merged by time.
 */
export function listAccessRows(reader: Reader, before: Cursor | null, limit: number): Promise<AccessPage> {
  return inSnapshot(reader, async (snapshot) => {
    const bounds = before ?? (await readHeads(snapshot));
    const { rows: found } = await sql<Row>`
      SELECT c.chain, a.seq, a.at, a.actor, a.detail
      FROM unnest(${Object.keys(bounds)}::text[], ${Object.values(bounds)}::bigint[]) AS c (chain, seq)
      CROSS JOIN LATERAL (
        SELECT seq, at, actor, detail
        FROM audit_logs
        WHERE chain = c.chain AND seq < c.seq AND action = ${ACCESS_ACTION}
        ORDER BY seq DESC
        LIMIT ${limit + 1}
      ) a
      ORDER BY a.at DESC, c.chain DESC, a.seq DESC
      LIMIT ${limit + 1}`.execute(snapshot);
    const rows = found.slice(0, limit).map(accessRow);
    const next = { ...bounds };
    for (const row of rows) next[row.chain] = row.seq;
    return { rows, next: found.length > limit ? next : null };
  });
}

async function readHeads(snapshot: Snapshot): Promise<Cursor> {
  const chains = await snapshot
    .selectFrom('chains')
    .select(['chain', 'seq'])
    .where('chain', 'like', `${ACCESS_CHAIN_PREFIX}%`)
    .execute();
  return Object.fromEntries(chains.map(({ chain, seq }) => [chain, Number(seq) + 1]));
}

function accessRow({ chain, seq, at, actor, detail }: Row): AccessRow {
  const facts: AccessFacts = JSON.parse(detail);
  return {
    chain,
    seq: Number(seq),
    at: at.toISOString(),
    who: personOf(actor),
    address: facts.address,
    filter_or_id: facts.filter_or_id,
    request_id: facts.request_id,
    roles: facts.roles,
    rows: facts.rows,
    subject: facts.subject,
    what: facts.what,
  };
}
