import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger, createMetrics, createOperations } from '@tieout/runtime';
import { Server as SocketServer } from 'socket.io';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dashboardFiles } from './static-files.ts';
import { createWeb, type Web } from './web.ts';

const PAGE = '<!doctype html><title>Tieout</title>';
const SCRIPT = `console.log(${JSON.stringify('x'.repeat(4000))});`;

let folder: string;
let api: Server;
let feed: SocketServer;
let keycloak: Server;
let web: Web;
let url: string;

/** An upstream that tells what it was asked. */
const echo = (name: string) => (request: IncomingMessage, response: ServerResponse) => {
  response.setHeader('content-security-policy', `policy-of-${name}`);
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ name, path: request.url, headers: request.headers }));
};

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening');
  return address.port;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tieout-web-'));
  await mkdir(join(folder, 'assets'));
  await writeFile(join(folder, 'index.html'), PAGE);
  await writeFile(join(folder, 'favicon.svg'), '<svg/>');
  await writeFile(join(folder, 'assets', 'index-abc123.js'), SCRIPT);
  api = createServer((request, response) => {
    if (request.url !== '/api/v1/cut-off') return echo('api')(request, response);
    response.write('the first part', () => setImmediate(() => response.destroy()));
  });
  feed = new SocketServer(api);
  keycloak = createServer(echo('keycloak'));
  web = createWeb({
    apiUrl: `http://127.0.0.1:${await listen(api)}`,
    keycloakUrl: `http://127.0.0.1:${await listen(keycloak)}/auth`,
    dashboardDir: folder,
    operations: createOperations({ metrics: createMetrics('web'), ready: {} }),
    logger: createLogger({ process: 'web', level: 'fatal' }),
  });
  url = `http://127.0.0.1:${await listen(web.server)}`;
});
afterAll(async () => {
  await web.close();
  await feed.close();
  keycloak.close();
  keycloak.closeAllConnections();
  await rm(folder, { recursive: true });
});

describe('the dashboard’s files', () => {
  it.each(['/', '/transactions', '/transactions/TXN-1?tab=why', '/audit/access'])(
    '%s is the page, asked for again each time',
    async (path) => {
      const answer = await fetch(url + path, { headers: { accept: 'text/html' } });
      expect(answer.status).toBe(200);
      expect(await answer.text()).toBe(PAGE);
      expect(answer.headers.get('cache-control')).toBe('no-cache');
    },
  );

  it('hashed names are kept for ever, and sent compressed', async () => {
    const answer = await fetch(`${url}/assets/index-abc123.js`);
    expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(answer.headers.get('content-encoding')).toMatch(/^(br|gzip)$/);
    expect(await answer.text()).toBe(SCRIPT);
  });

  it('other files are asked for again', async () => {
    expect((await fetch(`${url}/favicon.svg`)).headers.get('cache-control')).toBe('no-cache');
  });

  it.each(['/assets/index-old.js', '/robots.txt', '/assets/'])(
    '%s is not there, and not the page',
    async (path) => {
      const answer = await fetch(url + path, { headers: { accept: 'text/html' } });
      expect(answer.status).toBe(404);
      expect(answer.headers.get('content-type')).toBe('application/problem+json');
    },
  );

  it('come under a policy that takes nothing from elsewhere and runs nothing inline', async () => {
    const { headers } = await fetch(url);
    expect(headers.get('content-security-policy')).toBe(
      [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "font-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
      ].join(';'),
    );
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-powered-by')).toBeNull();
  });

  it('that were never built stop the boot and say how to build them', () => {
    expect(() => dashboardFiles(join(folder, 'nothing'))).toThrow(/index\.html is missing.*build/);
  });
});

describe('what is passed on', () => {
  it.each([
    ['/api/v1/transactions?limit=1', 'api'],
    ['/txns/TXN-1', 'api'],
    ['/openapi.json', 'api'],
    ['/docs/', 'api'],
    ['/redoc', 'api'],
    ['/events', 'api'],
    ['/webhooks/core', 'api'],
    ['/auth/realms/tieout/protocol/openid-connect/auth?state=x', 'keycloak'],
    ['/auth/resources/login.css', 'keycloak'],
  ])('%s goes to the %s with its path, and comes back with its own policy', async (path, name) => {
    const answer = await fetch(url + path);
    expect(await answer.json()).toMatchObject({ name, path });
    expect(answer.headers.get('content-security-policy')).toBe(`policy-of-${name}`);
  });

  it('keeps the host the browser asked for, and says who asked, whatever the client claims', async () => {
    const answer = await fetch(`${url}/api/v1/me`, { headers: { 'x-forwarded-for': '198.51.100.1' } });
    const { host } = new URL(url);
    expect(await answer.json()).toMatchObject({
      headers: {
        host,
        'x-forwarded-host': host,
        'x-forwarded-for': '127.0.0.1',
        'x-forwarded-proto': 'http',
      },
    });
  });

  it.each(['/auth/admin/', '/auth/admin/master/console/', '/auth/realms/master/account', '/apix'])(
    '%s goes nowhere',
    async (path) => {
      const answer = await fetch(url + path, { headers: { accept: 'application/json' } });
      expect(answer.status).toBe(404);
      expect(await answer.json()).toMatchObject({ code: 'NOT_FOUND' });
    },
  );

  it('is refused where it is too large or of unknown length', async () => {
    const large = await fetch(`${url}/events`, { method: 'POST', body: 'x'.repeat(1024 * 1024 + 1) });
    expect(large.status).toBe(413);
    const unknown = await new Promise<number | undefined>((resolve, reject) => {
      const sent = httpRequest(`${url}/events`, { method: 'POST' }, (response) =>
        resolve(response.statusCode),
      );
      sent.on('error', reject);
      sent.setHeader('transfer-encoding', 'chunked');
      sent.end('x');
    });
    expect(unknown).toBe(411);
  });

  it('carries the live feed both ways, its handshake too', async () => {
    feed.on('connection', (socket) => {
      socket.on('question', (answer: (text: unknown) => void) => answer(socket.handshake.auth['token']));
    });
    const client = io(url, { transports: ['websocket'], auth: { token: 'abc' }, reconnection: false });
    expect(await client.emitWithAck('question')).toBe('abc');
    client.disconnect();
  });

  it('no other connection is upgraded', async () => {
    const client = io(url, { path: '/elsewhere', transports: ['websocket'], reconnection: false });
    await new Promise((resolve) => client.on('connect_error', resolve));
    expect(client.connected).toBe(false);
  });

  it('breaks off where the upstream does, so that nobody takes a part for the whole', async () => {
    const answer = await fetch(`${url}/api/v1/cut-off`);
    expect(answer.status).toBe(200);
    await expect(answer.text()).rejects.toThrow();
  });

  it('is a problem of our own where the upstream is away', async () => {
    const alone = createWeb({
      apiUrl: 'http://127.0.0.1:1',
      keycloakUrl: 'http://127.0.0.1:1/auth',
      dashboardDir: folder,
      operations: () => false,
      logger: createLogger({ process: 'web', level: 'fatal' }),
    });
    const port = await listen(alone.server);
    const answer = await fetch(`http://127.0.0.1:${port}/api/v1/me`);
    expect(answer.status).toBe(502);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(await answer.json()).toMatchObject({
      code: 'UNAVAILABLE',
      detail: 'the API does not answer',
      instance: '/api/v1/me',
      request_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    await alone.close();
  });
});

describe('the process', () => {
  it.each(['/healthz', '/readyz', '/metrics'])('answers %s itself', async (path) => {
    expect((await fetch(url + path)).status).toBe(200);
  });
});
