import { readFile, writeFile } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { surroundings, withTemporaryStack } from '@tieout/local';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { markdown, plain } from './report/lay-out.ts';
import { machine } from './report/machine.ts';
import { withPart } from './report/page-part.ts';
import { measureExports, type ExportReading } from './reading/export.ts';
import { fillTo, measureReading, type Reading } from './reading/measure.ts';
import { exportLines, readingLines } from './reading/table.ts';
import { groundOn } from './stage/ground.ts';

interface Options {
  readonly small: number;
  readonly large: number;
  readonly repeat: number;
}
interface Measured {
  readonly small: readonly Reading[];
  readonly large: readonly Reading[];
  readonly exports: readonly ExportReading[];
}

const SMALL = 100_000;
const LARGE = 1_000_000;
const PAGE = 'docs/PERFORMANCE.md';
/** Set off by Ctrl-C: the stack is taken down, and nothing is reported. */
const stop = new AbortController();

const program = new Command('bench:reading')
  .description(
    'Measures what people ask of the API on few and on many results, on a stack of its own, and looks at how Postgres finds it.',
  )
  .addOption(new Option('--small <n>', 'results at first').argParser(count).default(SMALL))
  .addOption(new Option('--large <n>', 'results then').argParser(count).default(LARGE))
  .addOption(new Option('--repeat <r>', 'how often each is read').argParser(count).default(30))
  .addHelpText(
    'after',
    `
A run at full size is written to ${PAGE}.

Exit code 0: no table that grows was read from end to end, and the exports are whole; 1: otherwise; 2: it could not be made.`,
  )
  .showHelpAfterError('(--help shows every option)')
  .exitOverride()
  .action(async (options: Options) => {
    process.exitCode = await make(options);
  });

async function make({ small, large, repeat }: Options): Promise<number> {
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => stop.abort());
  const { signal } = stop;
  const here = surroundings();
  const measured = await withTemporaryStack(
    here,
    { serversOnly: true, sla: undefined, login: false, signal },
    async (_, stack): Promise<Measured> => {
      const ground = await groundOn(stack, signal);
      const database = await ground.database();
      console.log(`Filling with ${small} results …`);
      await fillTo(database.url, 0, small, signal);
      const few = await measureReading(database, small, repeat, signal);
      console.log(`Filling with ${large} results …`);
      await fillTo(database.url, small, large, signal);
      const many = await measureReading(database, large, repeat, signal);
      console.log(`\n${plain(readingLines(few, many, small, large))}\n`);
      const exports = await measureExports(ground, database);
      await database.drop();
      return { small: few, large: many, exports };
    },
  );
  const tables = [
    readingLines(measured.small, measured.large, small, large),
    exportLines(measured.exports),
  ] as const;
  console.log(plain(tables[1]));
  if (small >= SMALL && large >= LARGE) {
    const { processors, model, memoryGb } = machine();
    const told = `${new Date().toISOString().slice(0, 10)}, ${processors} processors (${model}), ${memoryGb} GB; load average ${Math.round(loadavg()[1] ?? 0)}; each read ${repeat} times.`;
    const page = join(here.repo, PAGE);
    const part = [told, ...tables.map(markdown)].join('\n\n');
    await writeFile(page, withPart(await readFile(page, 'utf8'), 'npm run bench:reading', part));
    console.log(`\nWritten to ${PAGE}.`);
  }
  const scanned = [...measured.small, ...measured.large].filter(({ plan }) => plan.scanned.length > 0);
  for (const { name, plan } of scanned) console.log(`${name} reads ${plan.scanned.join()} from end to end`);
  const isWhole = measured.exports.every(({ rows }) => rows === large);
  return scanned.length === 0 && isWhole ? 0 : 1;
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
  else {
    console.error(stop.signal.aborted ? '\nInterrupted. Nothing is left running.' : error);
    process.exitCode = 2;
  }
}
