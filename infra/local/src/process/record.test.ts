import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { identify, isAlive } from './identity.ts';
import { inStopOrder, type ProcessRow, stopLeftovers, writeRecord } from './record.ts';

async function recordFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'record-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return join(folder, 'stack.json');
}

function row(name: string, identity: ProcessRow['identity']): ProcessRow {
  const stop = { signal: 'SIGTERM', patienceMs: 1000 } as const;
  return { name, kind: 'service', port: null, state: 'ready', restarts: 0, identity, stop };
}

test('what uses a server is stopped before the server', () => {
  const processes = [
    { name: 'postgres', kind: 'server' },
    { name: 'kafka', kind: 'server' },
    { name: 'keycloak', kind: 'server' },
    { name: 'api', kind: 'service' },
    { name: 'simulator-core', kind: 'simulator' },
    { name: 'redis', kind: 'server' },
    { name: 'reconciler', kind: 'service' },
  ];
  expect(inStopOrder(processes).map((group) => group.map(({ name }) => name))).toEqual([
    ['simulator-core'],
    ['api', 'reconciler'],
    ['keycloak'],
    ['kafka'],
    ['postgres', 'redis'],
  ]);
});

test('of what a killed supervisor left, only the very processes on record are stopped', async () => {
  const mine = spawn('sleep', ['60']);
  const reused = spawn('sleep', ['60']);
  onTestFinished(() => void reused.kill('SIGKILL'));
  const [left, other] = await Promise.all([identify(mine.pid ?? 0), identify(reused.pid ?? 0)]);
  if (left === undefined || other === undefined) throw new Error('the sample processes did not start');
  const path = await recordFile();
  const earlier = { ...other, startTicks: String(Number(other.startTicks) - 1) };
  writeRecord(path, {
    state: 'ready',
    serversOnly: false,
    processes: [row('left', left), row('reused', earlier)],
  });

  expect(await stopLeftovers(path)).toEqual(['left']);
  expect(await isAlive(left)).toBe(false);
  expect(await isAlive(other)).toBe(true);
});

test('where nothing was ever started there is nothing to stop', async () => {
  expect(await stopLeftovers(await recordFile())).toEqual([]);
});
