import { Command, Option } from 'commander';
import { activateRules, checkTruth, produce, verify } from './commands/against-stack.ts';
import { doctor } from './commands/doctor.ts';
import { explain } from './commands/launch.ts';
import { logs } from './commands/logs.ts';
import { bench, benchReading, faults } from './commands/run-here.ts';
import { reset } from './commands/reset.ts';
import { start } from './commands/start.ts';
import { status } from './commands/status.ts';
import { stop } from './commands/stop.ts';
import { supervise } from './commands/supervise.ts';
import { LONG_SECTIONS, SECTIONS, test } from './commands/test.ts';
import { surroundings } from './env.ts';
import { LauncherError } from './launcher-error.ts';

const here = surroundings();
const program = new Command('tieout').description(
  'Runs Tieout on this machine: servers, services, simulators, tests.',
);

program
  .command('start')
  .description('provision what is missing and start everything; Ctrl-C stops all of it')
  .option('--detach', 'return when everything is ready and leave it running', false)
  .option('--no-producers', 'without the demo simulators')
  .option(
    '--sla <duration>',
    'how long a missing event is waited for, in the first rule set of a fresh state (60s)',
  )
  .option('--servers-only', 'only the servers, with logins for tests', false)
  .addHelpText(
    'after',
    examples(['npm start', 'npm start -- --detach', 'npm start -- --no-producers --sla 5s']),
  )
  .action(async (options) => end(await start(here, options)));

program
  .command('stop')
  .description('stop everything; the data stays')
  .addHelpText('after', examples(['npm stop']))
  .action(async () => end(await stop(here)));

program
  .command('status')
  .description('say how it goes; exit code 0 ready, 1 degraded, 3 not running')
  .option('--json', 'how to reach each part, and how far each lane is, as JSON', false)
  .addHelpText('after', examples(['npm run status', 'npm run --silent status -- --json | jq .kafka']))
  .action(async (options) => end(await status(here, options)));

program
  .command('logs')
  .description('show the last lines of the logs')
  .argument('[name]', 'one process or step: kafka, api, setup …')
  .option('-f, --follow', 'go on showing what comes', false)
  .option('-n, --lines <count>', 'how many lines of each', '20')
  .addHelpText('after', examples(['npm run logs', 'npm run logs -- reconciler -f']))
  .action(async (name, options) => end(await logs(here, name, options)));

program
  .command('reset')
  .description('stop, and delete this stack’s data, passwords and ports')
  .option('--yes', 'without asking', false)
  .addHelpText('after', examples(['npm run reset', 'npm run reset -- --yes']))
  .action(async (options) => end(await reset(here, options)));

program
  .command('produce')
  .description('send events to the running stack; see npm run produce -- --help')
  .helpOption(false)
  .allowUnknownOption()
  .argument('[words...]')
  .action(async (words) => end(await produce(here, words)));

program
  .command('check-truth')
  .description('hold a seeded workload against its truth; see npm run check-truth -- --help')
  .helpOption(false)
  .allowUnknownOption()
  .argument('[words...]')
  .action(async (words) => end(await checkTruth(here, words)));

program
  .command('faults')
  .description('make a stack of its own fail under load; see npm run faults -- --help')
  .helpOption(false)
  .allowUnknownOption()
  .argument('[words...]')
  .action(async (words) => end(await faults(here, words)));

program
  .command('bench')
  .description('measure it beside other ways to do the job; see npm run bench -- --help')
  .helpOption(false)
  .allowUnknownOption()
  .argument('[words...]')
  .action(async (words) => end(await bench(here, words)));

program
  .command('bench-reading')
  .description('measure what people ask of the API; see npm run bench:reading -- --help')
  .helpOption(false)
  .allowUnknownOption()
  .argument('[words...]')
  .action(async (words) => end(await benchReading(here, words)));

program
  .command('verify')
  .description('say whether audit chains and raw records are what was written; see npm run verify -- --help')
  .helpOption(false)
  .allowUnknownOption()
  .argument('[words...]')
  .action(async (words) => end(await verify(here, words)));

program
  .command('activate-rules')
  .description('put a rule set in force; see npm run activate-rules -- --help')
  .helpOption(false)
  .allowUnknownOption()
  .argument('[words...]')
  .action(async (words) => end(await activateRules(here, words)));

program
  .command('test')
  .description(
    'run every check and test: formats and types, unit, simulation, integration on real servers, benchmark (verdicts only), browser',
  )
  .addOption(new Option('--only <section>', 'one part of it').choices([...SECTIONS, ...LONG_SECTIONS]))
  .argument('[files...]', 'with --only unit, integration or browser: the test files')
  .addHelpText(
    'after',
    examples(['npm test', 'npm test -- --only unit', 'npm run test:integration -- services/setup']),
  )
  .action(async (files, options) => end(await test(here, { ...options, files })));

program
  .command('doctor')
  .description('look at this machine and say what a start would find, install or miss')
  .action(async () => end(await doctor(here)));

program
  .command('supervise', { hidden: true })
  .option('--servers-only', '', false)
  .option('--no-producers')
  .option('--no-login')
  .option('--temporary', '', false)
  .option('--sla <duration>')
  .option('--bare-kafka <port>', '', Number)
  .action(async (options) => end(await supervise(here, options)));

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof LauncherError)) throw error;
  await explain(error);
  process.exitCode = 1;
}

function examples(lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  $ ${line}`).join('\n')}`;
}

function end(code: number): void {
  process.exitCode = code;
}
