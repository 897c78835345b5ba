import { once } from 'node:events';
import { createServer } from 'node:http';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { portOf } from './ports.ts';

/** Signs the tokens of one viewer and serves the key where Keycloak would: how people log in is not what is measured. */
export interface Identity {
  /** What the API is told of it. */
  readonly environment: Readonly<Record<string, string>>;
  token(): Promise<string>;
  close(): Promise<void>;
}

const ISSUER = 'http://login.bench/auth/realms/tieout';
const KEY_ID = 'bench';

export async function openIdentity(): Promise<Identity> {
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  const keys = [{ ...(await exportJWK(publicKey)), kid: KEY_ID, alg: 'RS256', use: 'sig' }];
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    environment: {
      KEYCLOAK_ISSUER: ISSUER,
      KEYCLOAK_INTERNAL_URL: `http://127.0.0.1:${portOf(server)}/auth`,
      KEYCLOAK_REALM: 'tieout',
      KEYCLOAK_AUDIENCE: 'tieout-api',
      KEYCLOAK_CLIENTS: 'tieout-cli',
    },
    token() {
      const claims = {
        iss: ISSUER,
        aud: 'tieout-api',
        typ: 'Bearer',
        azp: 'tieout-cli',
        sub: 'viewer',
        preferred_username: 'viewer',
        realm_access: { roles: ['viewer'] },
      };
      return new SignJWT(claims)
        .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: KEY_ID })
        .setIssuedAt()
        .setExpirationTime('1h')
        .sign(privateKey);
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
