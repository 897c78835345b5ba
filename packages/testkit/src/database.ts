import { randomBytes } from 'node:crypto';
import { Client, DatabaseError } from 'pg';
import { testServers } from './servers.ts';

/** A database of its own for one test file, with the schema in it. */
export interface TestDatabase {
  /** As superuser: for looking at anything. */
  readonly url: string;
  /** As a login with no more than the group role's grants: what the reconciler connects with. */
  readonly writerUrl: string;
  /** The same for the API. */
  readonly readerUrl: string;
  /** The same for the verifier. */
  readonly verifierUrl: string;
  /** The same for the notifier. */
  readonly notifierUrl: string;
  drop(): Promise<void>;
}

const TEMPLATE = 'tieout_template';
const LOGINS = {
  writer: 'tieout_writer',
  reader: 'tieout_reader',
  verifier: 'tieout_verifier',
  notifier: 'tieout_notifier',
} as const;
const PASSWORD = 'only-for-tests';

/**
 * Clones a migrated template: a few milliseconds instead of the migrations' run. The first caller of a run makes the template
 * with `migrate(url)`; the others wait for it at the lock.
 */
export async function testDatabase(migrate: (url: string) => Promise<unknown>): Promise<TestDatabase> {
  const name = `t_${randomBytes(6).toString('hex')}`;
  await asSuperuser(async (admin) => {
    await admin.query(`SELECT pg_advisory_lock(hashtext('${TEMPLATE}'))`);
    await makeTemplate(admin, migrate);
    await admin.query(`CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`);
  });
  return {
    url: urlOf(name),
    writerUrl: urlOf(name, LOGINS.writer),
    readerUrl: urlOf(name, LOGINS.reader),
    verifierUrl: urlOf(name, LOGINS.verifier),
    notifierUrl: urlOf(name, LOGINS.notifier),
    drop: () => asSuperuser((admin) => drop(admin, name)),
  };
}

/** What Postgres answers when others are still connected 5 s after it was asked. */
const IN_USE = '55006';

/**
 * Without FORCE at first: a pool's `end()` resolves before the server has closed its sessions, and FORCE would end such a session with an
 * error that nobody listens for any more. Postgres itself waits 5 s for them; only a session that a test left hanging is ended by force.
 */
async function drop(admin: Client, name: string): Promise<void> {
  try {
    await admin.query(`DROP DATABASE IF EXISTS ${name}`);
  } catch (error) {
    if (!(error instanceof DatabaseError) || error.code !== IN_USE) throw error;
    await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  }
}

async function makeTemplate(admin: Client, migrate: (url: string) => Promise<unknown>): Promise<void> {
  const exists = await admin.query('SELECT FROM pg_database WHERE datname = $1', [TEMPLATE]);
  if (exists.rowCount === 0) await admin.query(`CREATE DATABASE ${TEMPLATE}`);
  // Migrations know which of them have run, so a kept template is brought up to date.
  await migrate(urlOf(TEMPLATE));
  for (const group of Object.values(LOGINS)) {
    const login = await admin.query('SELECT FROM pg_roles WHERE rolname = $1', [`test_${group}`]);
    if (login.rowCount === 0) {
      await admin.query(`CREATE ROLE test_${group} LOGIN PASSWORD '${PASSWORD}' IN ROLE ${group}`);
    }
  }
}

function urlOf(database: string, group?: string): string {
  const url = new URL(testServers().database_url);
  url.pathname = `/${database}`;
  if (group !== undefined) {
    url.username = `test_${group}`;
    url.password = PASSWORD;
  }
  return url.href;
}

async function asSuperuser(work: (admin: Client) => Promise<void>): Promise<void> {
  const admin = new Client({ connectionString: testServers().database_url });
  await admin.connect();
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}
