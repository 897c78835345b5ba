// Proves that the tests and the simulator would notice the bugs they are there for: applies every patch of a suite, one at a time, to a copy of
// the sources outside the repository, runs the suite's checks there, and fails unless one of them fails for each.
import { availableParallelism } from 'node:os';
import { relative } from 'node:path';
import { parseArgs } from 'node:util';
import { writeTrials } from './report.ts';
import { SUITES, type SuiteName } from './suites.ts';
import { mutationsOf, tryAll, type Trial } from './try-all.ts';
import { REPO } from './workshop.ts';

const HELP = `npm run test:mutations -- [core|engine] [--only TEXT] [--jobs N]

  core    breaks each rule of the verdict; core's unit tests must notice
  engine  puts a bug into the engine; simulated worlds or unit tests must notice;
          docs/RELIABILITY.md is told which did

Examples:
  npm run test:mutations
  npm run test:mutations -- engine --only gap
`;

function isSuite(name: string): name is SuiteName {
  return name in SUITES;
}

/** @returns whether every mutation was noticed */
async function trySuite(name: SuiteName, only: string, jobs: number): Promise<boolean> {
  const mutations = mutationsOf(SUITES[name], only);
  if (mutations.length === 0) return true;
  const startedAt = Date.now();
  const trials: Trial[] = [];
  const escaped: string[] = [];
  let done = 0;
  console.log(`${name}: ${mutations.length} mutations`);
  await tryAll(SUITES[name], mutations, jobs, (trial) => {
    const { mutation, noticedBy, verdict, detail } = trial;
    trials.push(trial);
    done++;
    const place = `[${String(done).padStart(String(mutations.length).length)}/${mutations.length}]`;
    const words =
      noticedBy === null ? (verdict === 'passed' ? 'SURVIVED' : 'UNUSABLE') : `caught by ${noticedBy}`;
    console.log(`${place} ${mutation.name}  ${words}: ${detail}`);
    if (noticedBy === null) escaped.push(`${mutation.name}  ${words}  ${mutation.breaks}`);
  });
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(0);
  console.log(
    `\n${name}: ${mutations.length} mutations, ${mutations.length - escaped.length} caught, ${escaped.length} not, ${seconds} s`,
  );
  for (const line of escaped.toSorted()) console.log(`  ${line}`);
  const { page } = SUITES[name];
  if (page !== null) {
    const all = mutationsOf(SUITES[name], '').map((mutation) => mutation.name);
    await writeTrials(page, `npm run test:mutations -- ${name}`, trials, all);
    console.log(`Told in ${relative(REPO, page)}.`);
  }
  return escaped.length === 0;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string' }, jobs: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
});
const jobs = Number(values.jobs ?? Math.max(1, Math.floor(availableParallelism() / 2)));
const unknown = positionals.filter((name) => !isSuite(name));
const chosen = positionals.filter(isSuite);
const names = chosen.length > 0 ? chosen : (['core', 'engine'] as const);
const only = values.only ?? '';
if (values.help === true) {
  console.log(HELP);
} else if (unknown.length > 0 || !Number.isInteger(jobs) || jobs < 1) {
  console.error(
    unknown.length > 0 ? `There is no suite ${unknown.join(', ')}.` : '--jobs must be a whole number from 1.',
  );
  console.error(HELP);
  process.exitCode = 2;
} else if (names.every((name) => mutationsOf(SUITES[name], only).length === 0)) {
  console.error(`No mutation is called ${only}.`);
  process.exitCode = 2;
} else {
  const caught: boolean[] = [];
  for (const name of names) caught.push(await trySuite(name, only, jobs));
  process.exitCode = caught.every(Boolean) ? 0 : 1;
}
