import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { commandFor, failureText } from './run/failure.ts';
import { Progress } from './run/progress.ts';
import { Summary } from './run/summary.ts';
import { WireFormat } from './workload/wire-format.ts';
import { Simulation } from './world/simulation.ts';

const FAILURES_SHOWN = 3;
const USAGE = 2;

const program = new Command('simulate')
  .description(
    'Runs the engine in simulated worlds, each with faults drawn by its seed, and has every verdict, record, position, audit row and counter audited.',
  )
  .option('--seeds <n>', 'how many worlds', wholeNumber, 200)
  .option('--seed <s>', 'the first one’s seed; the others follow it', wholeNumber, 1)
  .option('--stop', 'at the first world in which something is wrong', false)
  .option('--verbose', 'every step of a failing world, and with --seeds 1 of any', false)
  .addHelpText(
    'after',
    `
Exit codes: 0 no violation and everything came up, 1 violations or something never came up (from 200 seeds on), 2 wrong usage.

Examples:
  npm run simulate -- --seeds 2000
  npm run simulate -- --seeds 1 --seed 17 --verbose      (one world again, step by step)
`,
  )
  .showHelpAfterError('(--help shows every option and examples)')
  .exitOverride()
  .action(run);

interface Options {
  readonly seeds: number;
  readonly seed: number;
  readonly stop: boolean;
  readonly verbose: boolean;
}

async function run({ seeds, seed: first, stop, verbose }: Options): Promise<void> {
  if (!Number.isSafeInteger(first + seeds))
    program.error(`error: there are no ${seeds} seeds from ${first} on`);
  // Nobody reads the stacks of errors that are part of a simulated world, and each costs as much as a verdict.
  if (!verbose) Error.stackTraceLimit = 0;
  const wire = await WireFormat.open();
  const summary = new Summary();
  const progress = new Progress(seeds, process.stdout, () => performance.now());
  for (let seed = first; seed < first + seeds; seed++) {
    const result = await new Simulation(seed, wire).run();
    summary.add(result);
    if (result.violations.length > 0 && summary.failed.length <= FAILURES_SHOWN) {
      progress.clear();
      console.log(`${failureText(result, verbose)}\n`);
    } else if (verbose && seeds === 1) console.log(result.trace.lines().join('\n'));
    progress.show(summary.seeds, summary.failed.length);
    if (stop && summary.failed.length > 0) break;
  }
  progress.clear();
  console.log(summary.text);
  const [failed] = summary.failed;
  if (failed !== undefined)
    console.log(
      `\nSeeds with violations: ${summary.failed.join(', ')}. The first again: ${commandFor(failed)}`,
    );
  if (summary.failed.length > 0 || summary.problems.length > 0) process.exitCode = 1;
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(number) || number < 1)
    throw new InvalidArgumentError('must be a whole number from 1, such as 2000');
  return number;
}

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  // Commander has said it already; it means 0 where help was asked for.
  process.exitCode = error.exitCode === 0 ? 0 : USAGE;
}
