import { cp, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { surroundings, withTemporaryStack } from '@tieout/local';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import type { Fault } from './fault.ts';
import { FAULTS } from './faults/index.ts';
import { writePage } from './report/reliability-page.ts';
import { Screen } from './report/screen.ts';
import { plainTable } from './report/table.ts';
import { type Outcome, run } from './run.ts';
import { SLA } from './stage/load.ts';

interface Options {
  readonly only?: readonly Fault[];
  readonly all: boolean;
  readonly transactions?: number;
  readonly seed: string;
  readonly list: boolean;
}

const PAGE = 'docs/RELIABILITY.md';
const FINDINGS_SHOWN = 30;
/** Set off by Ctrl-C: the stack is taken down, and nothing is reported. */
const stop = new AbortController();

const EXAMPLES = `
Prints a line for each fault: how often it struck, what was lost, doubled or wrong, and the longest that it took until every lane
had committed again and until the log had been read to its end. Where anything is found, the logs of all processes are kept.

Exit code 0: nothing was found; 1: something was; 2: it could not be made.

Examples:
  npm run faults                                   all but those that take minutes each; about twenty minutes
  npm run faults -- --list
  npm run faults -- --only mixed --seed 7
  npm run faults -- --only kill,flushall --transactions 1000
`;

const program = new Command('faults')
  .description(
    'Starts a stack of its own, lets payments flow through it while things go wrong, and checks that nothing is lost, doubled or wrong.',
  )
  .addOption(
    new Option('--only <names>', 'these faults, separated by commas').argParser(named).conflicts('all'),
  )
  .option('--all', 'also those that take minutes; writes docs/RELIABILITY.md', false)
  .option('--transactions <n>', 'for each fault, in the same time, instead of its own number', count)
  .option('--seed <s>', 'which payments, and when faults strike', '7')
  .option('--list', 'say which faults there are', false)
  .addHelpText('after', EXAMPLES)
  .showHelpAfterError('(--help shows every option and examples)')
  .exitOverride()
  .action(async (options: Options) => {
    process.exitCode = options.list ? list() : await make(options);
  });

function list(): number {
  for (const { name, title, transactions, isLong = false } of FAULTS)
    console.log(
      `  ${name.padEnd(18)} ${title} (${transactions.toLocaleString('en-US')} transactions${isLong ? '; long' : ''})`,
    );
  return 0;
}

async function make({ only, all, transactions, seed }: Options): Promise<number> {
  const here = surroundings();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => stop.abort());
  const { signal } = stop;
  const faults = only ?? FAULTS.filter(({ isLong = false }) => all || !isLong);
  const startedAt = new Date();
  const screen = new Screen((line) => console.log(line), process.stdout);
  const { rows, findings } = await withTemporaryStack(
    here,
    { serversOnly: false, sla: SLA, signal },
    async (_, stack): Promise<Outcome> => {
      try {
        const outcome = await run(stack, { faults, seed, transactions, signal, screen });
        if (outcome.findings.length > 0) await keepLogs(stack.home.logs);
        return outcome;
      } catch (error) {
        if (!signal.aborted) await keepLogs(stack.home.logs);
        throw error;
      }
    },
  );
  console.log(`\n${plainTable(rows)}\n`);
  for (const finding of findings.slice(0, FINDINGS_SHOWN)) console.log(finding);
  if (findings.length > FINDINGS_SHOWN) console.log(`… and ${findings.length - FINDINGS_SHOWN} more`);
  if (all && transactions === undefined) {
    const minutes = Math.round((Date.now() - startedAt.getTime()) / 60_000);
    await writePage(join(here.repo, PAGE), { rows, seed, startedAt, minutes });
    console.log(`Written to ${PAGE}.`);
  }
  console.log(
    findings.length === 0 ? 'Nothing lost, nothing doubled, nothing wrong.' : `${findings.length} findings.`,
  );
  return findings.length === 0 ? 0 : 1;
}

/** The stack's folder is deleted with it. */
async function keepLogs(logs: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'tieout-faults-logs-'));
  await cp(logs, folder, { recursive: true });
  console.log(`The logs of this run: ${folder}`);
}

function named(text: string): Fault[] {
  return text.split(',').map((name) => {
    const fault = FAULTS.find((one) => one.name === name);
    if (fault === undefined) throw new InvalidArgumentError(`There is no fault ${name}; --list shows them.`);
    return fault;
  });
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
