import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { newSecrets } from '../state/secrets.ts';
import { renderRealm } from './keycloak.ts';

const template = await readFile(join(import.meta.dirname, '../../../keycloak/realm.json'), 'utf8');
const { people } = newSecrets();
const realm = z
  .object({
    bruteForceProtected: z.boolean(),
    accessTokenLifespan: z.number(),
    roles: z.object({
      realm: z.array(
        z.object({ name: z.string(), composites: z.object({ realm: z.array(z.string()) }).optional() }),
      ),
    }),
    clients: z.array(z.looseObject({ clientId: z.string() })),
    users: z.array(
      z.object({
        username: z.string(),
        realmRoles: z.array(z.string()),
        credentials: z.array(z.object({ value: z.string() })),
      }),
    ),
  })
  .parse(JSON.parse(renderRealm(template, 'http://localhost:3007', people)));

const client = (id: string): unknown => realm.clients.find(({ clientId }) => clientId === id);

test('the dashboard may only return to this stack’s address, with PKCE and without handling passwords', () => {
  expect(client('tieout-dashboard')).toMatchObject({
    publicClient: true,
    standardFlowEnabled: true,
    implicitFlowEnabled: false,
    directAccessGrantsEnabled: false,
    redirectUris: ['http://localhost:3007/*'],
    webOrigins: ['http://localhost:3007'],
    attributes: {
      'pkce.code.challenge.method': 'S256',
      'post.logout.redirect.uris': 'http://localhost:3007/*',
    },
  });
});

test.each(['tieout-dashboard', 'tieout-cli'])('tokens of %s name the API as audience', (id) => {
  expect(client(id)).toMatchObject({
    protocolMappers: [{ config: { 'included.client.audience': 'tieout-api', 'access.token.claim': 'true' } }],
  });
});

test('operator and auditor can all a viewer can, admin all that both can', () => {
  const composites = Object.fromEntries(
    realm.roles.realm.map(({ name, composites: inner }) => [name, inner?.realm ?? []]),
  );
  expect(composites).toEqual({
    viewer: [],
    operator: ['viewer'],
    auditor: ['viewer'],
    admin: ['operator', 'auditor'],
  });
});

test('each demo user has the role of its name and the password of this stack', () => {
  const users = realm.users.map(({ username, realmRoles, credentials }) => [
    username,
    realmRoles,
    credentials[0]?.value,
  ]);
  expect(users).toEqual(Object.entries(people).map(([name, password]) => [name, [name], password]));
});

test('tokens are short-lived and guessing passwords is slowed down', () => {
  expect(realm).toMatchObject({ accessTokenLifespan: 300, bruteForceProtected: true });
});
