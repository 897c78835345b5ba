import { createServer, type Server } from 'node:http';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose';
import type { Role } from '../schemas/index.ts';

const REALM = 'tieout';
const KEY_ID = 'test-key';
const HOUR_S = 3600;

export interface TokenParts {
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly header?: Readonly<Record<string, string>>;
  /** Signs with this instead of the realm's key. */
  readonly key?: CryptoKey | Uint8Array;
}

/** An identity server as far as tokens go: signs them, and serves its keys where Keycloak does. */
export class TestIdentity {
  readonly issuer = 'http://login.test/auth/realms/tieout';
  readonly #server: Server;
  readonly #key: CryptoKey;
  #url = '';
  /** How often the keys were asked for. */
  keyRequests = 0;

  private constructor(key: CryptoKey, jwk: JWK) {
    this.#key = key;
    this.#server = createServer((request, response) => {
      if (request.url !== `/auth/realms/${REALM}/protocol/openid-connect/certs`) {
        response.writeHead(404).end();
        return;
      }
      this.keyRequests += 1;
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ keys: [{ ...jwk, kid: KEY_ID, alg: 'RS256', use: 'sig' }] }));
    });
  }

  static async start(): Promise<TestIdentity> {
    const { privateKey, publicKey } = await generateKeyPair('RS256');
    const identity = new TestIdentity(privateKey, await exportJWK(publicKey));
    await new Promise<void>((resolve) => identity.#server.listen(0, '127.0.0.1', resolve));
    const address = identity.#server.address();
    if (address === null || typeof address === 'string') throw new Error('not listening');
    identity.#url = `http://127.0.0.1:${address.port}/auth`;
    return identity;
  }

  /** What processes are told as KEYCLOAK_INTERNAL_URL. */
  get internalUrl(): string {
    return this.#url;
  }

  get keysUrl(): URL {
    return new URL(`${this.#url}/realms/${REALM}/protocol/openid-connect/certs`);
  }

  /** A good token of this person unless `parts` spoil it; a claim given as undefined is left out. */
  async token(username: string, roles: readonly Role[], parts: TokenParts = {}): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    const claims = {
      iss: this.issuer,
      aud: ['tieout-api', 'account'],
      typ: 'Bearer',
      azp: 'tieout-cli',
      sub: `subject-of-${username}`,
      preferred_username: username,
      name: `${username} of the tests`,
      realm_access: { roles: [...roles, 'offline_access'] },
      iat: now,
      exp: now + HOUR_S,
      ...parts.claims,
    };
    return new SignJWT(claims)
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: KEY_ID, ...parts.header })
      .sign(parts.key ?? this.#key);
  }

  async stop(): Promise<void> {
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
