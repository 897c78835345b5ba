import { join } from 'node:path';
import { z } from 'zod';
import { keycloakInternalUrl, keycloakIssuer, REALM } from './servers/keycloak.ts';
import { registryUrl } from './servers/apicurio.ts';
import { postgresUrl, publicUrl, redisUrl, type Stack } from './stack.ts';
import { readIfThere, writeWhole } from './state/files.ts';
import type { Home } from './state/home.ts';
import { DEMO_USERS } from './state/secrets.ts';

const login = { username: z.string(), password: z.string() };

/** How to reach each part of a stack, in the names `npm run status -- --json` promises. */
const schema = z.object({
  home: z.string(),
  dashboard_url: z.string(),
  api_url: z.string(),
  kafka: z.object({
    brokers: z.array(z.string()),
    ca_file: z.string(),
    security_protocol: z.literal('SASL_SSL'),
    sasl_mechanism: z.literal('SCRAM-SHA-512'),
    ...login,
  }),
  /** Only where tests own the servers. */
  kafka_admin: z.object(login).optional(),
  registry_url: z.string(),
  /** The owner of the database `tieout`; the superuser where tests own the servers. */
  database_url: z.string(),
  redis_url: z.string(),
  keycloak: z.object({
    issuer: z.string(),
    token_endpoint: z.string(),
    internal_url: z.string(),
    client_id: z.string(),
  }),
  users: z.array(z.object({ ...login, roles: z.array(z.string()) })),
});
export type Connection = z.infer<typeof schema>;

const ROLES = {
  viewer: ['viewer'],
  operator: ['operator', 'viewer'],
  auditor: ['auditor', 'viewer'],
  admin: ['admin', 'operator', 'auditor', 'viewer'],
} as const;

export function connectionOf(stack: Pick<Stack, 'home' | 'ports' | 'secrets' | 'serversOnly'>): Connection {
  const { ports, secrets, serversOnly } = stack;
  const internal = keycloakInternalUrl(ports);
  const realm = serversOnly ? `${internal}/realms/${REALM}` : keycloakIssuer(ports);
  return {
    home: stack.home.folder,
    dashboard_url: publicUrl(ports),
    api_url: `http://localhost:${ports.api}`,
    kafka: {
      brokers: [`localhost:${ports.kafka}`],
      ca_file: join(stack.home.tls, 'ca.pem'),
      security_protocol: 'SASL_SSL',
      sasl_mechanism: 'SCRAM-SHA-512',
      username: 'producer',
      password: secrets.kafka.producer,
    },
    ...(serversOnly ? { kafka_admin: { username: 'admin', password: secrets.kafka.admin } } : {}),
    registry_url: registryUrl(ports),
    database_url: serversOnly
      ? postgresUrl(stack, 'postgres', 'postgres')
      : postgresUrl(stack, 'tieout_migrator', 'tieout'),
    redis_url: redisUrl(stack, serversOnly ? 'default' : 'tieout'),
    keycloak: {
      issuer: keycloakIssuer(ports),
      token_endpoint: `${realm}/protocol/openid-connect/token`,
      internal_url: internal,
      client_id: 'tieout-cli',
    },
    users: DEMO_USERS.map((username) => ({
      username,
      password: secrets.people[username],
      roles: [...ROLES[username]],
    })),
  };
}

export async function writeConnection(stack: Stack): Promise<void> {
  await writeWhole(stack.home.connection, `${JSON.stringify(connectionOf(stack), null, 2)}\n`, 0o600);
}

/** As written when the stack last became ready. */
export async function readConnection(home: Home): Promise<Connection | undefined> {
  const text = await readIfThere(home.connection);
  return text === undefined ? undefined : schema.parse(JSON.parse(text));
}
