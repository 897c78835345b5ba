import { freemem, totalmem } from 'node:os';
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Surroundings } from '../env.ts';
import { exists } from '../provision/cache.ts';
import { isDownloaded } from '../provision/downloads.ts';
import { findJava, findPostgres, findProgram } from '../provision/machine.ts';
import { missingPrograms } from '../provision/packages.ts';

const GB = 1024 ** 3;
const MEMORY_MIN_GB = 3;
const DISK_MIN_GB = 4;

/** Looks at the machine and says what a start would find, install or miss. Changes nothing. */
export async function doctor(surroundings: Surroundings): Promise<number> {
  const isComplete = await isDownloaded(surroundings.cache);
  const found: [string, string | undefined][] = [
    ['Node', process.version],
    ['Java', await findJava(surroundings)],
    ['PostgreSQL', await findPostgres(surroundings)],
    ['Redis', await findProgram(surroundings, 'redis-server')],
    ['Maven', await findProgram(surroundings, 'mvn')],
    ['Chromium', await findProgram(surroundings, 'chromium')],
    ['Downloads', isComplete ? surroundings.cache : undefined],
    ['State', surroundings.home],
  ];
  for (const [what, where] of found) console.log(`  ${what.padEnd(12)} ${where ?? 'not there'}`);

  const disk = await statfs(await nearestFolder(surroundings.home));
  const diskGb = (disk.bavail * disk.bsize) / GB;
  console.log(
    `  ${'Memory'.padEnd(12)} ${(freemem() / GB).toFixed(1)} of ${(totalmem() / GB).toFixed(1)} GB free`,
  );
  console.log(`  ${'Disk'.padEnd(12)} ${diskGb.toFixed(1)} GB free\n`);

  const problems: string[] = [];
  if (process.platform !== 'linux')
    problems.push(`Tieout’s servers are run on Linux only; this is ${process.platform}.`);
  if (totalmem() / GB < MEMORY_MIN_GB) problems.push(`The servers want ${MEMORY_MIN_GB} GB of memory.`);
  if (diskGb < DISK_MIN_GB) problems.push(`Downloads and data want ${DISK_MIN_GB} GB of disk.`);
  const missing = await missingPrograms(
    { surroundings },
    { downloads: !isComplete, browser: true, python: true },
  );
  const canInstall = surroundings.isRoot && (await findProgram(surroundings, 'apt-get')) !== undefined;
  for (const { what, packages } of missing) {
    if (canInstall) console.log(`  npm start, or npm test, will install: ${packages.join(' ')}   (${what})`);
    else problems.push(`Missing: ${what}. Install with: sudo apt-get install -y ${packages.join(' ')}`);
  }
  for (const problem of problems) console.log(`  ${problem}`);
  if (problems.length === 0) console.log('  Nothing stands in the way of npm start.');
  return problems.length === 0 ? 0 : 1;
}

async function nearestFolder(path: string): Promise<string> {
  return (await exists(path)) ? path : nearestFolder(dirname(path));
}
