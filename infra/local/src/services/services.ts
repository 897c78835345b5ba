import { join } from 'node:path';
import type { Command, Part } from '../process/part.ts';
import { answers } from '../process/probe.ts';
import { registryUrl } from '../servers/apicurio.ts';
import { keycloakInternalUrl, keycloakIssuer, REALM } from '../servers/keycloak.ts';
import { postgresUrl, publicUrl, redisUrl, type Stack } from '../stack.ts';
import type { KafkaUser } from '../state/secrets.ts';

/** Everything a process needs to speak Kafka as this user. */
export function kafkaEnvironment(
  stack: Pick<Stack, 'home' | 'ports' | 'secrets'>,
  user: KafkaUser,
): Record<string, string> {
  return {
    KAFKA_BROKERS: `localhost:${stack.ports.kafka}`,
    KAFKA_CA_FILE: join(stack.home.tls, 'ca.pem'),
    KAFKA_USERNAME: user,
    KAFKA_PASSWORD: stack.secrets.kafka[user],
    SCHEMA_REGISTRY_URL: registryUrl(stack.ports),
  };
}

/** Runs one of our programs from its source, by its path in the repository. */
export function sourceCommand(
  repo: string,
  program: string,
  args: readonly string[],
  env: Record<string, string>,
): Command {
  return {
    file: process.execPath,
    args: ['--conditions=@tieout/source', program, ...args],
    cwd: repo,
    env,
  };
}

/** The one-shot job: migrations, topics, schemas, first rule set. */
export function setupCommand(stack: Stack, sla: string): Command {
  return sourceCommand(stack.surroundings.repo, 'services/setup/src/main.ts', [], {
    ...kafkaEnvironment(stack, 'admin'),
    KAFKA_ADMIN_USERNAME: 'admin',
    KAFKA_ADMIN_PASSWORD: stack.secrets.kafka.admin,
    DATABASE_URL: postgresUrl(stack, 'tieout_migrator', 'tieout'),
    FIRST_RULE_SET_SLA: sla,
  });
}

/** @param key the one that signs checkpoints, PEM */
export function verifierEnvironment(
  stack: Pick<Stack, 'home' | 'ports' | 'secrets'>,
  key: string,
): Record<string, string> {
  return {
    DATABASE_URL: postgresUrl(stack, 'verifier', 'tieout'),
    SCHEMA_REGISTRY_URL: registryUrl(stack.ports),
    CHECKPOINT_KEY: key,
    CHECKPOINT_FOLDER: stack.home.checkpoints,
  };
}

/** What is freed goes back to the system: batches and pages come and go, and between them the C library kept a tenth of the process. */
const FREED_AT_ONCE = { MALLOC_ARENA_MAX: '2', MALLOC_TRIM_THRESHOLD_: '131072' } as const;

export function reconciler(stack: Stack): Part {
  return service(stack, 'reconciler', stack.ports.reconciler, {
    // Twice what lanes hold at once, so that the process stays below 512 MB. Left to itself, V8 lets the garbage of a backlog take more.
    NODE_OPTIONS: '--max-old-space-size=320 --max-semi-space-size=16',
    ...FREED_AT_ONCE,
    ...kafkaEnvironment(stack, 'reconciler'),
    DATABASE_URL: postgresUrl(stack, 'reconciler', 'tieout'),
    REDIS_URL: redisUrl(stack, 'tieout'),
  });
}

export function notifier(stack: Stack): Part {
  return service(stack, 'notifier', stack.ports.notifier, {
    ...kafkaEnvironment(stack, 'notifier'),
    DATABASE_URL: postgresUrl(stack, 'notifier', 'tieout'),
    REDIS_URL: redisUrl(stack, 'tieout'),
  });
}

/** It detaches old days as their owner, and runs only where somebody set how long days are kept. */
export function retention(stack: Stack): Part {
  return service(stack, 'retention', stack.ports.retention, {
    DATABASE_URL: postgresUrl(stack, 'tieout_migrator', 'tieout'),
    RETENTION_DAYS_RAW: 'keep',
    RETENTION_DAYS_AUDIT: 'keep',
    ...stack.surroundings.retention,
  });
}

export function api(stack: Stack): Part {
  return service(stack, 'api', stack.ports.api, {
    // Five times what it needs. Left to itself, V8 lets the garbage of an export take three times the process.
    NODE_OPTIONS: '--max-old-space-size=256 --max-semi-space-size=8',
    ...FREED_AT_ONCE,
    ...kafkaEnvironment(stack, 'api'),
    DATABASE_URL: postgresUrl(stack, 'api', 'tieout'),
    REDIS_URL: redisUrl(stack, 'tieout'),
    KEYCLOAK_ISSUER: keycloakIssuer(stack.ports),
    KEYCLOAK_INTERNAL_URL: keycloakInternalUrl(stack.ports),
    KEYCLOAK_REALM: REALM,
    KEYCLOAK_AUDIENCE: 'tieout-api',
    KEYCLOAK_CLIENTS: 'tieout-dashboard,tieout-cli',
    DASHBOARD_ORIGIN: publicUrl(stack.ports),
    BUSINESS_ZONE: stack.surroundings.businessZone,
  });
}

export function web(stack: Stack): Part {
  return service(stack, 'web', stack.ports.web, {
    API_URL: `http://127.0.0.1:${stack.ports.api}`,
    KEYCLOAK_INTERNAL_URL: keycloakInternalUrl(stack.ports),
    DASHBOARD_DIR: join(stack.surroundings.repo, 'dashboard/dist'),
  });
}

function service(stack: Stack, name: string, port: number, env: Record<string, string>): Part {
  const command = sourceCommand(stack.surroundings.repo, `services/${name}/src/main.ts`, [], {
    ...env,
    HTTP_HOST: '127.0.0.1',
    HTTP_PORT: String(port),
  });
  return {
    name,
    kind: 'service',
    port,
    readyWithinMs: 60_000,
    stop: { signal: 'SIGTERM', patienceMs: 8000 },
    command: () => command,
    isReady: () => answers(`http://127.0.0.1:${port}/readyz`),
    isAlive: () => answers(`http://127.0.0.1:${port}/healthz`),
  };
}
