import { cp, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { surroundings, withTemporaryStack } from '@tieout/local';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { ENTRIES, SCENARIOS } from './entries.ts';
import { jsonOf } from './report/json.ts';
import { Screen } from './report/screen.ts';
import { plain } from './report/lay-out.ts';
import { writeDemanded, writePage } from './report/performance-page.ts';
import { figuresTable, ratiosTable, readingsTable } from './report/table.ts';
import { ratiosOf } from './report/goals.ts';
import { type Outcome, run } from './run.ts';
import { freePort } from './stage/ports.ts';

interface Options {
  readonly only: readonly string[];
  readonly txns: number;
  readonly repeat: number;
  readonly seed: string;
  readonly grownResults: number;
  readonly json?: string;
  readonly list: boolean;
}

const ALL = [...ENTRIES, ...SCENARIOS].map(({ name }) => name);
/** What is measured unless somebody asks for other ones by name. */
const USUAL = [...ENTRIES, ...SCENARIOS].filter(({ onDemand }) => onDemand !== true).map(({ name }) => name);
const TXNS = 300_000;
const GROWN_RESULTS = 10_000_000;
const ROUNDS = 3;
const PAGE = 'docs/PERFORMANCE.md';
/** Set off by Ctrl-C: the stack is taken down, and nothing is reported. */
const stop = new AbortController();

const EXAMPLES = `
Every competitor's verdicts are counted and held against the truth; a wrong one has no figure. Absolute figures say more about the machine and
what else it does than about anything measured: compare lines of the same run. A run of everything that is usual, at full size, is written to ${PAGE},
and so is each of the others where it was asked for at full size. b5 and b8 share a database that takes some 35 GB of room, and a quarter of an hour to make.

Exit code 0: all have figures; 1: some have none; 2: it could not be made.

Examples:
  npm run bench
  npm run bench -- --list
  npm run bench -- --txns 20000 --only tieout,jdbc --repeat 1
  npm run bench -- --json figures.json
  npm run bench -- --only b5,b8
  npm run bench -- --only b5,b8 --txns 20000 --grown-results 200000 --repeat 1
`;

const program = new Command('bench')
  .description(
    'Measures Tieout beside what a team would otherwise build and beside what the servers alone can do, on a stack of its own.',
  )
  .addOption(new Option('--txns <n>', 'transactions in the data set').argParser(count).default(TXNS))
  .addOption(
    new Option('--only <names>', 'these, separated by commas')
      .argParser(named)
      .default(USUAL, `all but ${ALL.filter((name) => !USUAL.includes(name)).join(', ')}`),
  )
  .addOption(new Option('--repeat <r>', 'rounds').argParser(count).default(ROUNDS))
  .addOption(
    new Option('--grown-results <n>', 'results in the database of b5 and b8')
      .argParser(count)
      .default(GROWN_RESULTS),
  )
  .option('--seed <s>', 'which transactions', 'b')
  .option('--json <file>', 'write all figures there')
  .option('--list', 'say what there is', false)
  .addHelpText('after', EXAMPLES)
  .showHelpAfterError('(--help shows every option and examples)')
  .exitOverride()
  .action(async (options: Options) => {
    process.exitCode = options.list ? list() : await make(options);
  });

function list(): number {
  for (const { name, title, about } of [...ENTRIES, ...SCENARIOS])
    console.log(`  ${name.padEnd(14)} ${title}: ${about}`);
  return 0;
}

async function make({ only, txns, repeat, seed, grownResults, json }: Options): Promise<number> {
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => stop.abort());
  const { signal } = stop;
  const screen = new Screen(process.stdout);
  const startedAt = new Date();
  const here = surroundings();
  const outcome = await withTemporaryStack(
    here,
    { serversOnly: true, sla: undefined, login: false, bareKafka: await freePort(), signal },
    async (_, stack): Promise<Outcome> => {
      const made = await run(stack, {
        entries: ENTRIES.filter(({ name }) => only.includes(name)),
        scenarios: SCENARIOS.filter(({ name }) => only.includes(name)),
        transactions: txns,
        rounds: repeat,
        seed,
        grownResults,
        screen,
        signal,
      });
      if (!isComplete(made)) await keepLogs(stack.home.logs);
      return made;
    },
  );
  console.log(`\n${plain(figuresTable(outcome.results))}\n`);
  const ratios = ratiosOf(outcome);
  if (ratios.length > 0) console.log(`${plain(ratiosTable(ratios))}\n`);
  if (outcome.scenarios.length > 0) console.log(`${plain(readingsTable(outcome.scenarios))}\n`);
  if (json !== undefined) {
    await writeFile(json, jsonOf({ outcome, startedAt, seed }));
    console.log(`Written to ${json}.`);
  }
  // The page tells of runs that say something only: at full size, often enough for a median.
  if (txns >= TXNS && repeat >= ROUNDS) {
    const minutes = Math.round((Date.now() - startedAt.getTime()) / 60_000);
    const whole = { outcome, startedAt, minutes, rounds: repeat, seed };
    const page = join(here.repo, PAGE);
    const isUsual = USUAL.every((name) => only.includes(name));
    const isDemanded =
      grownResults >= GROWN_RESULTS && ALL.some((name) => !USUAL.includes(name) && only.includes(name));
    if (isUsual) await writePage(page, whole);
    if (isDemanded) await writeDemanded(page, whole);
    if (isUsual || isDemanded) console.log(`Written to ${PAGE}.`);
  }
  return isComplete(outcome) ? 0 : 1;
}

/** The stack's folder is deleted with it. */
async function keepLogs(logs: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'tieout-bench-logs-'));
  await cp(logs, folder, { recursive: true });
  console.log(`The logs of this run: ${folder}`);
}

const isComplete = ({ results, scenarios }: Outcome): boolean =>
  [...results, ...scenarios].every(({ failures }) => failures.length === 0);

function named(text: string): string[] {
  const names = text.split(',');
  const unknown = names.find((name) => !ALL.includes(name));
  if (unknown !== undefined)
    throw new InvalidArgumentError(`There is no ${unknown}; --list shows what there is.`);
  return names;
}

function count(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number > 0) return number;
  throw new InvalidArgumentError('It takes a whole number above 0, such as 20000.');
}

try {
  await program.parseAsync();
} catch (error) {
  // Commander has said it already; it means 0 where help was asked for.
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else if (stop.signal.aborted) {
    console.error('\nInterrupted. Nothing is left running.');
    process.exitCode = 130;
  } else {
    console.error(error instanceof Error ? (error.stack ?? error.message) : error);
    process.exitCode = 2;
  }
}
