import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ensureHome, type Home, homeAt } from '../state/home.ts';
import { type Identity, isAlive } from './identity.ts';
import { Keeper } from './keeper.ts';
import type { Part } from './part.ts';

let home: Home;
let notes: string[];

beforeEach(async () => {
  home = homeAt(await mkdtemp(join(tmpdir(), 'keeper-')));
  await ensureHome(home);
  notes = [];
});

afterEach(async () => {
  await rm(home.folder, { recursive: true });
});

function keep(script: string, part: Partial<Part> = {}): Keeper {
  return new Keeper(
    {
      name: 'sample',
      kind: 'service',
      port: null,
      readyWithinMs: 60_000,
      stop: { signal: 'SIGTERM', patienceMs: 500 },
      command: () => ({ file: process.execPath, args: ['-e', script], cwd: home.folder }),
      isReady: async () => (await readFile(home.log('sample'), 'utf8')).includes('up'),
      ...part,
    },
    { home, environment: {}, changed: () => undefined, note: (text) => notes.push(text) },
  );
}

function identityOf(keeper: Keeper): Identity {
  const { identity } = keeper.row;
  if (identity === null) throw new Error('nothing runs');
  return identity;
}

const never = new AbortController().signal;
const RUNS = "console.log('up'); setInterval(() => undefined, 1000)";

test('a process that is killed is started again under a new pid', async () => {
  const keeper = keep(RUNS);
  await keeper.start(never);
  const first = identityOf(keeper);
  process.kill(first.pid, 'SIGKILL');
  await expect.poll(() => keeper.row).toMatchObject({ state: 'ready', restarts: 1 });
  expect(identityOf(keeper).pid).not.toBe(first.pid);
  await keeper.stop();
});

test('stopping ends the process and does not start it again', async () => {
  const keeper = keep(RUNS);
  await keeper.start(never);
  const identity = identityOf(keeper);
  expect(await keeper.stop()).toBe(true);
  expect(await isAlive(identity)).toBe(false);
  expect(keeper.row).toMatchObject({ state: 'stopped', identity: null, restarts: 0 });
  expect(notes).toEqual([]);
});

test('a process that ends while it is held stays down until it is released, and is then started without a pause', async () => {
  const keeper = keep(RUNS);
  await keeper.start(never);
  const first = identityOf(keeper);
  keeper.hold();
  process.kill(first.pid, 'SIGKILL');
  await expect.poll(() => isAlive(first)).toBe(false);
  expect(keeper.row).toMatchObject({ identity: first, restarts: 0 });
  keeper.release();
  await expect.poll(() => keeper.row).toMatchObject({ state: 'ready', restarts: 1 });
  expect(notes[0]).toBe('sample ended (signal SIGKILL); starting it again in 0 s');
  await keeper.stop();
});

test('a stack can be stopped while one of its processes is held', async () => {
  const keeper = keep(RUNS);
  await keeper.start(never);
  const identity = identityOf(keeper);
  keeper.hold();
  process.kill(identity.pid, 'SIGSTOP');
  await keeper.stop();
  expect(await isAlive(identity)).toBe(false);
});

test('a process that does not listen to the stop signal is killed after its patience', async () => {
  const keeper = keep(`process.on('SIGTERM', () => undefined); ${RUNS}`);
  await keeper.start(never);
  const identity = identityOf(keeper);
  await keeper.stop();
  expect(await isAlive(identity)).toBe(false);
});

test('a process that ends before it is ready is an error that names its log', async () => {
  const keeper = keep("console.error('no such database'); process.exit(3)");
  await expect(keeper.start(never)).rejects.toMatchObject({
    message: 'sample ended: exit code 3.',
    log: home.log('sample'),
  });
});

test('a process that is not ready in time is an error, and stopping still ends it', async () => {
  const keeper = keep(RUNS, { isReady: async () => false, readyWithinMs: 300 });
  await expect(keeper.start(never)).rejects.toThrow('sample was not ready within 0.3 s.');
  const identity = identityOf(keeper);
  await keeper.stop();
  expect(await isAlive(identity)).toBe(false);
});

test('a program that does not exist is an error that says so', async () => {
  const keeper = keep('', { command: () => ({ file: '/nowhere/program', args: [], cwd: home.folder }) });
  await expect(keeper.start(never)).rejects.toThrow('/nowhere/program ENOENT');
});
