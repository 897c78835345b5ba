import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Part } from '../process/part.ts';
import { answers } from '../process/probe.ts';
import { serverJvm, type Stack, type Tools } from '../stack.ts';

/** The schema registry, spoken to through its Confluent-compatible API. */
export function registryUrl(ports: Stack['ports']): string {
  return `http://127.0.0.1:${ports.apicurio}/apis/ccompat/v7`;
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
        '-Dapicurio.storage.kind=sql',
        '-Dapicurio.storage.sql.kind=postgresql',
        `-Dapicurio.datasource.url=jdbc:postgresql://127.0.0.1:${ports.postgres}/apicurio`,
        '-Dapicurio.datasource.username=apicurio',
        '-Dapicurio.datasource.jdbc.initial-size=2',
        '-Dapicurio.datasource.jdbc.min-size=2',
        '-Dapicurio.datasource.jdbc.max-size=8',
        '-Dapicurio.rules.global.compatibility=BACKWARD',
        '-jar',
        join(tools.apicurio, 'quarkus-run.jar'),
      ],
      cwd: folder,
      env: { APICURIO_DATASOURCE_PASSWORD: stack.secrets.postgres.apicurio },
    }),
    isReady: () => answers(`${registryUrl(ports)}/subjects`),
  };
}
