import { writeFile, rm } from 'node:fs/promises';
import { execa } from 'execa';
import type { Surroundings } from '../env.ts';
import { LauncherError } from '../launcher-error.ts';
import { exists } from './cache.ts';
import { findJava, findPostgres, findProgram, JAVA_MIN, POSTGRES_MIN } from './machine.ts';
import { runTool, type Workshop } from './run-tool.ts';

/** A program the stack cannot run without, and Debian's name for it. */
interface Requirement {
  readonly what: string;
  readonly packages: readonly string[];
  isThere(): Promise<boolean>;
}

/** The way around: the same stack without any of this on the machine. */
const DOCKER = 'Or, with Docker: docker compose up --build';

export interface Wanted {
  /** Nothing of Maven's is in the cache yet. */
  readonly downloads: boolean;
  readonly browser: boolean;
  /** A Python that makes virtual environments, for tools that are written in it. */
  readonly python: boolean;
}

/** Installs with apt what is missing. @throws LauncherError that names all of it where apt or the right to use it is missing. */
export async function ensurePackages(workshop: Workshop, wanted: Wanted): Promise<string | undefined> {
  const missing = await missingPrograms(workshop, wanted);
  if (missing.length === 0) return 'already there';
  const packages = [...new Set(missing.flatMap((requirement) => requirement.packages))];
  const command = `apt-get update && apt-get install -y --no-install-recommends ${packages.join(' ')}`;
  const list = missing.map((requirement) => `  - ${requirement.what}`).join('\n');
  const apt = await findProgram(workshop.surroundings, 'apt-get');
  if (apt === undefined) {
    throw new LauncherError(`Missing on this machine, which has no apt to install it with:\n${list}`, {
      todo: `Install these with your system’s package manager, then run npm start again. ${DOCKER}`,
    });
  }
  if (!workshop.surroundings.isRoot) {
    throw new LauncherError(`Missing on this machine:\n${list}`, {
      todo: `sudo sh -c '${command}'\n${DOCKER}`,
    });
  }
  await install(workshop, packages, `sudo sh -c '${command}'`);
  const still = await missingPrograms(workshop, wanted);
  if (still.length > 0) {
    throw new LauncherError(
      `Still missing after installing: ${still.map((requirement) => requirement.what).join('; ')}.`,
      {
        log: workshop.home.log('apt'),
      },
    );
  }
  return `installed ${packages.join(', ')}`;
}

export async function missingPrograms(
  workshop: Pick<Workshop, 'surroundings'>,
  wanted: Wanted,
): Promise<Requirement[]> {
  const { surroundings } = workshop;
  const program = async (name: string): Promise<boolean> =>
    (await findProgram(surroundings, name)) !== undefined;
  const java = (await findJava(surroundings)) !== undefined;
  const requirements: Requirement[] = [
    {
      what: `PostgreSQL ${POSTGRES_MIN} or newer (server programs)`,
      packages: ['postgresql'],
      isThere: async () => (await findPostgres(surroundings)) !== undefined,
    },
    { what: 'Redis (redis-server)', packages: ['redis-server'], isThere: () => program('redis-server') },
    ...(wanted.downloads
      ? [
          {
            what: 'Maven (mvn), which downloads Kafka, Apicurio and Keycloak',
            packages: ['maven'],
            isThere: () => program('mvn'),
          },
        ]
      : []),
    ...(java
      ? []
      : [
          {
            what: `Python 3 with pip, which brings a Java ${JAVA_MIN}+ (none was found in JAVA_HOME, /usr/lib/jvm or on the PATH)`,
            packages: ['python3', 'python3-pip'],
            isThere: async () => (await program('python3')) && (await program('pip3')),
          },
        ]),
    ...(wanted.python
      ? [
          {
            what: 'Python 3 with venv, for the tests of the API’s contract',
            packages: ['python3', 'python3-venv'],
            isThere: () => canMakeEnvironments(surroundings),
          },
        ]
      : []),
    ...(wanted.browser
      ? [
          {
            what: 'Chromium, for the browser tests',
            packages: ['chromium', 'fonts-liberation'],
            isThere: () => program('chromium'),
          },
        ]
      : []),
  ];
  const there = await Promise.all(requirements.map((requirement) => requirement.isThere()));
  return requirements.filter((_, index) => there[index] !== true);
}

/** Debian leaves the half that venv needs to a package of its own. */
async function canMakeEnvironments(surroundings: Surroundings): Promise<boolean> {
  const python = await findProgram(surroundings, 'python3');
  if (python === undefined) return false;
  return !(await execa(python, ['-c', 'import ensurepip, venv'], { reject: false })).failed;
}

async function install(workshop: Workshop, packages: readonly string[], todo: string): Promise<void> {
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const apt = ['apt-get', '-o', 'DPkg::Lock::Timeout=120', '-y', '--no-install-recommends'] as const;
  await runTool(workshop, 'apt', ['apt-get', 'update'], { env, todo });
  await runTool(workshop, 'apt', [...apt, '--download-only', 'install', ...packages], { env, todo });
  await withoutServiceStart(async () => {
    // Not to be interrupted: dpkg stopped halfway leaves the whole machine's package system to be repaired by hand.
    await runTool(workshop, 'apt', [...apt, 'install', ...packages], { env, todo, interruptible: false });
  });
}

/** Debian starts servers as it installs them; this is its way of saying no. Tieout runs its own, on its own ports. */
async function withoutServiceStart(work: () => Promise<void>): Promise<void> {
  const policy = '/usr/sbin/policy-rc.d';
  const ours = !(await exists(policy));
  if (ours) await writeFile(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    await work();
  } finally {
    if (ours) await rm(policy, { force: true });
  }
}
