import { join } from 'node:path';
import { LauncherError } from '../launcher-error.ts';
import {
  ensureApicurio,
  ensureJava,
  ensureKafka,
  ensureKeycloak,
  isDownloaded,
} from '../provision/downloads.ts';
import { findPostgres, findProgram } from '../provision/machine.ts';
import { ensurePackages } from '../provision/packages.ts';
import type { Workshop } from '../provision/run-tool.ts';
import type { Stack, Tools } from '../stack.ts';
import { readIfThere } from '../state/files.ts';
import type { Task } from './tasks.ts';

/** Brings every program the servers need, side by side, and writes into `tools` where each was found. */
export function provisioning(stack: Stack, tools: Tools): Task[] {
  const workshop = (signal: AbortSignal): Workshop => ({
    surroundings: stack.surroundings,
    home: stack.home,
    signal,
  });
  return [
    {
      id: 'packages',
      title: 'System packages (PostgreSQL, Redis, Maven)',
      after: [],
      run: async (signal) => {
        const downloads = !(await isDownloaded(stack.surroundings.cache));
        const detail = await ensurePackages(workshop(signal), { downloads, browser: false, python: false });
        tools.postgresBin = await postgresFor(stack);
        tools.redisServer = (await findProgram(stack.surroundings, 'redis-server')) ?? 'redis-server';
        return detail;
      },
    },
    {
      id: 'java',
      title: 'Java 21 or newer',
      after: ['packages'],
      run: async (signal) => {
        tools.java = await ensureJava(workshop(signal));
        return tools.java;
      },
    },
    {
      id: 'get-kafka',
      title: 'Get Kafka 4.3.1',
      after: ['packages'],
      run: async (signal) => {
        tools.kafkaLibs = await ensureKafka(workshop(signal));
        return undefined;
      },
    },
    {
      id: 'get-apicurio',
      title: 'Get Apicurio Registry 3.3.3',
      after: ['packages'],
      run: async (signal) => {
        tools.apicurio = await ensureApicurio(workshop(signal));
        return undefined;
      },
    },
    {
      id: 'get-keycloak',
      title: 'Get Keycloak 26.7.4, built for PostgreSQL',
      after: ['java'],
      run: async (signal) => {
        tools.keycloak = await ensureKeycloak(workshop(signal), tools.java);
        return undefined;
      },
    },
  ];
}

/** A data folder can only be opened by the major version that made it. */
async function postgresFor(stack: Stack): Promise<string> {
  const version = await readIfThere(join(stack.home.data('postgres'), 'data', 'PG_VERSION'));
  const major = version === undefined ? undefined : Number(version.trim());
  const folder = await findPostgres(stack.surroundings, major);
  if (folder === undefined) {
    throw new LauncherError(
      `This stack’s data was made by PostgreSQL ${major}, which is not on this machine any more.`,
      {
        todo: `apt-get install postgresql-${major}   or   npm run reset   (deletes this stack’s data)`,
      },
    );
  }
  return folder;
}
