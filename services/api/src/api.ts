import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  createMetrics,
  createOperations,
  createSchemaRegistry,
  type Logger,
  type Step,
} from '@tieout/runtime';
import { AccessLog } from '@tieout/store/access';
import { followLaneHints, openPool, openReader, readAllChanges, readEnds } from '@tieout/store/reading';
import { createApp } from './app.ts';
import { createGuards } from './auth/guard.ts';
import { createTokenVerifier } from './auth/token.ts';
import { keepFigures } from './figures.ts';
import { LiveFeed } from './live/server.ts';
import { createRawDecoder } from './raw-decoder.ts';
import type { Settings } from './settings.ts';

const READ_CONNECTIONS = 8;
const READ_LIMIT_MS = 10_000;
const WRITE_LIMIT_MS = 5_000;
const CHANGES_A_LOOK = 2_000;

export interface Api {
  /** In the order they are started. */
  readonly steps: readonly Step[];
  /** The port it listens on, once started. */
  readonly port: () => number;
}

/** Everything the API consists of, wired. */
export function createApi(settings: Settings, logger: Logger): Api {
  const metrics = createMetrics('api');
  const onConnectionError = (err: Error) => logger.warn({ err }, 'a database connection broke');
  const url = settings.DATABASE_URL;
  const readPool = openPool({
    url,
    name: 'tieout-api',
    connectionsMax: READ_CONNECTIONS,
    statementLimitMs: READ_LIMIT_MS,
    onConnectionError,
  });
  // Connections of their own: what waits to be read must not keep what has been read from being written down, nor the feed from following.
  const accessPool = openPool({
    url,
    name: 'tieout-api-access',
    connectionsMax: 2,
    statementLimitMs: WRITE_LIMIT_MS,
    onConnectionError,
  });
  const followPool = openPool({
    url,
    name: 'tieout-api-live',
    connectionsMax: 1,
    statementLimitMs: READ_LIMIT_MS,
    onConnectionError,
  });
  // However many exports run, they share these: what people look at meanwhile has its own.
  const exportPool = openPool({
    url,
    name: 'tieout-api-export',
    connectionsMax: 2,
    statementLimitMs: READ_LIMIT_MS,
    onConnectionError,
  });
  const reader = openReader(readPool);
  const exported = openReader(exportPool);
  const followed = openReader(followPool);
  const access = new AccessLog(accessPool);

  const verify = createTokenVerifier({
    issuer: settings.KEYCLOAK_ISSUER,
    keysUrl: new URL(
      `${settings.KEYCLOAK_INTERNAL_URL}/realms/${settings.KEYCLOAK_REALM}/protocol/openid-connect/certs`,
    ),
    audience: settings.KEYCLOAK_AUDIENCE,
    clients: settings.KEYCLOAK_CLIENTS,
  });
  const guards = createGuards({
    verify,
    keycloakUrl: settings.KEYCLOAK_INTERNAL_URL,
    realm: settings.KEYCLOAK_REALM,
    audience: settings.KEYCLOAK_AUDIENCE,
  });

  const operations = createOperations({
    metrics,
    ready: {
      postgres: async () => {
        await readPool.query('SELECT 1');
        return null;
      },
      'live feed': () => live.problem,
    },
  });
  const app = createApp({
    reader,
    exported,
    decodeRaw: createRawDecoder(createSchemaRegistry(settings.SCHEMA_REGISTRY_URL)),
    access,
    figures: keepFigures(reader),
    guards,
    businessZone: settings.BUSINESS_ZONE,
    operations,
    logger,
    metrics,
  });
  const http = createServer(app);
  const live = new LiveFeed({
    http,
    origin: settings.DASHBOARD_ORIGIN,
    verify,
    access,
    log: {
      ends: () => readEnds(followed),
      changesAfter: (positions) => readAllChanges(followed, positions, CHANGES_A_LOOK),
    },
    hints: (on) => followLaneHints({ url: settings.REDIS_URL, keyPrefix: settings.REDIS_KEY_PREFIX, ...on }),
    logger,
    metrics,
  });

  return {
    port: () => addressOf(http).port,
    steps: [
      {
        name: 'database connections',
        stop: async () => {
          await Promise.all([readPool, accessPool, followPool, exportPool].map((pool) => pool.end()));
        },
      },
      { name: 'access log', stop: () => access.close() },
      {
        name: 'http server',
        start: () =>
          new Promise((resolve, reject) => {
            http.once('error', reject);
            http.listen(settings.HTTP_PORT, settings.HTTP_HOST, () => resolve());
          }),
      },
      { name: 'live feed', start: () => live.start(), stop: () => live.stop() },
    ],
  };
}

function addressOf(server: Server): AddressInfo {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening');
  return address;
}
