import { testServers } from '@tieout/testkit';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Me } from '../schemas/index.ts';
import { startApi, type TestApi } from '../testing/api.ts';

const { keycloak, users } = testServers();
let api: TestApi;

beforeAll(async () => {
  api = await startApi({ login: { issuer: keycloak.issuer, internalUrl: keycloak.internal_url } });
});
afterAll(() => api.stop());

const Tokens = z.object({ access_token: z.string(), refresh_token: z.string(), id_token: z.string() });

/** What Keycloak gives this demo user, as a script asks for it. */
async function signIn(username: string): Promise<z.infer<typeof Tokens>> {
  const user = users.find((known) => known.username === username);
  const answer = await fetch(keycloak.token_endpoint, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'password',
      client_id: keycloak.client_id,
      username,
      password: user?.password ?? '',
      scope: 'openid',
    }),
  });
  expect(answer.status).toBe(200);
  return Tokens.parse(await answer.json());
}

describe('a token of the real identity server', () => {
  it.each([
    ['viewer', ['viewer'], 403],
    ['operator', ['viewer', 'operator'], 403],
    ['auditor', ['viewer', 'auditor'], 200],
    ['admin', ['viewer', 'operator', 'auditor', 'admin'], 200],
  ])('of %s holds %j, and gets %#: the access page answers %d', async (username, roles, access) => {
    const { access_token: token } = await signIn(username);
    const { status, body } = await api.get('/api/v1/me', token);
    expect(status).toBe(200);
    expect(Me.parse(body)).toMatchObject({ username, roles });
    expect((await api.get('/api/v1/transactions', token)).status).toBe(200);
    expect((await api.get('/api/v1/audit/access', token)).status).toBe(access);
  });

  it('names the public address as its issuer and this API as its audience', async () => {
    const claims = decodeJwt((await signIn('viewer')).access_token);
    expect(claims.iss).toBe(keycloak.issuer);
    expect([claims.aud].flat()).toContain('tieout-api');
  });

  it('that is an ID token or a refresh token opens nothing', async () => {
    const { id_token: id, refresh_token: refresh } = await signIn('admin');
    for (const token of [id, refresh]) expect((await api.get('/api/v1/me', token)).status).toBe(401);
  });
});
