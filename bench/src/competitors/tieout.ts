import { type Command, reconciler, sourceCommand } from '@tieout/local';
import { Client } from 'pg';
import type { Dataset } from '../dataset/preload.ts';
import type { Database, Ground } from '../stage/ground.ts';
import { openView } from '../stage/view.ts';
import { type Program, startProgram } from '../stage/program.ts';
import { deleteKeys } from '../stage/redis-keys.ts';
import { freePort } from '../stage/ports.ts';
import type { Competitor, Running } from './competitor.ts';
import { answersIn, lanePositions, laneState } from './results-table.ts';

/** How reconcilers are run other than in production. */
interface Ways {
  /** Turns the servers' addresses into other ones. */
  readonly postgres?: (url: string) => string;
  readonly redis?: (url: string) => string;
  readonly commitSlots?: number;
  readonly slaMs?: number;
  /** Instead of an empty one. */
  readonly database?: Database;
  /** On Kafka's bare listener. */
  readonly bare?: boolean;
  /** Besides those of production. */
  readonly nodeOptions?: readonly string[];
}

let opened = 0;

export const tieout: Competitor = {
  name: 'tieout',
  title: 'Tieout',
  about:
    'the reconciler as it runs in production, two flushes at once, state in Postgres and cached in Redis',
  share: 1,
  start: (ground, dataset) => startTieout(ground, dataset),
};

export const twoTieouts: Competitor = {
  name: 'tieout-2',
  title: 'Tieout, two processes',
  about: 'two such reconcilers in one group, each with half of the lanes',
  share: 1,
  start: (ground, dataset) => startTieout(ground, dataset, { processes: 2 }),
};

/** The same on a connection to Kafka that nothing protects. */
export const bareTieout: Competitor = {
  name: 'tieout-bare',
  title: 'Tieout, bare Kafka',
  about: 'the same process on a listener without TLS and password: what those cost',
  share: 1,
  start: (ground, dataset) => startTieout(ground, dataset, { bare: true }),
};

/** The product's own reconcilers, on an empty database unless said. */
export async function startTieout(
  ground: Ground,
  dataset: Dataset,
  { processes = 1, ...ways }: Ways & { readonly processes?: number } = {},
): Promise<Running> {
  const site = await openSite(ground, dataset, ways);
  const running = await runOn(ground, site, dataset, processes);
  return {
    ...running,
    async stop() {
      await running.stop();
      await site.close();
    },
  };
}

/** So many reconcilers; the site is still open when they have stopped. */
export async function runOn(ground: Ground, site: Site, dataset: Dataset, processes = 1): Promise<Running> {
  const programs = await Promise.all(Array.from({ length: processes }, () => site.start()));
  const { looking } = site;
  return {
    pids: programs.map(({ pid }) => pid),
    askEveryMs: 100,
    group: site.group,
    state() {
      for (const program of programs) program.assertRunning();
      return laneState(looking, dataset);
    },
    positions: () => lanePositions(looking, dataset),
    answers: () => answersIn(looking),
    view: () => openView(ground, site.database, site.redisPrefix),
    async stop() {
      await Promise.all(programs.map((program) => program.stop()));
    },
  };
}

/** A database, keys and a group, for any number of reconcilers one after the other or side by side. */
export interface Site {
  /** Starts one as its supervisor does. */
  start(): Promise<Program>;
  readonly group: string;
  readonly database: Database;
  readonly redisPrefix: string;
  /** For looking at its tables. */
  readonly looking: Client;
  close(): Promise<void>;
}

export async function openSite(
  ground: Ground,
  dataset: Dataset,
  {
    postgres = same,
    redis = same,
    commitSlots = 2,
    slaMs,
    nodeOptions = [],
    bare = false,
    database: given,
  }: Ways = {},
): Promise<Site> {
  const database = given ?? (await ground.database(slaMs));
  const name = `bench-tieout-${(opened += 1)}`;
  const command = bare ? bareReconciler(ground) : reconciler(ground.stack).command();
  const looking = new Client({ connectionString: database.url });
  await looking.connect();
  const redisPrefix = `tieout:${name}:`;
  return {
    looking,
    database,
    redisPrefix,
    // The reconciler puts the topics' prefix before its group.
    group: `${dataset.prefix}${name}`,
    async start() {
      return startProgram(ground, name, {
        ...command,
        env: {
          ...command.env,
          ...ground.kafkaEnvironment,
          ...(bare ? { KAFKA_BROKERS: bareBroker(ground) } : {}),
          NODE_OPTIONS: [command.env?.['NODE_OPTIONS'] ?? '', ...nodeOptions].join(' ').trim(),
          KAFKA_TOPIC_PREFIX: dataset.prefix,
          KAFKA_CLIENT_GROUP: name,
          DATABASE_URL: postgres(database.writerUrl),
          REDIS_URL: redis(ground.redisUrl),
          REDIS_KEY_PREFIX: redisPrefix,
          COMMIT_SLOTS: String(commitSlots),
          HTTP_PORT: String(await freePort()),
          LOG_LEVEL: 'warn',
        },
      });
    },
    async close() {
      await looking.end();
      await database.drop();
      await deleteKeys(ground.redisUrl, redisPrefix);
    },
  };
}

function bareReconciler({ stack }: Ground): Command {
  const { env = {} } = reconciler(stack).command();
  return sourceCommand(stack.surroundings.repo, 'bench/src/competitors/bare-reconciler-main.ts', [], env);
}

/** @throws Error where the stack has no such listener */
function bareBroker({ stack }: Ground): string {
  if (stack.bareKafka === undefined) throw new Error('Kafka has no bare listener');
  return `localhost:${stack.bareKafka}`;
}

const same = (url: string): string => url;
