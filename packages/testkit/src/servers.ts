import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { connectionFile } from './env.ts';

const Servers = z.object({
  kafka: z.object({
    brokers: z.array(z.string()).min(1),
    ca_file: z.string(),
    username: z.string(),
    password: z.string(),
  }),
  kafka_admin: z.object({ username: z.string(), password: z.string() }),
  registry_url: z.url(),
  database_url: z.string().startsWith('postgres'),
  redis_url: z.string().startsWith('redis'),
  keycloak: z.object({
    issuer: z.url(),
    token_endpoint: z.url(),
    internal_url: z.url(),
    client_id: z.string(),
  }),
  users: z.array(z.object({ username: z.string(), password: z.string(), roles: z.array(z.string()) })),
});

/** How to reach the real servers that tests share. `database_url` is a superuser's, to make databases with. */
export type TestServers = z.infer<typeof Servers>;

let known: TestServers | undefined;

/**
 * The servers of this test run, from the file that `TIEOUT_TEST_SERVERS` names. A missing server fails the test that needs
 * it: nothing is skipped.
 */
export function testServers(): TestServers {
  known ??= Servers.parse(JSON.parse(readFileSync(connectionFile(), 'utf8')));
  return known;
}
