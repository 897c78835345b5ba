import { chown, copyFile, mkdir, readFile, readlink, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { Client, escapeIdentifier, escapeLiteral } from 'pg';
import { LauncherError } from '../launcher-error.ts';
import type { Part } from '../process/part.ts';
import { until } from '../process/probe.ts';
import { type Stack, type Tools, postgresUrl } from '../stack.ts';
import { isMissing, readIfThere } from '../state/files.ts';
import type { Secrets } from '../state/secrets.ts';

const DATABASES = { tieout: 'tieout_migrator', apicurio: 'apicurio', keycloak: 'keycloak' } as const;

/** Logins and the group each belongs to. The migration makes the same groups where nobody has made them before. */
const GROUPS = {
  reconciler: 'tieout_writer',
  notifier: 'tieout_notifier',
  api: 'tieout_reader',
  verifier: 'tieout_verifier',
} as const;

/** What a data folder is for good. */
export const INITDB_OPTIONS = [
  '--auth=scram-sha-256',
  '--encoding=UTF8',
  '--locale=C.UTF-8',
  // Texts are compared byte by byte: half the price, and the same order wherever the database lives.
  '--lc-collate=C',
  '--data-checksums',
] as const;

export function postgres(stack: Stack, tools: Tools): Part {
  const folder = stack.home.data('postgres');
  const data = join(folder, 'data');
  const user = stack.surroundings.isRoot ? unprivilegedUser() : Promise.resolve(undefined);
  let runAs: Awaited<typeof user>;
  return {
    name: 'postgres',
    kind: 'server',
    port: stack.ports.postgres,
    readyWithinMs: 30_000,
    // SIGINT is PostgreSQL's fast shutdown; SIGTERM would wait until every client has left.
    stop: { signal: 'SIGINT', patienceMs: 15_000 },

    async prepare(signal) {
      runAs = await user;
      if (runAs !== undefined) await assertReachable(dirname(folder));
      await mkdir(folder, { recursive: true });
      if ((await readIfThere(join(data, 'PG_VERSION'))) === undefined) await initialise(signal);
      await copyConfiguration();
      await releaseDataFolder(data, signal);
    },
    command: () => ({
      file: join(tools.postgresBin, 'postgres'),
      args: ['-D', data, '-p', String(stack.ports.postgres)],
      cwd: data,
      ...(runAs === undefined ? {} : { user: runAs }),
    }),
    isReady: async () => {
      const client = new Client({ connectionString: postgresUrl(stack, 'postgres', 'postgres') });
      try {
        await client.connect();
        await client.query('SELECT 1');
        return true;
      } catch {
        return false; // still starting, or recovering from a crash
      } finally {
        await client.end();
      }
    },
    settle: () => createLogins(postgresUrl(stack, 'postgres', 'postgres'), stack.secrets.postgres),
  };

  /** Into a folder of another name first, so that an interrupted initdb is simply done again. */
  async function initialise(signal: AbortSignal): Promise<void> {
    const fresh = join(folder, 'new');
    const passwordFile = join(folder, 'password');
    await rm(fresh, { recursive: true, force: true });
    await mkdir(fresh, { mode: 0o700 });
    await writeFile(passwordFile, stack.secrets.postgres.postgres, { mode: 0o600 });
    if (runAs !== undefined) {
      await Promise.all([fresh, passwordFile].map((path) => chown(path, runAs?.uid ?? 0, runAs?.gid ?? 0)));
    }
    const options = ['--username=postgres', `--pwfile=${passwordFile}`, ...INITDB_OPTIONS];
    try {
      await execa(join(tools.postgresBin, 'initdb'), ['-D', fresh, ...options, '--no-instructions'], {
        cwd: fresh,
        ...runAs,
        cancelSignal: signal,
        all: true,
      });
    } finally {
      await rm(passwordFile, { force: true });
    }
    await rename(fresh, data);
  }

  async function copyConfiguration(): Promise<void> {
    for (const name of ['postgresql.conf', 'pg_hba.conf']) {
      const target = join(data, name);
      await copyFile(join(stack.surroundings.repo, 'infra/postgres', name), target);
      if (runAs !== undefined) await chown(target, runAs.uid, runAs.gid);
    }
  }
}

/** PostgreSQL refuses to run as root. Debian's package brings a user for it. */
async function unprivilegedUser(): Promise<{ uid: number; gid: number }> {
  const line = (await readFile('/etc/passwd', 'utf8'))
    .split('\n')
    .find((entry) => entry.startsWith('postgres:'));
  const [, , uid, gid] = line?.split(':') ?? [];
  if (uid === undefined || gid === undefined) {
    throw new LauncherError(
      'PostgreSQL does not run as root, and there is no user "postgres" to run it as.',
      {
        todo: 'adduser --system --group postgres',
      },
    );
  }
  return { uid: Number(uid), gid: Number(gid) };
}

/** The user postgres must be able to walk down to its data. */
async function assertReachable(folder: string): Promise<void> {
  for (let path = folder; path !== dirname(path); path = dirname(path)) {
    const { mode } = await stat(path);
    if ((mode & 0o001) === 0) {
      throw new LauncherError(`PostgreSQL runs as user postgres, which may not enter ${path}.`, {
        todo: `Set TIEOUT_HOME to a folder outside ${path}, such as /var/lib/tieout.`,
      });
    }
  }
}

/**
 * After a kill -9 of the postmaster its backends end within moments, and until then the data folder's shared memory is in
 * use. Its pid file stays behind and would stop the next start if some other process has that number by now.
 */
async function releaseDataFolder(data: string, signal: AbortSignal): Promise<void> {
  const pidFile = join(data, 'postmaster.pid');
  const pid = Number((await readIfThere(pidFile))?.split('\n')[0]);
  if (!Number.isInteger(pid) || pid <= 0) return;
  const released = await until(async () => !(await worksIn(pid, data)), 10_000, signal);
  if (!released) {
    throw new LauncherError(
      `A PostgreSQL server (pid ${pid}) that this launcher did not start holds ${data}.`,
      {
        todo: `kill -INT ${pid}   (then start again)`,
      },
    );
  }
  await rm(pidFile, { force: true });
}

async function worksIn(pid: number, folder: string): Promise<boolean> {
  try {
    return (await readlink(`/proc/${pid}/cwd`)) === folder;
  } catch (error) {
    // It ended, or belongs to somebody else: then it is not a server that this user started.
    if (isMissing(error) || (error instanceof Error && 'code' in error && error.code === 'EACCES'))
      return false;
    throw error;
  }
}

/** Makes each part's login and database, and gives the logins their passwords. May be repeated. */
export async function createLogins(
  superuserUrl: string,
  passwords: Readonly<Secrets['postgres']>,
): Promise<void> {
  const client = new Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    const roles = await names(client, 'SELECT rolname AS name FROM pg_roles');
    const databases = await names(client, 'SELECT datname AS name FROM pg_database');
    for (const group of Object.values(GROUPS)) {
      if (!roles.has(group)) await client.query(`CREATE ROLE ${escapeIdentifier(group)} NOLOGIN`);
    }
    for (const [login, password] of Object.entries(passwords)) {
      if (login === 'postgres') continue;
      const verb = roles.has(login) ? 'ALTER' : 'CREATE';
      await client.query(`${verb} ROLE ${escapeIdentifier(login)} LOGIN PASSWORD ${escapeLiteral(password)}`);
    }
    await client.query('ALTER ROLE tieout_migrator CREATEROLE');
    for (const [login, group] of Object.entries(GROUPS)) {
      await client.query(`GRANT ${escapeIdentifier(group)} TO ${escapeIdentifier(login)}`);
    }
    for (const [database, owner] of Object.entries(DATABASES)) {
      if (!databases.has(database))
        await client.query(`CREATE DATABASE ${escapeIdentifier(database)} OWNER ${escapeIdentifier(owner)}`);
    }
    // Nobody enters a database that is not theirs.
    for (const database of Object.keys(DATABASES)) {
      await client.query(`REVOKE CONNECT ON DATABASE ${escapeIdentifier(database)} FROM PUBLIC`);
    }
    await client.query(
      `GRANT CONNECT ON DATABASE tieout TO ${Object.keys(GROUPS)
        .map((name) => escapeIdentifier(name))
        .join(', ')}`,
    );
  } finally {
    await client.end();
  }
}

async function names(client: Client, query: string): Promise<Set<string>> {
  const { rows } = await client.query<{ name: string }>(query);
  return new Set(rows.map((row) => row.name));
}
