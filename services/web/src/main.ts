import { createServer } from 'node:http';
import {
  bootEnv,
  createLogger,
  createMetrics,
  createOperations,
  createService,
  httpSettings,
  logSettings,
  variable,
} from '@tieout/runtime';
import { z } from 'zod';
import { createApp } from './app.ts';
import { openDashboard } from './dashboard.ts';
import { createUpstream } from './upstream.ts';

const env = bootEnv({
  ...logSettings,
  ...httpSettings(3000),
  API_URL: variable(z.url({ protocol: /^https?$/ }), 'http://127.0.0.1:8000'),
  KEYCLOAK_INTERNAL_URL: variable(z.url({ protocol: /^https?$/ }), 'http://127.0.0.1:8080/auth'),
  DASHBOARD_DIR: variable(z.string().min(1).default('dashboard/dist'), 'dashboard/dist'),
});

const logger = createLogger({ process: 'web', level: env.LOG_LEVEL });
const dashboard = openDashboard(env.DASHBOARD_DIR);
const api = createUpstream({
  name: 'API',
  origin: new URL(env.API_URL).origin,
  paths: ['/api', '/txns', '/events', '/webhooks', '/openapi.json', '/docs', '/redoc', '/socket.io'],
  logger,
});
const login = createUpstream({
  name: 'login service',
  origin: new URL(env.KEYCLOAK_INTERNAL_URL).origin,
  paths: ['/auth'],
  logger,
});

const operations = createOperations({
  metrics: createMetrics('web'),
  ready: { api: api.unreachable, login: login.unreachable },
});
const server = createServer(createApp({ operations, api, login, dashboard }));
server.on('upgrade', api.upgrade);

const service = createService({
  logger,
  steps: [
    {
      name: 'web origin',
      start: () =>
        new Promise<void>((resolve, reject) => {
          server.once('error', reject).listen(env.HTTP_PORT, env.HTTP_HOST, () => resolve());
        }),
      stop: () =>
        new Promise<void>((resolve) => {
          server.close(() => resolve());
          server.closeAllConnections();
        }),
    },
  ],
});
await service.run();
