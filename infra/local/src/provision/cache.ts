import { access, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { identify } from '../process/identity.ts';
import { isMissing } from '../state/files.ts';

/**
 * One thing in the cache, made once. It is made in a folder beside and renamed, so an interrupted download is never taken
 * for a whole one, and of two stacks that make it at the same time one simply comes second.
 */
export async function cached(
  cache: string,
  name: string,
  make: (folder: string) => Promise<void>,
): Promise<string> {
  const target = join(cache, name);
  if (await exists(target)) return target;
  await mkdir(cache, { recursive: true });
  await sweep(cache);
  const folder = await mkdtemp(join(cache, `.making-${process.pid}-`));
  try {
    await make(folder);
    await rename(folder, target);
  } catch (error) {
    if (!(await exists(target))) throw error;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return target;
}

export async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

/** Removes what launchers that were killed left half made. */
async function sweep(cache: string): Promise<void> {
  for (const entry of await readdir(cache)) {
    const pid = /^\.making-(\d+)-/.exec(entry)?.[1];
    if (pid !== undefined && (await identify(Number(pid))) === undefined) {
      await rm(join(cache, entry), { recursive: true, force: true });
    }
  }
}
