import { Kysely, PostgresDialect, type Transaction } from 'kysely';
import type { Pool } from 'pg';
import { laneChain } from '../audit/chain.ts';
import type { Tables } from './tables.ts';

export type Reader = Kysely<Tables>;
export type Snapshot = Transaction<Tables>;

/** The last sequence number of each lane's chain that a snapshot includes: what the live feed goes on from. */
export type Cursor = Record<string, number>;

/** A statement as it was sent. */
export interface Statement {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/**
 * Typed queries over a pool that the caller opened and ends.
 *
 * @param onStatement told of each statement when it has been answered
 */
export function openReader(pool: Pool, onStatement?: (statement: Statement) => void): Reader {
  return new Kysely<Tables>({
    dialect: new PostgresDialect({ pool }),
    log: ({ level, query }) => {
      if (level === 'query') onStatement?.(query);
    },
  });
}

/** Runs `read` in one REPEATABLE READ snapshot, so that rows, counters and the cursor they are true for fit each other exactly. */
export function inSnapshot<T>(reader: Reader, read: (snapshot: Snapshot) => Promise<T>): Promise<T> {
  return reader.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(read);
}

export async function readCursor(snapshot: Snapshot): Promise<Cursor> {
  const lanes = await snapshot
    .selectFrom('lanes')
    .select(['partition', 'chain_seq'])
    .orderBy('partition')
    .execute();
  return Object.fromEntries(lanes.map((lane) => [laneChain(lane.partition), Number(lane.chain_seq)]));
}
