import { join } from 'node:path';
import { keycloakInternalUrl, keycloakIssuer, REALM } from './servers/keycloak.ts';
import { registryUrl } from './servers/apicurio.ts';
import { postgresUrl, publicUrl, redisUrl, type Stack } from './stack.ts';
import { writeWhole } from './state/files.ts';
import { DEMO_USERS } from './state/secrets.ts';

/** How to reach each part of a stack, in the names `npm run status -- --json` promises. */
export interface Connection {
  readonly home: string;
  readonly dashboard_url: string;
  readonly api_url: string;
  readonly kafka: {
    readonly brokers: readonly string[];
    readonly ca_file: string;
    readonly security_protocol: 'SASL_SSL';
    readonly sasl_mechanism: 'SCRAM-SHA-512';
    readonly username: string;
    readonly password: string;
  };
  /** Only where tests own the servers. */
  readonly kafka_admin?: { readonly username: string; readonly password: string };
  readonly registry_url: string;
  readonly database_url: string;
  readonly redis_url: string;
  readonly keycloak: {
    readonly issuer: string;
    readonly token_endpoint: string;
    readonly internal_url: string;
    readonly client_id: string;
  };
  readonly users: readonly { readonly username: string; readonly password: string; readonly roles: readonly string[] }[];
}

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
    database_url: serversOnly ? postgresUrl(stack, 'postgres', 'postgres') : postgresUrl(stack, 'tieout_migrator', 'tieout'),
    redis_url: redisUrl(stack, serversOnly ? 'default' : 'tieout'),
    keycloak: {
      issuer: keycloakIssuer(ports),
      token_endpoint: `${realm}/protocol/openid-connect/token`,
      internal_url: internal,
      client_id: 'tieout-cli',
    },
    users: DEMO_USERS.map((username) => ({ username, password: secrets.people[username], roles: ROLES[username] })),
  };
}

export async function writeConnection(stack: Stack): Promise<void> {
  await writeWhole(stack.home.connection, `${JSON.stringify(connectionOf(stack), null, 2)}\n`, 0o600);
}
