import { mkdir, readFile, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { LauncherError } from '../launcher-error.ts';
import type { Part } from '../process/part.ts';
import { answers } from '../process/probe.ts';
import { publicUrl, serverJvm, type Stack, type Tools } from '../stack.ts';
import { readIfThere, writeWhole } from '../state/files.ts';
import { DEMO_USERS } from '../state/secrets.ts';
import { render } from '../state/template.ts';

export const REALM = 'tieout';
/** Keycloak's name for the person who may do everything; not one of the demo's people. */
export const KEYCLOAK_ADMIN = 'keycloak-admin';
const DASHBOARD_CLIENT = 'tieout-dashboard';

/** Keycloak as the other processes reach it, without the detour through the web origin. */
export function keycloakInternalUrl(ports: Stack['ports']): string {
  return `http://127.0.0.1:${ports.keycloak}/auth`;
}

/** What tokens carry as issuer: the address browsers see. */
export function keycloakIssuer(ports: Stack['ports']): string {
  return `${publicUrl(ports)}/auth/realms/${REALM}`;
}

export function keycloak(stack: Stack, tools: Tools): Part {
  const { ports, secrets } = stack;
  const folder = stack.home.data('keycloak');
  const appliedUrl = join(folder, 'public-url');
  return {
    name: 'keycloak',
    kind: 'server',
    port: ports.keycloak,
    // The first start on a slow machine makes a hundred tables with all cores busy elsewhere.
    readyWithinMs: 240_000,
    stop: { signal: 'SIGTERM', patienceMs: 20_000 },

    async prepare() {
      const imports = join(folder, 'data', 'import');
      await mkdir(imports, { recursive: true, mode: 0o700 });
      // Keycloak writes into its home folder, so each stack has its own, pointing at the one build in the cache.
      for (const part of ['conf', 'lib', 'providers', 'themes']) {
        await rm(join(folder, part), { force: true });
        await symlink(join(tools.keycloak, part), join(folder, part));
      }
      const template = await readFile(join(stack.surroundings.repo, 'infra/keycloak/realm.json'), 'utf8');
      await writeWhole(
        join(imports, 'tieout-realm.json'),
        renderRealm(template, publicUrl(ports), secrets.people),
        0o600,
      );
    },
    // What bin/kc.sh would run, without its shell in between: the recorded pid is then the server's own.
    command: () => ({
      file: tools.java,
      args: [
        '-Xms64m',
        '-Xmx512m',
        ...serverJvm(stack, 'keycloak'),
        '--add-opens=java.base/java.util=ALL-UNNAMED',
        '--add-opens=java.base/java.util.concurrent=ALL-UNNAMED',
        '--add-opens=java.base/java.security=ALL-UNNAMED',
        '--add-opens=java.base/java.lang=ALL-UNNAMED',
        '--enable-native-access=ALL-UNNAMED',
        '-Duser.language=en',
        '-Duser.country=US',
        `-Dkc.home.dir=${folder}`,
        `-Djboss.server.config.dir=${join(folder, 'conf')}`,
        '-Djava.util.logging.manager=org.jboss.logmanager.LogManager',
        '-Djava.util.concurrent.ForkJoinPool.common.threadFactory=io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory',
        '-Dquarkus.management.host=127.0.0.1',
        '-cp',
        join(folder, 'lib', 'quarkus-run.jar'),
        'io.quarkus.bootstrap.runner.QuarkusEntryPoint',
        'start',
        '--optimized',
        '--import-realm',
        '--http-enabled=true',
        '--http-host=127.0.0.1',
        `--http-port=${ports.keycloak}`,
        `--http-management-port=${ports.keycloakManagement}`,
        `--hostname=${publicUrl(ports)}/auth`,
        `--db-url=jdbc:postgresql://127.0.0.1:${ports.postgres}/keycloak`,
        '--db-pool-initial-size=2',
        '--db-pool-max-size=10',
        '--cache=local',
        // Otherwise a line for every time it is asked before it is ready.
        '--log-level=info,io.smallrye.health:warn',
      ],
      cwd: folder,
      env: {
        KC_DB_USERNAME: 'keycloak',
        KC_DB_PASSWORD: secrets.postgres.keycloak,
        KC_BOOTSTRAP_ADMIN_USERNAME: KEYCLOAK_ADMIN,
        KC_BOOTSTRAP_ADMIN_PASSWORD: secrets.keycloakAdmin,
      },
    }),
    isReady: () => answers(`http://127.0.0.1:${ports.keycloakManagement}/auth/health/ready`),

    /** The realm is imported once; a web port that moved later must still be a place the login may return to. */
    async settle() {
      const url = publicUrl(ports);
      const applied = await readIfThere(appliedUrl);
      if (applied !== undefined && applied.trim() !== url) await moveDashboard(stack, url);
      await writeWhole(appliedUrl, `${url}\n`);
    },
  };
}

/** The realm with this stack's address and passwords in it. */
export function renderRealm(
  template: string,
  url: string,
  people: Readonly<Record<(typeof DEMO_USERS)[number], string>>,
): string {
  const passwords = Object.fromEntries(DEMO_USERS.map((name) => [`${name}Password`, people[name]]));
  return render(template, { publicUrl: url, ...passwords });
}

const tokenSchema = z.object({ access_token: z.string() });
const clientsSchema = z.array(
  z.looseObject({ id: z.string(), attributes: z.record(z.string(), z.string()).default({}) }),
);

async function moveDashboard(stack: Stack, url: string): Promise<void> {
  const base = keycloakInternalUrl(stack.ports);
  const login = new URLSearchParams({
    grant_type: 'password',
    client_id: 'admin-cli',
    username: KEYCLOAK_ADMIN,
    password: stack.secrets.keycloakAdmin,
  });
  const token = tokenSchema.parse(
    await request(`${base}/realms/master/protocol/openid-connect/token`, { method: 'POST', body: login }),
  );
  const authorization = `Bearer ${token.access_token}`;
  const clients = `${base}/admin/realms/${REALM}/clients`;
  const found = clientsSchema.parse(
    await request(`${clients}?clientId=${DASHBOARD_CLIENT}`, { headers: { authorization } }),
  );
  const client = found[0];
  if (client === undefined)
    throw new LauncherError(`Keycloak has no client ${DASHBOARD_CLIENT} in realm ${REALM}.`, {
      todo: 'npm run reset',
    });
  await request(`${clients}/${client.id}`, {
    method: 'PUT',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify({
      ...client,
      rootUrl: url,
      redirectUris: [`${url}/*`],
      webOrigins: [url],
      attributes: { ...client.attributes, 'post.logout.redirect.uris': `${url}/*` },
    }),
  });
}

async function request(url: string, init: RequestInit): Promise<unknown> {
  const response = await fetch(url, { ...init, signal: AbortSignal.timeout(20_000) });
  const text = await response.text();
  if (!response.ok) throw new Error(`Keycloak answered ${response.status} to ${url}: ${text}`);
  return text === '' ? undefined : JSON.parse(text);
}
