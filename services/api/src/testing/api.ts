import { createLogger } from '@tieout/runtime';
import { migrate, storeFirstRuleSet } from '@tieout/store';
import {
  eventually,
  testDatabase,
  testRedis,
  testServers,
  type TestDatabase,
  type TestRedis,
} from '@tieout/testkit';
import { createApi } from '../api.ts';
import type { Role } from '../schemas/index.ts';
import { TestIdentity } from './identity.ts';
import { RULES } from './lane.ts';

/** The API as it runs in production, on a database of its own, with an identity server that signs any token. */
export interface TestApi {
  readonly url: string;
  readonly database: TestDatabase;
  readonly redis: TestRedis;
  readonly identity: TestIdentity;
  get(path: string, token?: string): Promise<{ status: number; headers: Headers; body: unknown }>;
  tokenOf(role: Role): Promise<string>;
  stop(): Promise<void>;
}

const INHERITED: Readonly<Record<Role, readonly Role[]>> = {
  viewer: ['viewer'],
  operator: ['viewer', 'operator'],
  auditor: ['viewer', 'auditor'],
  admin: ['viewer', 'operator', 'auditor', 'admin'],
};

export interface StartOptions {
  /** Another API on the same servers. */
  readonly shared?: Pick<TestApi, 'database' | 'redis' | 'identity'>;
  /** Another way to Redis. */
  readonly redisUrl?: string;
  /** Another registry. */
  readonly registryUrl?: string;
  /** Where tokens come from, if not from the test's own identity server. */
  readonly login?: { readonly issuer: string; readonly internalUrl: string };
}

export async function startApi({
  shared,
  redisUrl,
  registryUrl,
  login,
}: StartOptions = {}): Promise<TestApi> {
  const database = shared?.database ?? (await testDatabase(migrate));
  if (!shared) await storeFirstRuleSet(database.url, RULES);
  const redis = shared?.redis ?? testRedis();
  const identity = shared?.identity ?? (await TestIdentity.start());
  const { steps, port } = createApi(
    {
      LOG_LEVEL: 'fatal',
      HTTP_HOST: '127.0.0.1',
      HTTP_PORT: 0,
      DATABASE_URL: database.readerUrl,
      REDIS_URL: redisUrl ?? redis.url,
      REDIS_KEY_PREFIX: redis.prefix,
      SCHEMA_REGISTRY_URL: registryUrl ?? testServers().registry_url,
      KEYCLOAK_ISSUER: (login ?? identity).issuer,
      KEYCLOAK_INTERNAL_URL: (login ?? identity).internalUrl,
      KEYCLOAK_REALM: 'tieout',
      KEYCLOAK_AUDIENCE: 'tieout-api',
      KEYCLOAK_CLIENTS: ['tieout-dashboard', 'tieout-cli'],
      DASHBOARD_ORIGIN: 'http://localhost:3000',
      BUSINESS_ZONE: 'Asia/Kolkata',
    },
    createLogger({ process: 'api', level: 'fatal' }),
  );
  for (const step of steps) await step.start?.();
  const url = `http://127.0.0.1:${port()}`;
  await eventually('the API is ready', async () => (await fetch(`${url}/readyz`)).ok);
  return {
    url,
    database,
    redis,
    identity,
    async get(path, token) {
      const response = await fetch(
        url + path,
        token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } },
      );
      const text = await response.text();
      const json = response.headers.get('content-type')?.includes('json') === true;
      return { status: response.status, headers: response.headers, body: json ? JSON.parse(text) : text };
    },
    tokenOf: (role) => identity.token(role, INHERITED[role]),
    async stop() {
      for (const step of steps.toReversed()) await step.stop?.();
      if (shared) return;
      await identity.stop();
      await redis.flush();
      await database.drop();
    },
  };
}
