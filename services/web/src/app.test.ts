import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger, createMetrics, createOperations } from '@tieout/runtime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from './app.ts';
import { openDashboard } from './dashboard.ts';
import { createUpstream } from './upstream.ts';

const logger = createLogger({ process: 'web-test', level: 'fatal' });
const folder = mkdtempSync(join(tmpdir(), 'tieout-web-'));
const servers: Server[] = [];

function listen(server: Server): Promise<string> {
  servers.push(server);
  return new Promise((resolve, reject) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error('no port'));
      else resolve(`http://127.0.0.1:${address.port}`);
    });
  });
}

let origin: string;

beforeAll(async () => {
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Tieout</title>');
  writeFileSync(join(folder, 'assets', 'app-1a2b.js'), 'export {};');
  const apiOrigin = await listen(
    createServer((request, response) => {
      response.end(JSON.stringify({ url: request.url, from: request.headers['x-forwarded-for'] }));
    }),
  );
  // A port that was free a moment ago and has nobody listening: a login service that is down.
  const down = createServer();
  const loginOrigin = await listen(down);
  down.close();
  const app = createApp({
    operations: createOperations({ metrics: createMetrics('web-test'), ready: {} }),
    api: createUpstream({ name: 'API', origin: apiOrigin, paths: ['/api', '/txns'], logger }),
    login: createUpstream({ name: 'login service', origin: loginOrigin, paths: ['/auth'], logger }),
    dashboard: openDashboard(folder),
  });
  origin = await listen(createServer(app));
});

afterAll(() => {
  for (const server of servers) {
    server.close();
    server.closeAllConnections();
  }
  rmSync(folder, { recursive: true });
});

describe('the web origin', () => {
  it('passes API requests on with their path, query and the address they came from', async () => {
    const answer = await fetch(`${origin}/api/v1/transactions?status=MISMATCHED`);
    expect(await answer.json()).toEqual({
      url: '/api/v1/transactions?status=MISMATCHED',
      from: expect.stringContaining('127.0.0.1'),
    });
  });

  it('does not mistake a page of the dashboard for an API path it begins like', async () => {
    const answer = await fetch(`${origin}/apiary`);
    expect(answer.headers.get('content-type')).toContain('text/html');
  });

  it('says in problem+json that an upstream is down', async () => {
    const answer = await fetch(`${origin}/auth/realms/tieout`);
    expect(answer.status).toBe(502);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(await answer.json()).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', status: 502 });
  });

  it('answers every path of the dashboard with its page, never from a cache and under a strict policy', async () => {
    const answer = await fetch(`${origin}/transactions/TXN1003?peek=TXN1`);
    expect(await answer.text()).toContain('<title>Tieout</title>');
    expect(answer.headers.get('cache-control')).toBe('no-cache');
    expect(answer.headers.get('content-security-policy')).toContain("script-src 'self'");
  });

  it('lets hashed assets be kept for ever, and does not answer a missing one with the page', async () => {
    const asset = await fetch(`${origin}/assets/app-1a2b.js`);
    expect(asset.headers.get('cache-control')).toContain('immutable');
    const missing = await fetch(`${origin}/assets/gone.js`);
    expect(missing.status).toBe(404);
    expect(await missing.text()).toBe('');
  });

  it('stops the boot where the folder holds no built dashboard', () => {
    expect(() => openDashboard(join(folder, 'assets'))).toThrow(/DASHBOARD_DIR/);
  });
});
