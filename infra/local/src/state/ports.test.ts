import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { choosePorts, PORT_NAMES, type PortPicker, rememberedPorts } from './ports.ts';

async function portsFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ports-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return join(folder, 'ports.json');
}

/** A machine on which these ports are taken. */
function machine(...taken: number[]): PortPicker {
  return async (wanted, exclude) => {
    const no = new Set([...taken, ...exclude]);
    for (const port of wanted) if (!no.has(port)) return port;
    throw new Error('no port left');
  };
}

const PREFERRED = { web: 3000, api: 8000 };

test('the preferred ports are taken where they are free, and no port twice', async () => {
  const { ports, moved } = await choosePorts(await portsFile(), PREFERRED, machine());
  expect(ports).toMatchObject({ web: 3000, api: 8000 });
  expect(new Set(Object.values(ports)).size).toBe(PORT_NAMES.length);
  expect(moved).toEqual([]);
});

test('a second start uses the same ports', async () => {
  const path = await portsFile();
  const first = await choosePorts(path, PREFERRED, machine());
  const second = await choosePorts(path, PREFERRED, machine());
  expect(second).toEqual(first);
  expect(await rememberedPorts(path)).toEqual(first.ports);
});

test('a taken port moves to the next, is said to have moved, and stays moved when the first is free again', async () => {
  const path = await portsFile();
  const first = await choosePorts(path, PREFERRED, machine(3000, 8000, 8001));
  expect(first.ports).toMatchObject({ web: 3001, api: 8002 });
  expect(first.moved).toEqual([
    { name: 'web', from: 3000, to: 3001 },
    { name: 'api', from: 8000, to: 8002 },
  ]);
  const second = await choosePorts(path, PREFERRED, machine());
  expect(second.ports).toEqual(first.ports);
  expect(second.moved).toEqual([]);
});

test('a port of ours that somebody took since moves, and the others stay', async () => {
  const path = await portsFile();
  const before = await choosePorts(path, {}, machine());
  const after = await choosePorts(path, {}, machine(before.ports.kafka));
  expect(after.moved).toEqual([{ name: 'kafka', from: before.ports.kafka, to: after.ports.kafka }]);
  expect({ ...after.ports, kafka: 0 }).toEqual({ ...before.ports, kafka: 0 });
});

test('a port that only another address of this machine listens on counts as taken', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const { ports } = await choosePorts(await portsFile(), { web: port });
  expect(ports.web).not.toBe(port);
});
