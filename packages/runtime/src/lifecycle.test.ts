import { EventEmitter, once } from 'node:events';
import pino from 'pino';
import { expect, test } from 'vitest';
import { createService, type Step } from './lifecycle.ts';

/** A process's signals, and its exit as an event. */
function fakeProcess() {
  const events = new EventEmitter();
  return Object.assign(events, {
    exit: (code: number) => events.emit('exit', code),
  });
}

function setUp(steps: Step[], stopLimitMs = 5_000) {
  const host = fakeProcess();
  const exited = once(host, 'exit').then(([code]: unknown[]) => code);
  // The real process never returns from exit; here it only says so.
  const service = createService({
    logger: pino({ level: 'silent' }),
    steps,
    stopLimitMs,
    process: host,
  });
  return { host, service, exited };
}

function recorded(names: string[]): { steps: Step[]; said: string[] } {
  const said: string[] = [];
  const steps = names.map((name) => ({
    name,
    start: () => void said.push(`start ${name}`),
    stop: () => void said.push(`stop ${name}`),
  }));
  return { steps, said };
}

test('steps start in order and stop in the opposite one on SIGTERM, with exit code 0', async () => {
  const { steps, said } = recorded(['postgres', 'lanes']);
  const { host, service, exited } = setUp(steps);
  await service.run();
  host.emit('SIGTERM');
  expect(await exited).toBe(0);
  expect(said).toEqual(['start postgres', 'start lanes', 'stop lanes', 'stop postgres']);
});

test('a step that cannot start stops those before it and ends with exit code 1', async () => {
  const { steps, said } = recorded(['postgres']);
  const broken = {
    name: 'kafka',
    start: () => Promise.reject(new Error('no broker')),
    stop: () => void said.push('stop kafka'),
  };
  const { service, exited } = setUp([
    ...steps,
    broken,
    { name: 'never', start: () => void said.push('never') },
  ]);
  await service.run();
  expect(await exited).toBe(1);
  expect(said).toEqual(['start postgres', 'stop kafka', 'stop postgres']);
});

test('a signal during the start stops what has been started', async () => {
  const { steps, said } = recorded(['postgres']);
  const { promise: never } = Promise.withResolvers<void>();
  const { host, service, exited } = setUp([...steps, { name: 'slow', start: () => never }]);
  void service.run();
  await Promise.resolve();
  await Promise.resolve();
  host.emit('SIGINT');
  expect(await exited).toBe(0);
  expect(said).toEqual(['start postgres', 'stop postgres']);
});

test('a step that fails to stop does not keep the others from stopping, and shows in the exit code', async () => {
  const { steps, said } = recorded(['postgres']);
  const broken = { name: 'lanes', stop: () => Promise.reject(new Error('stuck')) };
  const { host, service, exited } = setUp([...steps, broken]);
  await service.run();
  host.emit('SIGTERM');
  expect(await exited).toBe(1);
  expect(said).toEqual(['start postgres', 'stop postgres']);
});

test('a stop that takes too long ends the process with exit code 1', async () => {
  const { promise: never } = Promise.withResolvers<void>();
  const { host, service, exited } = setUp([{ name: 'lanes', stop: () => never }], 10);
  await service.run();
  host.emit('SIGTERM');
  expect(await exited).toBe(1);
});

test('an uncaught error stops everything with exit code 1, and only once', async () => {
  const { steps, said } = recorded(['postgres']);
  const { host, service, exited } = setUp(steps);
  await service.run();
  host.emit('uncaughtException', new Error('bug'));
  service.fail(new Error('another'));
  expect(await exited).toBe(1);
  expect(said).toEqual(['start postgres', 'stop postgres']);
});
