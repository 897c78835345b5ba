import { DEFAULT_SLA_MS, type Source, SOURCES } from '@tieout/core';
import {
  bootEnv,
  createKafka,
  createLogger,
  createLogProducer,
  createSchemaRegistry,
  kafkaSettings,
  logSettings,
  registrySettings,
} from '@tieout/runtime';
import { topicCatalogue } from '@tieout/schemas';
import { Argument, Command } from 'commander';
import { handMadeRecord, type HandMadeWords } from './hand-made.ts';
import { createLogWriter, type LogWriter } from './log-writer.ts';
import { DEFAULT_ANOMALIES, seedName, workloadFor } from './live-workload.ts';
import { decimal, milliseconds, wholeNumber } from './numbers.ts';
import { createProgressLine } from './progress-line.ts';
import { Schedule } from './schedule.ts';
import { simulate } from './simulator.ts';
import { runProgram } from './run-program.ts';
import { UsageError } from './usage-error.ts';

interface Options extends HandMadeWords {
  readonly rate?: number;
  readonly count?: number;
  readonly from?: number;
  readonly seed?: string;
  readonly anomalies?: number;
  readonly sla?: number;
}

const DEFAULT_RATE = 20;
const STOP_LIMIT_MS = 4_000;

const EXAMPLES = `
Examples:
  npm run produce -- gateway --txn TXN1003 --amount 5000 --status SUCCESS
  npm run produce -- core --txn TXN1003 --amount 4500 --status SUCCESS     (a mismatch within seconds)
  npm run produce -- mobile --txn TXN1004 --amount 12.50 --status SUCCESS --currency USD
  npm run produce -- all                                                   (simulated payments until Ctrl-C)
  npm run produce -- all --rate 200 --count 10000 --seed 7 --anomalies 0.1
  npm run produce -- core --rate 200 --count 10000 --seed 7                (one source; the others in terminals of their own)
`;

const program = new Command('produce')
  .description(
    'Sends events as the three source systems do: one event made by hand (--txn, --amount, --status), or simulated payments (the other options).',
  )
  .addArgument(new Argument('<source>', 'who tells').choices([...SOURCES, 'all']))
  .option('--txn <id>', 'hand-made: transaction, 1 to 64 of letters, digits, . _ : -')
  .option('--amount <major>', 'hand-made: amount in major units, as a person writes it')
  .option('--status <status>', 'hand-made: SUCCESS, FAILED, PENDING or REVERSED')
  .option('--currency <code>', 'hand-made: ISO 4217 (default: INR)')
  .option('--channel <channel>', 'hand-made: MOBILE, WEB, POS, ATM or BRANCH (default: WEB)')
  .option('--type <type>', 'hand-made: event type (default: what fits the status)')
  .option(
    '--rate <n>',
    `simulator: transactions a second (default: ${DEFAULT_RATE})`,
    decimal('--rate', { least: 0.01, most: 1_000_000, example: '20' }),
  )
  .option(
    '--count <n>',
    'simulator: transactions (default: endless)',
    wholeNumber('--count', { least: 1, most: 1e12, example: '1000' }),
  )
  .option(
    '--from <i>',
    'simulator: index of the first transaction',
    wholeNumber('--from', { least: 0, most: 1e12, example: '0' }),
  )
  .option(
    '--seed <s>',
    'simulator: which payments; the same seed sends the same event ids again (default: follows the clock)',
    seedName,
  )
  .option(
    '--anomalies <p>',
    `simulator: share that goes wrong (default: ${DEFAULT_ANOMALIES})`,
    decimal('--anomalies', { least: 0, most: 1, example: '0.05' }),
  )
  .option(
    '--sla <duration>',
    'simulator: how long the system waits for a missing event; late ones come a quarter later (default: 60s)',
    milliseconds('--sla'),
  )
  .addHelpText('after', EXAMPLES)
  .showHelpAfterError('(--help shows every option and examples)')
  .exitOverride()
  .action(run);

async function run(chosen: Source | 'all', options: Options): Promise<void> {
  const sources = SOURCES.filter((source) => chosen === 'all' || source === chosen);
  const given = (names: readonly (keyof Options)[]) => names.filter((name) => options[name] !== undefined);
  const handMade = given(['txn', 'amount', 'status', 'currency', 'channel', 'type']);
  const simulator = given(['rate', 'count', 'from', 'seed', 'anomalies', 'sla']);
  if (handMade.length === 0) return runSimulator(sources, options, chosen);
  if (simulator.length > 0) {
    throw new UsageError(
      `--${handMade[0]} makes one event by hand, --${simulator[0]} belongs to the simulators: use one or the other.`,
    );
  }
  const [source] = sources;
  if (chosen === 'all' || source === undefined)
    throw new UsageError('A hand-made event has one source: core, gateway or mobile.');
  // Checked before anything is connected.
  const made = handMadeRecord(source, options, new Date());
  await withWriter(async (writer) => {
    const [written] = await writer.write([made]);
    const { record } = made;
    console.log(
      `${source} said ${record.event_type} ${record.status} for ${record.txn_id}: ${options.amount} ${record.currency} (event ${record.event_id}, ${written?.topic} partition ${written?.partition} offset ${written?.offset})`,
    );
  });
}

async function runSimulator(sources: readonly Source[], options: Options, what: string): Promise<void> {
  const {
    rate = DEFAULT_RATE,
    anomalies = DEFAULT_ANOMALIES,
    count = Infinity,
    seed: workloadSeed,
    from: first,
    sla: slaMs = DEFAULT_SLA_MS,
  } = options;
  const { workload, from, behindMs, begunBy } = workloadFor(
    { sources, rate, anomalies, seed: workloadSeed, from: first, count, slaMs },
    Date.now(),
  );
  const stop = new AbortController();
  // The launcher and the terminal may both pass Ctrl-C on; the second changes nothing.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => endSoon(stop));
  await withWriter(async (writer, log) => {
    const line = createProgressLine(what, process.stdout, log);
    const schedule = new Schedule({ workload, sources, begunBy, from, count });
    const end = await simulate({
      schedule,
      writer,
      behindMs,
      signal: stop.signal,
      onProgress: (progress) => line.show(progress),
    });
    line.end(end);
    // Elsewhere the log's last entry says it.
    if (process.stdout.isTTY && workloadSeed !== undefined && !schedule.done)
      console.log(`To go on where this run stopped: --from ${end.wholeBefore}`);
  });
}

/** What is being written gets a moment to arrive; a broker that is away must not keep the person waiting. */
function endSoon(stop: AbortController): void {
  if (stop.signal.aborted) return;
  stop.abort();
  setTimeout(() => {
    console.error(
      'Kafka did not take the last events in time; what is missing is sent again by the same --seed and --from.',
    );
    process.exit(1);
  }, STOP_LIMIT_MS).unref();
}

async function withWriter(
  work: (writer: LogWriter, log: (fields: object, message: string) => void) => Promise<void>,
): Promise<void> {
  const env = bootEnv({ ...kafkaSettings, ...registrySettings, ...logSettings });
  const logger = createLogger({ process: 'producers', level: env.LOG_LEVEL });
  const kafka = createKafka({
    clientId: 'tieout-producers',
    brokers: env.KAFKA_BROKERS,
    caFile: env.KAFKA_CA_FILE,
    username: env.KAFKA_USERNAME,
    password: env.KAFKA_PASSWORD,
    // What kafkajs retries shows in the progress line; its own lines would tear it apart.
    logger: createLogger({ process: 'producers', level: process.stdout.isTTY ? 'fatal' : env.LOG_LEVEL }),
  });
  const catalogue = topicCatalogue({ prefix: env.KAFKA_TOPIC_PREFIX });
  const producer = createLogProducer(kafka);
  await producer.connect();
  try {
    const writer = await createLogWriter(producer, createSchemaRegistry(env.SCHEMA_REGISTRY_URL), catalogue);
    await work(writer, (fields, message) => logger.info(fields, message));
  } finally {
    await producer.disconnect();
  }
}

await runProgram(program, { words: 'Not sent', exitCode: 1 });
