import { SOURCES } from '@tieout/core';
import {
  bootEnv,
  createKafka,
  createLogger,
  createLogInspector,
  kafkaSettings,
  logSettings,
  postgresSettings,
} from '@tieout/runtime';
import { topicCatalogue } from '@tieout/schemas';
import { openPool, openReader } from '@tieout/store/reading';
import { Command } from 'commander';
import { checkTruth, type System } from './check/check-truth.ts';
import { type Expected, expectedOf, spoilt } from './check/expectation.ts';
import { DEFAULT_ANOMALIES, seedName, workloadFor } from './live-workload.ts';
import { decimal, wholeNumber } from './numbers.ts';
import { runProgram } from './run-program.ts';
import { UsageError } from './usage-error.ts';

interface Options {
  readonly seed: string;
  readonly count: number;
  readonly from: number;
  readonly anomalies: number;
  readonly spoil?: number;
}

/** One of them counts every record that was kept, of millions where a run has sent them. */
const STATEMENT_LIMIT_MS = 900_000;

const EXAMPLES = `
Examples:
  npm run produce -- all --count 20000 --seed 7 --rate 200     then
  npm run check-truth -- --count 20000 --seed 7                (waits until every deadline has passed; 0 differences, exit code 0)
  npm run check-truth -- --count 20000 --seed 7 --spoil 12     (expects something wrong of transaction 12: one difference, exit code 1)
`;

const program = new Command('check-truth')
  .description(
    'Holds what the running system stored of a seeded workload against what must have come of it, known because the workload was made that way: status, reasons, severity, figures and legs of every transaction, and each record once.',
  )
  .requiredOption('--seed <s>', 'which payments, as given to produce', seedName)
  .requiredOption(
    '--count <n>',
    'how many transactions',
    wholeNumber('--count', { least: 1, most: 10_000_000, example: '20000' }),
  )
  .option(
    '--from <i>',
    'index of the first',
    wholeNumber('--from', { least: 0, most: 1e12, example: '0' }),
    0,
  )
  .option(
    '--anomalies <p>',
    'share that goes wrong, as given to produce',
    decimal('--anomalies', { least: 0, most: 1, example: '0.05' }),
    DEFAULT_ANOMALIES,
  )
  .option(
    '--spoil <i>',
    'expect a wrong amount of the transaction of this index, to see the difference reported',
    wholeNumber('--spoil', { least: 0, most: 1e12, example: '12' }),
  )
  .addHelpText('after', EXAMPLES)
  .showHelpAfterError('(--help shows every option and examples)')
  .exitOverride()
  .action(run);

async function run(options: Options): Promise<void> {
  const expected = expectedFrom(options);
  const { differences, events, records, table } = await withSystem((system) =>
    checkTruth(system, expected, progress),
  );
  progress('');
  console.log(table);
  console.log(
    `\n${grouped(expected.count)} transactions, ${grouped(events)} distinct events in ${grouped(records)} records.`,
  );
  for (const line of differences.lines()) console.log(line);
  console.log(`${grouped(differences.count)} ${differences.count === 1 ? 'difference' : 'differences'}`);
  process.exitCode = differences.count === 0 ? 0 : 1;
}

const grouped = (count: number): string => count.toLocaleString('en-US');

function expectedFrom({ seed, count, from, anomalies, spoil }: Options): Expected {
  // Neither the rate nor the SLA has a part in what must come of a seeded workload.
  const wish = { sources: SOURCES, rate: 1, slaMs: 1, seed, from, count, anomalies };
  const { workload } = workloadFor(wish, 0);
  const expected = expectedOf(workload, from, count);
  if (spoil === undefined) return expected;
  if (spoil < from || spoil >= from + count)
    throw new UsageError(`--spoil takes the index of a checked transaction, ${from} to ${from + count - 1}.`);
  return spoilt(expected, spoil);
}

const SAY_AGAIN_MS = 10_000;
let saidAt = -Infinity;

/** On a terminal one line that is rewritten, elsewhere a line now and then; apart from the result, which goes to standard output. */
function progress(say: string): void {
  if (process.stderr.isTTY) {
    process.stderr.write(`\r\u001B[2K${say}`);
  } else if (say !== '' && performance.now() - saidAt >= SAY_AGAIN_MS) {
    saidAt = performance.now();
    console.error(say);
  }
}

async function withSystem<T>(work: (system: System) => Promise<T>): Promise<T> {
  const env = bootEnv({ ...kafkaSettings, ...postgresSettings, ...logSettings });
  const catalogue = topicCatalogue({ prefix: env.KAFKA_TOPIC_PREFIX });
  const topics = {
    core: catalogue.core.name,
    gateway: catalogue.gateway.name,
    mobile: catalogue.mobile.name,
  };
  const inspector = createLogInspector(
    createKafka({
      clientId: 'tieout-check-truth',
      brokers: env.KAFKA_BROKERS,
      caFile: env.KAFKA_CA_FILE,
      username: env.KAFKA_USERNAME,
      password: env.KAFKA_PASSWORD,
      logger: createLogger({ process: 'check-truth', level: 'fatal' }),
    }),
  );
  const pool = openPool({
    url: env.DATABASE_URL,
    name: 'tieout check-truth',
    connectionsMax: 2,
    statementLimitMs: STATEMENT_LIMIT_MS,
    // The query that was running on it fails and says so.
    onConnectionError: () => {},
  });
  try {
    await inspector.connect();
    return await work({
      reader: openReader(pool),
      topics,
      logEnds: () => inspector.watermarks(Object.values(topics)),
    });
  } finally {
    await Promise.allSettled([inspector.disconnect(), pool.end()]);
  }
}

// 1 is for a system that differs.
await runProgram(program, { words: 'Not checked', exitCode: 2 });
