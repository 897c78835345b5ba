import { Client, escapeIdentifier } from 'pg';
import { DAYS_LOCK } from '../evidence/days.ts';

/** How many days, today not counted, stay attached; null keeps all of them. Nothing is ever deleted: a detached day is a table of its own. */
export interface Retention {
  readonly rawDays: number | null;
  readonly auditDays: number | null;
}

export interface RetentionTurn {
  /** Tables that days became, oldest first. */
  readonly detached: readonly string[];
  /** Why days that are old enough stay for now; null where none do. */
  readonly waiting: string | null;
}

const PARENTS = ['raw_events', 'audit_logs'] as const;
type Parent = (typeof PARENTS)[number];

const DAYS_AHEAD = 7;
/** What the name of a detached day ends with. */
const DETACHED = '_detached';
/** Detaching waits for whoever reads the day; it holds up nobody, and what it began the next turn ends. */
const STATEMENT_LIMIT_MS = 10 * 60_000;

/**
 * One turn: makes the days ahead, and detaches those that are old enough, oldest first. Safe to repeat, to run from several processes and to be
 * cut short anywhere. Detaching takes no lock that a lane, or a reader, has to wait for.
 *
 * @param databaseUrl of the owner of the tables
 * @param today YYYY-MM-DD, UTC
 */
export async function turnDays(
  databaseUrl: string,
  today: string,
  { rawDays, auditDays }: Retention,
): Promise<RetentionTurn> {
  const client = new Client({
    connectionString: databaseUrl,
    application_name: 'tieout retention',
    statement_timeout: STATEMENT_LIMIT_MS,
  });
  // The statement under way fails and says so.
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query(`SELECT ensure_day_partitions($1::date - 1, $1::date + ${DAYS_AHEAD})`, [today]);
    if (rawDays === null && auditDays === null) return { detached: [], waiting: null };
    // Ends with the session.
    const { rows } = await client.query<{ held: boolean }>(
      `SELECT pg_try_advisory_lock(${DAYS_LOCK}) AS held`,
    );
    if (rows[0]?.held !== true)
      return { detached: [], waiting: 'the evidence is being verified, or another process detaches days' };
    const raw = await detachOld(client, 'raw_events', today, rawDays);
    const audit = await detachOld(client, 'audit_logs', today, auditDays);
    return { detached: [...raw.detached, ...audit.detached], waiting: raw.waiting ?? audit.waiting };
  } finally {
    await client.end();
  }
}

async function detachOld(
  client: Client,
  parent: Parent,
  today: string,
  days: number | null,
): Promise<RetentionTurn> {
  if (days === null) return { detached: [], waiting: null };
  const detached: string[] = [];
  for (const child of await halfDetached(client, parent)) {
    await client.query(`ALTER TABLE ${parent} DETACH PARTITION ${escapeIdentifier(child)} FINALIZE`);
  }
  for (const child of await detachedAlready(client, parent)) detached.push(await keepApart(client, child));
  for (const child of await olderThan(client, parent, today, days)) {
    const follower = parent === 'audit_logs' ? await followerBehind(client, child) : null;
    if (follower !== null) return { detached, waiting: `${follower} has not delivered all of ${child} yet` };
    // Outside a transaction, and no default partition: that is what CONCURRENTLY asks for.
    await client.query(`ALTER TABLE ${parent} DETACH PARTITION ${escapeIdentifier(child)} CONCURRENTLY`);
    detached.push(await keepApart(client, child));
  }
  return { detached, waiting: null };
}

/** Attached days whose last moment lies `days` whole days before today, oldest first. */
async function olderThan(client: Client, parent: Parent, today: string, days: number): Promise<string[]> {
  return names(
    client,
    `SELECT relname AS name FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
     WHERE inhparent = $1::regclass AND NOT inhdetachpending
       AND substring(pg_get_expr(relpartbound, pg_class.oid) FROM 'FROM \\(''([0-9-]+)''\\)')::date < $2::date - $3::int
     ORDER BY relname`,
    [parent, today, days],
  );
}

/** Detaching them was cut short before others had let go of them. */
async function halfDetached(client: Client, parent: Parent): Promise<string[]> {
  return names(
    client,
    `SELECT relname AS name FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
     WHERE inhparent = $1::regclass AND inhdetachpending`,
    [parent],
  );
}

/** Detached, and cut short before they had their own name and triggers. */
async function detachedAlready(client: Client, parent: Parent): Promise<string[]> {
  return names(
    client,
    `SELECT relname AS name FROM pg_class
     WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname ~ ('^' || $1 || '_[0-9]{8}$')
       AND NOT EXISTS (SELECT FROM pg_inherits WHERE inhrelid = pg_class.oid)
     ORDER BY relname`,
    [parent],
  );
}

/** A partition loses its parent's triggers with its parent: what was append-only stays it. One that was attached again has its name and trigger from before. */
async function keepApart(client: Client, child: string): Promise<string> {
  const name = child.endsWith(DETACHED) ? child : child + DETACHED;
  const table = escapeIdentifier(name);
  await client.query('BEGIN');
  try {
    if (name !== child) await client.query(`ALTER TABLE ${escapeIdentifier(child)} RENAME TO ${table}`);
    await client.query(
      `CREATE OR REPLACE TRIGGER detached_append_only BEFORE UPDATE OR DELETE ON ${table} FOR EACH ROW EXECUTE FUNCTION refuse_change()`,
    );
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
  return name;
}

/** A follower that still has to read rows of this day: they would never reach it. */
async function followerBehind(client: Client, child: string): Promise<string | null> {
  const [follower] = await names(
    client,
    `SELECT follower AS name FROM follower_cursors f
     WHERE EXISTS (SELECT FROM ${escapeIdentifier(child)} a WHERE a.chain = f.chain AND a.seq > f.seq) LIMIT 1`,
  );
  return follower ?? null;
}

async function names(client: Client, query: string, values: readonly unknown[] = []): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(query, [...values]);
  return rows.map(({ name }) => name);
}
