import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { Kafka, logLevel } from 'kafkajs';
import { ensureCertificates } from '../certificates.ts';
import type { Part } from '../process/part.ts';
import { accepts } from '../process/probe.ts';
import { serverJvm, SMALL_JVM, type Stack, type Tools } from '../stack.ts';
import { readIfThere, writeWhole } from '../state/files.ts';
import { KAFKA_USERS, type Secrets } from '../state/secrets.ts';
import { render } from '../state/template.ts';

export function kafka(stack: Stack, tools: Tools): Part {
  const folder = stack.home.data('kafka');
  const data = join(folder, 'data');
  const properties = join(folder, 'server.properties');
  const classPath = (): string[] => ['-cp', join(tools.kafkaLibs, '*')];
  const tls = {
    ca: join(stack.home.tls, 'ca.pem'),
    keystore: join(stack.home.tls, 'kafka.pem'),
  };
  return {
    name: 'kafka',
    kind: 'server',
    port: stack.ports.kafka,
    readyWithinMs: 60_000,
    stop: { signal: 'SIGTERM', patienceMs: 20_000 },

    async prepare(signal) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await ensureCertificates(stack.home.tls, 'kafka', 'tieout-kafka');
      const template = await readFile(join(stack.surroundings.repo, 'infra/kafka/server.properties'), 'utf8');
      const values = {
        port: stack.ports.kafka,
        controllerPort: stack.ports.kafkaController,
        dataFolder: data,
        keystore: tls.keystore,
        truststore: tls.ca,
        brokerPassword: stack.secrets.kafka.broker,
      };
      const bare = stack.bareKafka === undefined ? '' : bareListener(stack.ports, stack.bareKafka);
      await writeWhole(properties, render(template, values) + bare, 0o600);
      await format(signal);
    },
    command: () => ({
      file: tools.java,
      args: [
        '-Xms128m',
        '-Xmx512m',
        ...serverJvm(stack, 'kafka'),
        '-Dorg.slf4j.simpleLogger.showDateTime=true',
        '-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd HH:mm:ss.SSS',
        ...classPath(),
        'kafka.Kafka',
        properties,
      ],
      cwd: folder,
    }),
    isReady: async () => (await accepts(stack.ports.kafka)) && answersAdmin(stack),
  };

  /** Gives the data folder its cluster id and the users their passwords. A format that was cut short is done again. */
  async function format(signal: AbortSignal): Promise<void> {
    const marker = join(folder, 'formatted');
    if ((await readIfThere(marker)) !== undefined) return;
    await rm(data, { recursive: true, force: true });
    const argumentFile = join(folder, 'format.args');
    await writeFile(argumentFile, formatArguments(join(tools.kafkaLibs, '*'), properties, stack.secrets), {
      mode: 0o600,
    });
    try {
      await execa(tools.java, [`@${argumentFile}`], { cwd: folder, cancelSignal: signal, all: true });
    } finally {
      await rm(argumentFile, { force: true });
    }
    await writeWhole(marker, `${stack.secrets.kafkaClusterId}\n`);
  }
}

/** Of a key that is there twice Kafka takes the last. */
function bareListener({ kafka: port, kafkaController }: Stack['ports'], bare: number): string {
  return `
listeners=CLIENTS://127.0.0.1:${port},CONTROLLER://127.0.0.1:${kafkaController},BARE://127.0.0.1:${bare}
advertised.listeners=CLIENTS://localhost:${port},BARE://localhost:${bare}
listener.security.protocol.map=CLIENTS:SASL_SSL,CONTROLLER:SSL,BARE:PLAINTEXT
super.users=User:admin;User:broker;User:CN=tieout-kafka;User:ANONYMOUS
`;
}

/**
 * What Java needs to format a data folder, one argument a line: in an argument file, because a command line can be read by everybody on the
 * machine.
 */
export function formatArguments(
  classPath: string,
  properties: string,
  secrets: Pick<Secrets, 'kafka' | 'kafkaClusterId'>,
): string {
  const users = KAFKA_USERS.flatMap((name) => [
    '-S',
    `SCRAM-SHA-512=[name=${name},password=${secrets.kafka[name]}]`,
  ]);
  const args = ['format', `--cluster-id=${secrets.kafkaClusterId}`, '-c', properties, ...users];
  return [...SMALL_JVM, '-cp', classPath, 'kafka.tools.StorageTool', ...args]
    .map((arg) => JSON.stringify(arg))
    .join('\n');
}

async function answersAdmin(stack: Stack): Promise<boolean> {
  try {
    await withAdmin(stack, async (admin) => {
      await admin.describeCluster();
    });
    return true;
  } catch {
    return false; // the listener is open before the users are loaded
  }
}

/** Runs some administration as the super user. */
export async function withAdmin<T>(
  stack: Pick<Stack, 'home' | 'ports' | 'secrets'>,
  work: (admin: ReturnType<Kafka['admin']>) => Promise<T>,
): Promise<T> {
  const client = new Kafka({
    clientId: 'tieout-launcher',
    brokers: [`localhost:${stack.ports.kafka}`],
    ssl: { ca: [await readFile(join(stack.home.tls, 'ca.pem'), 'utf8')] },
    sasl: { mechanism: 'scram-sha-512', username: 'admin', password: stack.secrets.kafka.admin },
    connectionTimeout: 3000,
    authenticationTimeout: 3000,
    requestTimeout: 5000,
    logLevel: logLevel.NOTHING,
    retry: { retries: 0 },
  });
  const admin = client.admin();
  try {
    await admin.connect();
    return await work(admin);
  } finally {
    await admin.disconnect();
  }
}
