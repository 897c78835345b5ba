import {
  kafkaEnvironment,
  postgresUrl,
  readRecord,
  redisUrl,
  registryUrl,
  type TemporaryStack,
} from '@tieout/local';
import { createKafka, createLogger } from '@tieout/runtime';
import { migrate, storeFirstRuleSet } from '@tieout/store';
import { firstRuleSet } from '@tieout/core';
import type { Kafka } from 'kafkajs';
import { Client } from 'pg';
import type { Workplace } from './program.ts';

/** How long a missing event is waited for; the data set is older than that before anybody reads it. */
export const SLA_MS = 5_000;

/** A database of its own for one run. */
export interface Database {
  /** As the superuser: for looking at anything. */
  readonly url: string;
  /** As the reconciler's login. */
  readonly writerUrl: string;
  /** As the API's login. */
  readonly readerUrl: string;
  drop(): Promise<void>;
}

export type Server = 'kafka' | 'postgres' | 'redis';
export const SERVERS = ['kafka', 'postgres', 'redis'] as const satisfies readonly Server[];

/** The servers everything is measured on. */
export interface Ground extends Workplace {
  readonly stack: TemporaryStack;
  /** As the super user. */
  readonly kafka: Kafka;
  readonly registryUrl: string;
  /** As the default user: every key. */
  readonly redisUrl: string;
  /** What a process needs to speak Kafka as the super user; the same for everybody, so that access rules cost everybody the same. */
  readonly kafkaEnvironment: Readonly<Record<string, string>>;
  /** The process ids of the servers. */
  readonly servers: Readonly<Record<Server, number>>;
  /** With the product's tables and its first rule set, empty. @param slaMs 5 s unless said */
  database(slaMs?: number): Promise<Database>;
}

const TEMPLATE = 'bench_template';

export async function groundOn(stack: TemporaryStack, signal: AbortSignal): Promise<Ground> {
  const environment = kafkaEnvironment(stack, 'admin');
  await makeTemplate(stack);
  let made = 0;
  return {
    stack,
    signal,
    logFile: (name) => stack.home.log(name),
    environment: stack.surroundings.processEnvironment,
    kafka: createKafka({
      clientId: 'tieout-bench',
      brokers: [environment['KAFKA_BROKERS'] ?? ''],
      caFile: environment['KAFKA_CA_FILE'] ?? '',
      username: 'admin',
      password: stack.secrets.kafka.admin,
      // Its errors are thrown, or passing: a coordinator that is still loading.
      logger: createLogger({ process: 'bench', level: 'fatal' }),
    }),
    registryUrl: registryUrl(stack.ports),
    redisUrl: redisUrl(stack, 'default'),
    kafkaEnvironment: environment,
    servers: await pidsOf(stack),
    async database(slaMs = SLA_MS) {
      const name = `bench_${(made += 1)}`;
      await asSuperuser(stack, async (admin) => {
        await admin.query(`CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`);
        // Everybody starts with the write-ahead log in the same state.
        await admin.query('CHECKPOINT');
      });
      const url = postgresUrl(stack, 'postgres', name);
      await storeFirstRuleSet(url, firstRuleSet({ slaMs }));
      return {
        url,
        writerUrl: postgresUrl(stack, 'reconciler', name),
        readerUrl: postgresUrl(stack, 'api', name),
        drop: () =>
          asSuperuser(stack, async (admin) => {
            await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
          }),
      };
    },
  };
}

async function makeTemplate(stack: TemporaryStack): Promise<void> {
  await asSuperuser(stack, async (admin) => {
    await admin.query(`CREATE DATABASE ${TEMPLATE}`);
  });
  const url = postgresUrl(stack, 'postgres', TEMPLATE);
  await migrate(url);
}

async function asSuperuser(stack: TemporaryStack, work: (admin: Client) => Promise<void>): Promise<void> {
  const admin = new Client({ connectionString: postgresUrl(stack, 'postgres', 'postgres') });
  await admin.connect();
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}

async function pidsOf(stack: TemporaryStack): Promise<Record<Server, number>> {
  const record = await readRecord(stack.home.record);
  const pid = (name: Server): number => {
    const found = record?.processes.find((row) => row.name === name)?.identity?.pid;
    if (found === undefined) throw new Error(`${name} does not run`);
    return found;
  };
  return { kafka: pid('kafka'), postgres: pid('postgres'), redis: pid('redis') };
}
