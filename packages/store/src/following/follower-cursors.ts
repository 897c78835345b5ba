import type { Pool } from 'pg';
import type { ChainPosition, Positions } from '../reading/changes.ts';

export interface FollowerIdentity {
  /** Which follower of the log this is; all its processes share one cursor a chain. */
  readonly follower: string;
  /** This process, and no other that ever ran. */
  readonly owner: string;
  /** How long a chain stays ours without a sign of life. */
  readonly leaseMs: number;
}

/** Everything in (from, to] of this chain has been delivered. */
export interface Move {
  readonly chain: string;
  readonly from: ChainPosition;
  readonly to: ChainPosition;
}

interface CursorRow {
  chain: string;
  seq: string;
  hash: Buffer;
}

/**
 * The durable cursors of one follower, one a lane's chain. A lease only keeps processes from doing the same work; what keeps a cursor from going
 * back, or past what was not delivered, is that it moves only from where its mover found it, and only for the holder of the lease.
 */
export class FollowerCursors {
  readonly #pool: Pool;
  readonly #identity: FollowerIdentity;

  constructor(pool: Pool, identity: FollowerIdentity) {
    this.#pool = pool;
    this.#identity = identity;
  }

  /** Keeps the chains that are ours, takes those nobody holds, new lanes' too; where each of them stands. */
  async claim(): Promise<Positions> {
    const { follower, owner, leaseMs } = this.#identity;
    await this.#pool.query(
      `INSERT INTO follower_cursors (follower, chain)
       SELECT $1, 'lane-' || partition FROM lanes
       WHERE NOT EXISTS (SELECT FROM follower_cursors WHERE follower = $1 AND chain = 'lane-' || partition)
       ON CONFLICT DO NOTHING`,
      [follower],
    );
    const { rows } = await this.#pool.query<CursorRow>(
      `UPDATE follower_cursors SET leased_by = $2, leased_until = now() + $3 * interval '1 ms'
       WHERE follower = $1 AND chain IN (
         SELECT chain FROM follower_cursors
         WHERE follower = $1 AND (leased_by = $2 OR leased_until IS NULL OR leased_until <= now())
         FOR UPDATE SKIP LOCKED)
       RETURNING chain, seq, hash`,
      [follower, owner, leaseMs],
    );
    return Object.fromEntries(rows.map(({ chain, seq, hash }) => [chain, { seq: Number(seq), hash }]));
  }

  /** Moves these cursors, and keeps their chains; returns those that were moved. A chain that is not among them is somebody else's by now. */
  async advance(moves: readonly Move[]): Promise<ReadonlySet<string>> {
    const { follower, owner, leaseMs } = this.#identity;
    if (moves.length === 0) return new Set();
    const { rows } = await this.#pool.query<Pick<CursorRow, 'chain'>>(
      `UPDATE follower_cursors AS c
       SET seq = m.seq, hash = m.hash, leased_until = now() + $3 * interval '1 ms', updated_at = now()
       FROM unnest($4::text[], $5::bigint[], $6::bytea[], $7::bigint[], $8::bytea[]) AS m (chain, from_seq, from_hash, seq, hash)
       WHERE c.follower = $1 AND c.leased_by = $2 AND c.chain = m.chain AND c.seq = m.from_seq AND c.hash = m.from_hash
       RETURNING c.chain`,
      [
        follower,
        owner,
        leaseMs,
        moves.map(({ chain }) => chain),
        moves.map(({ from }) => from.seq),
        moves.map(({ from }) => from.hash),
        moves.map(({ to }) => to.seq),
        moves.map(({ to }) => to.hash),
      ],
    );
    return new Set(rows.map(({ chain }) => chain));
  }

  /** So that the next process need not wait for the leases to run out. */
  async release(): Promise<void> {
    const { follower, owner } = this.#identity;
    await this.#pool.query(
      'UPDATE follower_cursors SET leased_by = NULL, leased_until = NULL WHERE follower = $1 AND leased_by = $2',
      [follower, owner],
    );
  }
}
