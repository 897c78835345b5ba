import { kafkaEnvironment, postgresUrl, type TemporaryStack } from '@tieout/local';
import { createKafka, createLogger, createLogInspector } from '@tieout/runtime';
import { topicCatalogue } from '@tieout/schemas';
import type { Kafka } from 'kafkajs';
import { Pool } from 'pg';
import { checkEvidence } from './check/evidence.ts';
import { checkInvariants, INVARIANTS } from './check/invariants.ts';
import { checkTruth } from './check/truth.ts';
import { act, type Acted } from './act.ts';
import type { Fault } from './fault.ts';
import { Random } from './random.ts';
import type { Screen } from './report/screen.ts';
import type { Row } from './report/table.ts';
import { Processes } from './stage/processes.ts';
import { Reconcilers } from './stage/reconcilers.ts';
import { type Scene, Stage } from './stage/stage.ts';
import { readLanes, type Topics, Watch } from './stage/watch.ts';

export interface RunOptions {
  readonly faults: readonly Fault[];
  readonly seed: string;
  /** Of every fault, in the same time, instead of its own number. */
  readonly transactions: number | undefined;
  readonly signal: AbortSignal;
  readonly screen: Screen;
}

/** What came of a run. */
export interface Outcome {
  readonly rows: readonly Row[];
  /** Everything found that must not be, in words. */
  readonly findings: readonly string[];
}

/** Some look at every row there is, of millions where a run is told to have them. */
const STATEMENT_LIMIT_MS = 900_000;

/** Makes the faults one after the other on one running stack, each with payments of its own, and checks after each and in the end. */
export async function run(stack: TemporaryStack, options: RunOptions): Promise<Outcome> {
  const { faults, seed, signal, screen } = options;
  const topics = topicsOf();
  const kafka = superUser(stack);
  const inspector = createLogInspector(kafka);
  const database = poolOf(stack, 2, STATEMENT_LIMIT_MS);
  const eyes = poolOf(stack, 1, 3_000);
  const watch = new Watch(
    { lanes: () => readLanes(eyes), ends: () => inspector.watermarks(Object.values(topics)) },
    topics,
  );
  const processes = new Processes(stack, signal);
  const reconcilers = new Reconcilers(stack, processes, watch, signal);
  const rows: Row[] = [];
  const findings: string[] = [];
  const acted: Acted[] = [];
  await inspector.connect();
  watch.start();
  try {
    let from = 0;
    for (const fault of faults) {
      const slice = { seed, from, count: options.transactions ?? fault.transactions };
      const rate = Math.ceil((fault.rate * slice.count) / fault.transactions);
      const scene: Scene = {
        stack,
        processes,
        reconcilers,
        watch,
        database,
        kafka,
        topics,
        slice,
        rate,
        random: new Random(`${seed}/${fault.name}`),
        signal,
        say: (line) => screen.line(`  ${line}`),
      };
      screen.line(`${fault.title}: ${slice.count.toLocaleString('en-US')} transactions, ${rate} a second`);
      const stage = new Stage(scene);
      acted.push(await act(fault, stage, screen));
      from += stage.sent.count;
    }
    // Once for all of them: the last deadline passes 15 SLAs after the last record. So each slice is also held against what came after it.
    screen.line('verdicts of all transactions');
    const news = (line: string): void => screen.status(`  ${line}`);
    const whole = await checkTruth(stack, { seed, from: 0, count: from }, news, signal);
    for (const one of acted) {
      const differences = whole.length === 0 ? [] : await checkTruth(stack, one.stage.sent, news, signal);
      const wrong = [...one.wrong, ...differences];
      rows.push(rowOf(one, wrong.length));
      const all = [
        ...one.lost.map((record) => `lost: ${record}`),
        ...one.doubled.map((record) => `doubled: ${record}`),
        ...wrong.map((what) => `wrong: ${what}`),
      ];
      // One by one: what went wrong for each of very many transactions is more than a call takes arguments.
      for (const finding of all) findings.push(`${one.fault.name}: ${finding}`);
    }
    findings.push(...(await checkInvariants(database, INVARIANTS)).map((what) => `in the end: ${what}`));
    screen.line('evidence of all of it');
    findings.push(...(await checkEvidence(stack, news, signal)));
    return { rows, findings };
  } finally {
    await reconcilers.endAll();
    await watch.stop();
    await Promise.allSettled([inspector.disconnect(), database.end(), eyes.end()]);
  }
}

function rowOf({ fault, stage, lost, doubled }: Acted, wrong: number): Row {
  const { times, firstCommitMs, zeroLagMs, notes } = stage;
  return {
    name: fault.name,
    title: fault.title,
    transactions: stage.sent.count,
    times,
    lost: lost.length,
    doubled: doubled.length,
    wrong,
    firstCommitMs,
    zeroLagMs,
    notes,
  };
}

function topicsOf(): Topics {
  const { core, gateway, mobile } = topicCatalogue();
  return { core: core.name, gateway: gateway.name, mobile: mobile.name };
}

function superUser(stack: TemporaryStack): Kafka {
  const env = kafkaEnvironment(stack, 'admin');
  return createKafka({
    clientId: 'tieout-faults',
    brokers: [env['KAFKA_BROKERS'] ?? ''],
    caFile: env['KAFKA_CA_FILE'] ?? '',
    username: 'admin',
    password: stack.secrets.kafka.admin,
    // A broker that is away is what this is about.
    logger: createLogger({ process: 'faults', level: 'fatal' }),
  });
}

function poolOf(stack: TemporaryStack, max: number, limitMs: number): Pool {
  const pool = new Pool({
    connectionString: postgresUrl(stack, 'postgres', 'tieout'),
    application_name: 'tieout faults',
    max,
    connectionTimeoutMillis: 3_000,
    statement_timeout: limitMs,
    query_timeout: limitMs + 1_000,
  });
  pool.on('error', expectIt);
  pool.on('connect', (client) => client.on('error', expectIt));
  return pool;
}

/** The server is killed on purpose: the query under way rejects, and an idle connection is replaced. */
function expectIt(): void {}
