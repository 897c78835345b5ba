import { createServer, type Server } from 'node:http';
import { Counter, Registry } from 'prom-client';
import { afterEach, expect, test } from 'vitest';
import { type Check, createOperations } from './operations.ts';

let server: Server | undefined;
afterEach(() => server?.close());

async function serve(
  ready: Record<string, Check>,
  alive: Record<string, Check> = {},
): Promise<(path: string) => Promise<Response>> {
  const metrics = new Registry();
  new Counter({ name: 'flushes_total', help: 'Flushes.', registers: [metrics] }).inc(2);
  const handler = createOperations({ metrics, ready, alive, checkTimeoutMs: 50 });
  const listening = createServer((request, response) => {
    if (!handler(request, response)) response.writeHead(418).end();
  });
  server = listening;
  await new Promise<void>((resolve) => {
    listening.listen(0, '127.0.0.1', resolve);
  });
  const address = listening.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return (path) => fetch(`http://127.0.0.1:${port}${path}`);
}

test('ready when every check has nothing to say', async () => {
  const get = await serve({ postgres: () => null, kafka: () => Promise.resolve(null) });
  const answer = await get('/readyz');
  expect(answer.status).toBe(200);
  expect(await answer.json()).toEqual({
    ok: true,
    checks: [
      { name: 'postgres', reason: null },
      { name: 'kafka', reason: null },
    ],
  });
});

test('not ready, with each reason, where a check says so, throws, or does not answer', async () => {
  const { promise: never } = Promise.withResolvers<null>();
  const get = await serve({
    lanes: () => 'no lane assigned yet',
    postgres: () => Promise.reject(new Error('connection refused')),
    redis: () => never,
  });
  const answer = await get('/readyz');
  expect(answer.status).toBe(503);
  expect(await answer.json()).toMatchObject({
    ok: false,
    checks: [
      { reason: 'no lane assigned yet' },
      { reason: 'connection refused' },
      { reason: 'no answer within 50 ms' },
    ],
  });
});

test('a process that is not ready is still alive', async () => {
  const get = await serve({ lanes: () => 'no lane' }, { watchdog: () => null });
  expect((await get('/healthz')).status).toBe(200);
});

test('a watchdog that barks makes the process unhealthy', async () => {
  const get = await serve({}, { watchdog: () => 'nothing delivered for 30 s' });
  expect((await get('/healthz')).status).toBe(503);
});

test('metrics are in the text format, and other paths are left to others', async () => {
  const get = await serve({});
  expect(await (await get('/metrics')).text()).toContain('flushes_total 2');
  expect((await get('/api/v1/me')).status).toBe(418);
});
