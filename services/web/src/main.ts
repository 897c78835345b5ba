import { createLogger, createMetrics, createOperations, createService } from '@tieout/runtime';
import { readSettings } from './settings.ts';
import { createWeb } from './web.ts';

const settings = readSettings();
const logger = createLogger({ process: 'web', level: settings.LOG_LEVEL });
const operations = createOperations({
  metrics: createMetrics('web'),
  ready: {
    api: async () => {
      const answer = await fetch(new URL('/readyz', settings.API_URL));
      return answer.ok ? null : `the API is not ready: ${answer.status}`;
    },
    login: async () => {
      await fetch(settings.KEYCLOAK_INTERNAL_URL, { redirect: 'manual' }); // any answer will do
      return null;
    },
  },
});
const { server, close } = createWeb({
  apiUrl: settings.API_URL,
  keycloakUrl: settings.KEYCLOAK_INTERNAL_URL,
  dashboardDir: settings.DASHBOARD_DIR,
  operations,
  logger,
});

await createService({
  logger,
  steps: [
    {
      name: 'http server',
      start: () =>
        new Promise((resolve, reject) => {
          server.once('error', reject);
          server.listen(settings.HTTP_PORT, settings.HTTP_HOST, () => resolve());
        }),
      stop: close,
    },
  ],
}).run();
