import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';
import { environment, stackControl, stackFile } from './env.ts';

const Stack = z.object({
  home: z.string(),
  dashboard_url: z.url(),
  api_url: z.url(),
  kafka: z.object({
    brokers: z.array(z.string()),
    ca_file: z.string(),
    username: z.string(),
    password: z.string(),
  }),
  database_url: z.string(),
  keycloak: z.object({ issuer: z.url(), token_endpoint: z.url(), client_id: z.string() }),
  users: z.array(z.object({ username: z.string(), password: z.string(), roles: z.array(z.string()) })),
});

const Token = z.object({ access_token: z.string() });

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const run = promisify(execFile);

let known: z.infer<typeof Stack> | undefined;

/** The running stack under test, as `npm run status -- --json` describes it. */
export function stack(): z.infer<typeof Stack> {
  known ??= Stack.parse(JSON.parse(readFileSync(stackFile(), 'utf8')));
  return known;
}

/** What a person types: `npm run produce -- …`, against the stack under test. */
export function produce(...words: string[]): Promise<void> {
  return launcher('produce', ...words);
}

/** `npm run verify`, against the stack under test: fails where a chain does not hold. */
export function verifyChains(): Promise<void> {
  return launcher('verify');
}

async function launcher(...words: string[]): Promise<void> {
  await run(process.execPath, ['infra/local/bootstrap.mjs', ...words], {
    cwd: ROOT,
    env: environment({ TIEOUT_HOME: stack().home }),
  });
}

/** Ends one of the stack's processes, by its name in `npm run status`, and keeps it down while `meanwhile` runs. */
export async function without(name: 'api' | 'kafka', meanwhile: () => Promise<void>): Promise<void> {
  await order('away', name);
  try {
    await meanwhile();
  } finally {
    await order('back', name);
  }
}

async function order(what: 'away' | 'back', name: string): Promise<void> {
  const answer = await fetch(`${stackControl()}/${what}/${name}`, { method: 'POST' });
  if (!answer.ok) throw new Error(`${name} ${what}: ${answer.status} ${await answer.text()}`);
}

/** A bearer token of a demo user, for the API. */
export async function tokenOf(username: string): Promise<string> {
  const { keycloak } = stack();
  const answer = await fetch(keycloak.token_endpoint, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'password',
      client_id: keycloak.client_id,
      username,
      password: passwordOf(username),
    }),
  });
  return Token.parse(await answer.json()).access_token;
}

export function passwordOf(username: string): string {
  const user = stack().users.find((one) => one.username === username);
  if (user === undefined) throw new Error(`The stack has no demo user ${username}`);
  return user.password;
}
