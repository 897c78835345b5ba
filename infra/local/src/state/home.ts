import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { LauncherError } from '../launcher-error.ts';
import { isMissing, readIfThere, writeWhole } from './files.ts';

/** Where one stack keeps what. */
export interface Home {
  readonly folder: string;
  readonly logs: string;
  readonly secrets: string;
  readonly ports: string;
  readonly settings: string;
  readonly lock: string;
  readonly record: string;
  readonly tls: string;
  readonly connection: string;
  readonly checkpointKey: string;
  readonly checkpoints: string;
  data(server: string): string;
  log(process: string): string;
}

const MARKER = 'TIEOUT_HOME';

export function homeAt(folder: string): Home {
  return {
    folder,
    logs: join(folder, 'logs'),
    secrets: join(folder, 'secrets.json'),
    ports: join(folder, 'ports.json'),
    settings: join(folder, 'settings.json'),
    lock: join(folder, 'supervisor.json'),
    record: join(folder, 'stack.json'),
    tls: join(folder, 'tls'),
    connection: join(folder, 'connection.json'),
    checkpointKey: join(folder, 'checkpoint-key.pem'),
    checkpoints: join(folder, 'checkpoints'),
    data: (server) => join(folder, server),
    log: (name) => join(folder, 'logs', `${name}.log`),
  };
}

/** Makes the state folder, or refuses one that holds something else. */
export async function ensureHome(home: Home): Promise<void> {
  const present = await entries(home.folder);
  if (present.length > 0 && !present.includes(MARKER)) {
    throw new LauncherError(`${home.folder} is not empty and was not made by Tieout.`, {
      todo: 'Set TIEOUT_HOME to an empty or new folder.',
    });
  }
  await mkdir(home.folder, { recursive: true, mode: 0o755 });
  await mkdir(home.logs, { recursive: true, mode: 0o700 });
  if (!present.includes(MARKER)) {
    await writeWhole(
      join(home.folder, MARKER),
      'State of one local Tieout stack. `npm run reset` deletes it.\n',
    );
  }
}

/** Deletes the state folder, only if it is one. Says whether there was anything to delete. */
export async function deleteHome(home: Home): Promise<boolean> {
  if ((await readIfThere(join(home.folder, MARKER))) === undefined) return false;
  await rm(home.folder, { recursive: true, force: true });
  return true;
}

async function entries(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}
