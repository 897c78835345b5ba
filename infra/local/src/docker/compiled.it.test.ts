import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { surroundings } from '../env.ts';
import { readComposeFile } from './compose-file.ts';

// What an image holds, without the image: the compiled output and its production dependencies, copied out of the repository by the Dockerfile's
// own command and run by plain Node, which knows nothing of our source condition.
const here = surroundings();
const bin = join(here.repo, 'node_modules/.bin');
const environment = { ...here.toolEnvironment, PATH: [bin, ...here.searchPath].join(':') };
const compose = await readComposeFile(here.repo);

const programs = [
  { service: 'setup', args: [], missing: ['KAFKA_BROKERS', 'KAFKA_ADMIN_PASSWORD', 'DATABASE_URL'] },
  { service: 'reconciler', args: [], missing: ['KAFKA_BROKERS', 'DATABASE_URL', 'REDIS_URL'] },
  { service: 'notifier', args: [], missing: ['KAFKA_BROKERS', 'DATABASE_URL', 'REDIS_URL'] },
  { service: 'api', args: [], missing: ['DATABASE_URL', 'REDIS_URL', 'KEYCLOAK_ISSUER'] },
  { service: 'web', args: [], missing: ['API_URL', 'KEYCLOAK_INTERNAL_URL'] },
  { service: 'retention', args: [], missing: ['DATABASE_URL'] },
  { service: 'verifier', args: [], missing: ['DATABASE_URL', 'SCHEMA_REGISTRY_URL', 'CHECKPOINT_KEY'] },
  { service: 'producers', args: ['core'], missing: ['KAFKA_BROKERS', 'SCHEMA_REGISTRY_URL'] },
];

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tieout-images-'));
  const run = { cwd: here.repo, env: environment, extendEnv: false, all: true };
  await execa(join(bin, 'tsc'), ['-b'], run);
  for (const service of [...programs.map((program) => program.service), 'local']) {
    const deploy = ['--filter', `@tieout/${service}`, 'deploy', '--prod', '--prefer-offline'] as const;
    const target = ['--config.inject-workspace-packages=true', join(folder, service)] as const;
    await execa(join(bin, 'pnpm'), [...deploy, ...target], run);
  }
}, 180_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

/** Starts a program as its container would, with nothing in its environment but `env`. */
function start(service: string, main: string, args: readonly string[], env: Record<string, string>) {
  return execa(process.execPath, [join('dist', main), ...args], {
    cwd: join(folder, service),
    env,
    extendEnv: false,
    reject: false,
    all: true,
    timeout: 30_000,
  });
}

/** The first word of each line: the setting it is about. */
function complaints(output: string): Set<string | undefined> {
  return new Set(output.split('\n').map((line) => line.split(' ')[0]));
}

test.each(programs)(
  'the compiled $service starts outside the repository and names the settings it misses',
  async ({ service, args, missing }) => {
    const { exitCode, all } = await start(service, 'main.js', args, {});
    expect([...complaints(all)]).toEqual(expect.arrayContaining(missing));
    expect(exitCode).toBe(2);
  },
);

test.each(programs)(
  'the compiled $service understands every setting docker-compose.yml gives it',
  async ({ service, args }) => {
    const name = service === 'producers' ? 'producer-core' : service;
    const env = compose.services[name]?.environment ?? {};
    // It has no log: it says what it finds.
    const bad = service === 'verifier' ? 'SCHEMA_REGISTRY_URL' : 'LOG_LEVEL';
    // One bad setting keeps it from really starting. The files of secrets are not here either; anything more would be a mistake of ours.
    const { exitCode, all } = await start(service, 'main.js', args, { ...env, [bad]: 'loud' });
    const secrets = Object.keys(env).filter((key) => key.endsWith('_FILE') && key !== 'KAFKA_CA_FILE');
    expect(complaints(all)).toEqual(new Set([bad, ...secrets]));
    expect(exitCode).toBe(2);
  },
);

test('the jobs that make secrets and databases run compiled', async () => {
  const { exitCode, all } = await start('local', 'docker-main.js', ['--help'], {});
  expect(all).toContain('secrets <url>');
  expect(exitCode).toBe(0);
});

test('images carry the migrations, and no test', async () => {
  const store = join(folder, 'setup/node_modules/@tieout/store');
  expect(await readdir(join(store, 'src/postgres/migrations'))).toContain('0001_foundation.sql');
  const ours = programs.map(({ service }) => join(folder, service, 'dist'));
  const packages = ['core', 'runtime', 'schemas', 'sources', 'store'].map((name) =>
    join(folder, 'reconciler/node_modules/@tieout', name, 'dist'),
  );
  const found = await Promise.all([...ours, ...packages].map((path) => readdir(path, { recursive: true })));
  const names = found.flat();
  expect(names).toContain('main.js');
  expect(names.filter((name) => /\.test\.|\.ts$|testing/.test(name))).toEqual([]);
});

test('every image docker-compose.yml builds is one of these', () => {
  const built = Object.values(compose.services).flatMap(({ build }) => build?.args.SERVICE ?? []);
  expect(new Set(built)).toEqual(new Set([...programs.map(({ service }) => service), 'local']));
});
