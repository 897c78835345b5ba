import { join } from 'node:path';
import { findProgram } from '../provision/machine.ts';
import { ensurePackages } from '../provision/packages.ts';
import { ensureHome, homeAt } from '../state/home.ts';
import { checkApiContract } from './api-contract.ts';
import { type Bench, runFrom } from './bench.ts';
import { withControl } from './stack-control.ts';
import { checkTally, playwrightTally, sum, type Tally, vitestTally } from './tally.ts';
import { withTemporaryStack } from './temporary-stack.ts';

/** One part of `npm test`. */
export interface Section {
  readonly title: string;
  run(bench: Bench): Promise<Tally>;
}

/** The root package's scripts that must pass, in the order in which a failure is cheapest to find. */
const CHECKS = ['check:format', 'check:lint', 'check:types', 'check:house', 'check:drift'] as const;

/** Enough that every kind of fault must come up. */
const SIMULATED_WORLDS = '200';

/** Enough that every fault of its data set comes up in every lane. */
const BENCH_TRANSACTIONS = '20000';
/** One of each kind: what is paced or restarted takes minutes and says nothing more about verdicts. */
const BENCH_ENTRIES = ['tieout', 'jdbc', 'streams', 'naive', 'f1', 'f2', 'f3', 'f4-2'];

/** How long a missing event is waited for in a whole stack for tests: long enough to see PARTIAL first. */
const SHORT_SLA = '5s';

export const sections = {
  checks: {
    title: 'Checks: format, lint, types, house rules, generated files',
    async run(bench) {
      const tallies: Tally[] = [];
      for (const check of CHECKS) {
        console.log(`\n· ${check}`);
        tallies.push(
          checkTally(await runFrom(bench, bench.surroundings.repo, ['pnpm', 'run', '--silent', check], {})),
        );
      }
      return sum(tallies);
    },
  },
  unit: {
    title: 'Unit tests',
    run: (bench) => vitest(bench, 'unit', {}),
  },
  simulation: {
    title: 'Simulated worlds: the engine under every fault, in virtual time',
    async run(bench) {
      const program = ['--conditions=@tieout/source', 'simulator/src/main.ts', '--seeds', SIMULATED_WORLDS];
      return checkTally(await runFrom(bench, bench.surroundings.repo, ['node', ...program], {}));
    },
  },
  integration: {
    title: 'Integration tests, on servers of their own',
    run: (bench) =>
      withTemporaryStack(
        bench.surroundings,
        { serversOnly: true, sla: undefined, signal: bench.signal },
        (connection) => vitest(bench, 'integration', { TIEOUT_TEST_SERVERS: connection }),
      ),
  },
  bench: {
    title: 'Benchmark, small: everybody’s verdicts are right; times are not looked at',
    async run(bench) {
      const options = ['--txns', BENCH_TRANSACTIONS, '--repeat', '1', '--only', BENCH_ENTRIES.join(',')];
      const program = ['--conditions=@tieout/source', 'bench/src/main.ts', ...options];
      return checkTally(await runFrom(bench, bench.surroundings.repo, ['node', ...program], {}));
    },
  },
  browser: {
    title: 'Browser tests, on a whole stack of their own',
    // Outages last: what comes after one has to wait until all is well again.
    run: (bench) => playwright(bench, 'pages', 'outages'),
  },
  looks: {
    title: 'Every page in every theme, density and width, held against the rules of accessibility',
    run: (bench) => playwright(bench, 'looks'),
  },
  outages: {
    title: 'Outages that take a while, as a person sees them in the dashboard',
    run: (bench) => playwright(bench, 'outages', 'long-outages'),
  },
  'bench-pages': {
    title: 'Pages measured in Chromium, for docs/PERFORMANCE.md',
    run: (bench) => playwright(bench, 'bench'),
  },
  screens: {
    title: 'Pictures of the pages, for docs/screens',
    run: (bench) => playwright(bench, 'screens'),
  },
  'api-contract': {
    title: 'API contract: the running API against its own OpenAPI document',
    run: (bench) =>
      withTemporaryStack(
        bench.surroundings,
        { serversOnly: false, sla: SHORT_SLA, signal: bench.signal },
        (_, stack) => checkApiContract(bench, stack),
      ),
  },
} as const satisfies Record<string, Section>;

export type SectionName = keyof typeof sections;

async function vitest(bench: Bench, project: string, env: Record<string, string>): Promise<Tally> {
  const report = join(bench.scratch, `${project}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const args = ['vitest', 'run', '--project', project, ...reporters, ...bench.files] as const;
  return vitestTally(report, await runFrom(bench, bench.surroundings.repo, args, env));
}

/** Runs projects of e2e/playwright.config.ts in the distribution's Chromium, against a whole stack of its own. */
async function playwright(bench: Bench, ...projects: readonly string[]): Promise<Tally> {
  const { surroundings, signal, scratch, files } = bench;
  const home = homeAt(join(scratch, 'provision'));
  await ensureHome(home);
  await ensurePackages({ surroundings, home, signal }, { downloads: false, browser: true, python: false });
  const chromium = (await findProgram(surroundings, 'chromium')) ?? 'chromium';
  const options = { serversOnly: false, sla: SHORT_SLA, signal };
  const report = join(scratch, 'playwright.json');
  const e2e = join(surroundings.repo, 'e2e');
  const program = join(e2e, 'node_modules/.bin/playwright');
  const args = [
    'test',
    ...projects.map((project) => `--project=${project}`),
    '--reporter=list,json',
    ...files,
  ];
  return withTemporaryStack(surroundings, options, (connection, stack) =>
    withControl(stack, async (control) => {
      const exitCode = await runFrom(bench, e2e, [program, ...args], {
        TIEOUT_TEST_STACK: connection,
        TIEOUT_TEST_CONTROL: control,
        CHROMIUM_PATH: chromium,
        PLAYWRIGHT_JSON_OUTPUT_FILE: report,
      });
      return playwrightTally(report, exitCode);
    }),
  );
}
