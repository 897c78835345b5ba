import type { Pool } from 'pg';
import type { ChainHead } from '../audit/chain.ts';
import { ACCESS_CHAIN_PREFIX } from './access-entry.ts';

/** A chain this process alone may append to, and where it stands. */
export interface LeasedChain {
  readonly chain: string;
  readonly head: ChainHead;
  /** Of the newest row, ms; 0 without rows. Times within a chain never go back. */
  readonly lastAt: number;
}

interface ChainRow {
  chain: string;
  seq: string;
  hash: Buffer;
}

/**
 * Takes over a chain whose lease has run out, or begins a new one. The lease only keeps processes apart; that no two of them ever continue
 * the same head is the compare-and-set of every append.
 */
export async function leaseChain(pool: Pool, owner: string, leaseMs: number): Promise<LeasedChain> {
  for (;;) {
    const row = (await takeOver(pool, owner, leaseMs)) ?? (await begin(pool, owner, leaseMs));
    if (row === undefined) continue; // another process began that number at the same moment
    const newest = await pool.query<{ at: Date }>('SELECT at FROM audit_logs WHERE chain = $1 AND seq = $2', [
      row.chain,
      row.seq,
    ]);
    return {
      chain: row.chain,
      head: { seq: BigInt(row.seq), hash: row.hash },
      lastAt: newest.rows[0]?.at.getTime() ?? 0,
    };
  }
}

async function takeOver(pool: Pool, owner: string, leaseMs: number): Promise<ChainRow | undefined> {
  const { rows } = await pool.query<ChainRow>(
    `UPDATE chains SET leased_by = $1, leased_until = now() + $2 * interval '1 ms'
     WHERE chain = (
       SELECT chain FROM chains
       WHERE chain LIKE $3 AND (leased_until IS NULL OR leased_until <= now())
       ORDER BY chain LIMIT 1 FOR UPDATE SKIP LOCKED)
     RETURNING chain, seq, hash`,
    [owner, leaseMs, `${ACCESS_CHAIN_PREFIX}%`],
  );
  return rows[0];
}

async function begin(pool: Pool, owner: string, leaseMs: number): Promise<ChainRow | undefined> {
  const { rows } = await pool.query<ChainRow>(
    `INSERT INTO chains (chain, leased_by, leased_until)
     SELECT $3 || coalesce(max(substr(chain, length($3) + 1)::int) + 1, 0), $1, now() + $2 * interval '1 ms'
     FROM chains WHERE chain LIKE $3 || '%'
     ON CONFLICT DO NOTHING
     RETURNING chain, seq, hash`,
    [owner, leaseMs, ACCESS_CHAIN_PREFIX],
  );
  return rows[0];
}

/** Returns false where the lease is lost. */
export async function renewLease(
  pool: Pool,
  chain: string,
  owner: string,
  leaseMs: number,
): Promise<boolean> {
  const renewed = await pool.query(
    `UPDATE chains SET leased_until = now() + $3 * interval '1 ms' WHERE chain = $1 AND leased_by = $2`,
    [chain, owner, leaseMs],
  );
  return renewed.rowCount === 1;
}

/** So that the next process need not wait for the lease to run out. */
export async function releaseLease(pool: Pool, chain: string, owner: string): Promise<void> {
  await pool.query(
    'UPDATE chains SET leased_by = NULL, leased_until = NULL WHERE chain = $1 AND leased_by = $2',
    [chain, owner],
  );
}
