import { generateKeyPair } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestIdentity, type TokenParts } from '../testing/identity.ts';
import { createTokenVerifier, type VerifyToken } from './token.ts';

let identity: TestIdentity;
let verify: VerifyToken;

beforeAll(async () => {
  identity = await TestIdentity.start();
  verify = createTokenVerifier({
    issuer: identity.issuer,
    keysUrl: identity.keysUrl,
    audience: 'tieout-api',
    clients: ['tieout-dashboard', 'tieout-cli'],
  });
});
afterAll(() => identity.stop());

const nowS = () => Math.floor(Date.now() / 1000);
const refusal = async (parts: TokenParts) => verify(await identity.token('mallory', ['admin'], parts));

describe('a bearer token', () => {
  it('tells who the person is and which of our roles it has', async () => {
    const token = await identity.token('asha', ['viewer', 'operator']);
    expect(await verify(token)).toEqual({
      subject: 'subject-of-asha',
      username: 'asha',
      name: 'asha of the tests',
      roles: ['viewer', 'operator'],
      expiresAt: expect.closeTo((nowS() + 3600) * 1000, -4),
      token,
    });
  });

  it('without any role of ours is good and holds none', async () => {
    const { roles } = await verify(await identity.token('asha', [], { claims: { realm_access: undefined } }));
    expect(roles).toEqual([]);
  });

  it('is taken within 30 s of clock skew, before its time and after it', async () => {
    await verify(await identity.token('asha', ['viewer'], { claims: { exp: nowS() - 25 } }));
    await verify(await identity.token('asha', ['viewer'], { claims: { nbf: nowS() + 25 } }));
  });

  it('asks for the keys once, not for every token', async () => {
    const before = identity.keyRequests;
    for (let n = 0; n < 5; n++) await verify(await identity.token('asha', ['viewer']));
    expect(identity.keyRequests).toBe(before);
  });

  it.each<[string, TokenParts]>([
    ['for another audience', { claims: { aud: ['account'] } }],
    ['of another issuer', { claims: { iss: 'http://elsewhere.test/auth/realms/tieout' } }],
    ['without an expiry', { claims: { exp: undefined } }],
    ['that has expired', { claims: { exp: Math.floor(Date.now() / 1000) - 40 } }],
    ['that is not valid yet', { claims: { nbf: Math.floor(Date.now() / 1000) + 60 } }],
    ['made for another client', { claims: { azp: 'account-console' } }],
    ['that names no client', { claims: { azp: undefined } }],
    ['that is an ID token', { claims: { typ: 'ID' } }],
    ['that is a refresh token', { claims: { typ: 'Refresh' } }],
    ['without a subject', { claims: { sub: undefined } }],
    ['signed by a key nobody knows', { header: { kid: 'another-key' } }],
    ['of another type in its header', { header: { typ: 'logout+jwt' } }],
  ])('%s is refused', async (_name, parts) => {
    await expect(refusal(parts)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('signed by another key under our key’s name is refused', async () => {
    const { privateKey } = await generateKeyPair('RS256');
    await expect(refusal({ key: privateKey })).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('signed with our public key as an HMAC secret is refused', async () => {
    const keys = await (await fetch(identity.keysUrl)).text();
    await expect(
      refusal({ key: new TextEncoder().encode(keys), header: { alg: 'HS256' } }),
    ).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('signed with RS512 is refused: one algorithm only', async () => {
    const { privateKey } = await generateKeyPair('RS512');
    await expect(refusal({ key: privateKey, header: { alg: 'RS512' } })).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
    });
  });

  it.each(['', 'not.a.token', 'a.b', 'eyJhbGciOiJub25lIn0.e30.'])('%j is refused', async (text) => {
    await expect(verify(text)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('cannot be judged while the keys cannot be had: that is not the caller’s fault', async () => {
    const away = await TestIdentity.start();
    const verifyThere = createTokenVerifier({
      issuer: away.issuer,
      keysUrl: away.keysUrl,
      audience: 'tieout-api',
      clients: ['tieout-cli'],
    });
    const token = await away.token('asha', ['viewer']);
    await away.stop();
    await expect(verifyThere(token)).rejects.toMatchObject({ code: 'KEYCLOAK_UNAVAILABLE', retriable: true });
  });
});
