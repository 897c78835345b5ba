import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureCertificates } from '../certificates.ts';
import { apicurioSettings } from '../servers/apicurio.ts';
import { formatArguments } from '../servers/kafka.ts';
import { KEYCLOAK_ADMIN, renderRealm } from '../servers/keycloak.ts';
import { redisConfiguration } from '../servers/redis.ts';
import { loadCheckpointKey } from '../state/checkpoint-key.ts';
import { writeWhole } from '../state/files.ts';
import type { KafkaUser, POSTGRES_USERS, Secrets } from '../state/secrets.ts';
import { render } from '../state/template.ts';

/** Where a container of docker-compose.yml finds its own files. */
const IN_CONTAINER = '/run/tieout';
const KAFKA_DATA = '/var/lib/kafka/data/log';
/** What containers call each other. */
const POSTGRES = 'postgres:5432';
const REDIS = 'redis:6379';
const KAFKA_PORT = 9092;

/** The repository's files that secrets are filled into. */
export interface Templates {
  readonly kafkaProperties: string;
  readonly realm: string;
}

/** File texts by container, then by file name. */
export type SecretFiles = Readonly<Record<string, Readonly<Record<string, string>>>>;

export function superuserUrl(passwords: Secrets['postgres']): string {
  return postgresUrl(passwords, 'postgres', 'postgres');
}

/** What each container must know and no other may. @param publicUrl the origin people open */
export function secretFiles(
  secrets: Secrets,
  tls: { readonly ca: string; readonly kafka: string },
  templates: Templates,
  publicUrl: string,
  checkpointKey: string,
): SecretFiles {
  const kafkaUser = (user: KafkaUser) => ({ 'ca.pem': tls.ca, 'kafka-password': secrets.kafka[user] });
  const database = (user: (typeof POSTGRES_USERS)[number]) => ({
    'database-url': postgresUrl(secrets.postgres, user, 'tieout'),
  });
  const redisUrl = { 'redis-url': `redis://tieout:${secrets.redis.tieout}@${REDIS}/0` };
  return {
    kafka: {
      'ca.pem': tls.ca,
      'kafka.pem': tls.kafka,
      'server.properties': kafkaProperties(templates.kafkaProperties, secrets),
      'format.args': formatArguments('/opt/kafka/libs/*', `${IN_CONTAINER}/server.properties`, secrets),
    },
    postgres: { password: secrets.postgres.postgres },
    redis: {
      'redis.conf': redisConfiguration({ bind: '0.0.0.0', port: 6379, folder: '/data' }, secrets.redis),
    },
    apicurio: {
      'apicurio.properties': properties({
        // Above what the registry's own package says.
        config_ordinal: '400',
        ...apicurioSettings(POSTGRES),
        'apicurio.datasource.password': secrets.postgres.apicurio,
      }),
    },
    keycloak: {
      'keycloak.conf': properties({
        'db-username': 'keycloak',
        'db-password': secrets.postgres.keycloak,
        'bootstrap-admin-username': KEYCLOAK_ADMIN,
        'bootstrap-admin-password': secrets.keycloakAdmin,
      }),
      'tieout-realm.json': renderRealm(templates.realm, publicUrl, secrets.people),
    },
    setup: { ...kafkaUser('admin'), ...database('tieout_migrator') },
    reconciler: { ...kafkaUser('reconciler'), ...database('reconciler'), ...redisUrl },
    notifier: { ...kafkaUser('notifier'), ...database('notifier'), ...redisUrl },
    api: { ...database('api'), ...redisUrl },
    retention: database('tieout_migrator'),
    verifier: { ...database('verifier'), 'checkpoint-key.pem': checkpointKey },
    producers: kafkaUser('producer'),
  };
}

/**
 * Makes the certificates and writes every container's files into its own folder of `volumes`, which is what that container, and it alone, gets
 * to see. Readable for every user inside it, because each image runs as a user of its own.
 *
 * @param state keeps the certificates between runs
 */
export async function writeSecretFiles(
  { state, volumes, templates }: { state: string; volumes: string; templates: Templates },
  secrets: Secrets,
  publicUrl: string,
): Promise<void> {
  await ensureCertificates(state, 'kafka', 'tieout-kafka', ['kafka']);
  const tls = {
    ca: await readFile(join(state, 'ca.pem'), 'utf8'),
    kafka: await readFile(join(state, 'kafka.pem'), 'utf8'),
  };
  const checkpointKey = await loadCheckpointKey(join(state, 'checkpoint-key.pem'));
  const containers = Object.entries(secretFiles(secrets, tls, templates, publicUrl, checkpointKey));
  for (const [container, files] of containers) {
    const folder = join(volumes, container);
    await mkdir(folder, { recursive: true });
    for (const [name, text] of Object.entries(files)) await writeWhole(join(folder, name), text, 0o444);
  }
}

/** The launcher's broker, but listening for the other containers. Of a key that is there twice Kafka takes the last. */
function kafkaProperties(template: string, secrets: Secrets): string {
  const controllerPort = KAFKA_PORT + 1;
  const filled = render(template, {
    port: KAFKA_PORT,
    controllerPort,
    dataFolder: KAFKA_DATA,
    keystore: `${IN_CONTAINER}/kafka.pem`,
    truststore: `${IN_CONTAINER}/ca.pem`,
    brokerPassword: secrets.kafka.broker,
  });
  return `${filled}
listeners=CLIENTS://0.0.0.0:${KAFKA_PORT},CONTROLLER://127.0.0.1:${controllerPort}
advertised.listeners=CLIENTS://kafka:${KAFKA_PORT}
`;
}

function postgresUrl(
  passwords: Secrets['postgres'],
  user: (typeof POSTGRES_USERS)[number],
  database: string,
): string {
  return `postgresql://${user}:${passwords[user]}@${POSTGRES}/${database}`;
}

function properties(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}
