import { fileURLToPath } from 'node:url';
import { runner } from 'node-pg-migrate';

// The compiler does not copy SQL: compiled output, two folders deep as well, reads the files beside the source.
const migrationsFolder = fileURLToPath(new URL('../../src/postgres/migrations', import.meta.url));

/**
 * Brings the database to the newest schema and returns the names of the migrations applied, none when it was there already.
 * Several processes may call it at once: the others wait on an advisory lock. Each migration is one transaction.
 *
 * @param databaseUrl of the owner of the database, who may create roles
 */
export async function migrate(
  databaseUrl: string,
  log: (message: string) => void = () => {},
): Promise<string[]> {
  const applied = await runner({
    databaseUrl,
    dir: migrationsFolder,
    migrationsTable: 'schema_migrations',
    direction: 'up',
    checkOrder: true,
    singleTransaction: false,
    advisoryLockMode: 'wait',
    log,
  });
  return applied.map((migration) => migration.name);
}
