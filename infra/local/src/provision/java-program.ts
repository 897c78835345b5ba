import { createHash } from 'node:crypto';
import { cp, readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { cached } from './cache.ts';
import { ensureJava, MAVEN, MAVEN_PLUGIN, MAVEN_TODO } from './downloads.ts';
import { ensurePackages } from './packages.ts';
import { runTool, type Workshop } from './run-tool.ts';

/** A program in Java that was built from a folder of the repository: run it with `java -cp <classPath> <class>`. */
export interface JavaProgram {
  readonly java: string;
  readonly classPath: string;
}

/** Builds a Maven project of the repository, beside a copy of its sources in the cache; what was built once is not built again until a source changes. */
export async function ensureJavaProgram(workshop: Workshop, project: string): Promise<JavaProgram> {
  await ensurePackages(workshop, { downloads: true, browser: false, python: false });
  const java = await ensureJava(workshop);
  const source = join(workshop.surroundings.repo, project);
  const name = `${project.replaceAll('/', '-')}-${await fingerprint(source)}`;
  const built = await cached(workshop.surroundings.cache, name, async (folder) => {
    await cp(source, folder, { recursive: true, filter: (path) => basename(path) !== 'target' });
    const libraries = [
      `${MAVEN_PLUGIN}:copy-dependencies`,
      '-DincludeScope=runtime',
      '-DoutputDirectory=libs',
    ];
    await runTool(workshop, name, [...MAVEN, '-f', join(folder, 'pom.xml'), 'package', ...libraries], {
      cwd: folder,
      todo: `${MAVEN_TODO} It also needs a Java compiler: apt-get install default-jdk-headless`,
    });
  });
  return { java, classPath: `${join(built, 'target')}/*:${join(built, 'libs')}/*` };
}

async function fingerprint(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.startsWith(join(folder, 'target')));
  const hash = createHash('sha256');
  for (const path of files.toSorted())
    hash.update(`${path.slice(folder.length)}\n`).update(await readFile(path));
  return hash.digest('hex').slice(0, 16);
}
