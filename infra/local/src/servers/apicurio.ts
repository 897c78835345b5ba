import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Part } from '../process/part.ts';
import { answers } from '../process/probe.ts';
import { serverJvm, type Stack, type Tools } from '../stack.ts';

/** The schema registry, spoken to through its Confluent-compatible API. */
export function registryUrl(ports: Stack['ports']): string {
  return `http://127.0.0.1:${ports.apicurio}/apis/ccompat/v7`;
}

/** What makes the registry ours wherever it runs; the password comes separately. @param postgres host:port */
export function apicurioSettings(postgres: string): Record<string, string> {
  return {
    'apicurio.storage.kind': 'sql',
    'apicurio.storage.sql.kind': 'postgresql',
    'apicurio.datasource.url': `jdbc:postgresql://${postgres}/apicurio`,
    'apicurio.datasource.username': 'apicurio',
    'apicurio.datasource.jdbc.initial-size': '2',
    'apicurio.datasource.jdbc.min-size': '2',
    'apicurio.datasource.jdbc.max-size': '8',
    'apicurio.rules.global.compatibility': 'BACKWARD',
  };
}

export function apicurio(stack: Stack, tools: Tools): Part {
  const { ports } = stack;
  const folder = stack.home.data('apicurio');
  return {
    name: 'apicurio',
    kind: 'server',
    port: ports.apicurio,
    readyWithinMs: 90_000,
    stop: { signal: 'SIGTERM', patienceMs: 20_000 },
    async prepare() {
      await mkdir(folder, { recursive: true });
    },
    command: () => ({
      file: tools.java,
      args: [
        '-Xmx256m',
        ...serverJvm(stack, 'apicurio'),
        '-Dquarkus.http.host=127.0.0.1',
        `-Dquarkus.http.port=${ports.apicurio}`,
        // Its default management port is Keycloak's too.
        '-Dquarkus.management.host=127.0.0.1',
        `-Dquarkus.management.port=${ports.apicurioManagement}`,
        ...Object.entries(apicurioSettings(`127.0.0.1:${ports.postgres}`)).map(
          ([name, value]) => `-D${name}=${value}`,
        ),
        '-jar',
        join(tools.apicurio, 'quarkus-run.jar'),
      ],
      cwd: folder,
      env: { APICURIO_DATASOURCE_PASSWORD: stack.secrets.postgres.apicurio },
    }),
    isReady: () => answers(`${registryUrl(ports)}/subjects`),
  };
}
