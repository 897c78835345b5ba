import { TieoutError } from '@tieout/core';
import { createRemoteJWKSet, errors, jwtVerify } from 'jose';
import { z } from 'zod';
import { ROLES, type Role } from '../schemas/index.ts';

/** A person whose token was found good. */
export interface Principal {
  readonly subject: string;
  readonly username: string;
  readonly name: string;
  /** Of this product, inherited ones included: Keycloak writes composites out. */
  readonly roles: readonly Role[];
  /** ms UTC. */
  readonly expiresAt: number;
  readonly token: string;
}

export interface TokenRules {
  /** What tokens carry: the address people log in at. */
  readonly issuer: string;
  /** Where this process fetches the realm's keys: the identity server itself, not by way of the public address. */
  readonly keysUrl: URL;
  readonly audience: string;
  /** Clients whose tokens are taken (`azp`). */
  readonly clients: readonly string[];
}

export type VerifyToken = (token: string) => Promise<Principal>;

const CLOCK_SKEW_S = 30;
const KEYS_MAX_AGE_MS = 10 * 60_000;
/** An unknown key id asks for the keys again, at most this often: a forged one must not turn into load on the identity server. */
const KEYS_COOLDOWN_MS = 10_000;
const KEYS_TIMEOUT_MS = 3_000;

const Claims = z.object({
  typ: z.literal('Bearer'), // not an ID or a refresh token of the same realm
  sub: z.string().min(1),
  azp: z.string(),
  exp: z.number(),
  preferred_username: z.string().min(1),
  name: z.string().optional(),
  realm_access: z.object({ roles: z.array(z.string()) }).optional(),
});

/**
 * Checks a bearer token: RS256 only, signature, issuer, audience, type, exp (required), nbf, azp, with 30 s of clock skew.
 *
 * @throws {TieoutError} UNAUTHENTICATED with what is wrong; KEYCLOAK_UNAVAILABLE where the keys could not be had
 */
export function createTokenVerifier({ issuer, keysUrl, audience, clients }: TokenRules): VerifyToken {
  const keys = createRemoteJWKSet(keysUrl, {
    cacheMaxAge: KEYS_MAX_AGE_MS,
    cooldownDuration: KEYS_COOLDOWN_MS,
    timeoutDuration: KEYS_TIMEOUT_MS,
  });
  return async (token) => {
    const payload = await verified();
    const claims = Claims.safeParse(payload);
    if (!claims.success) throw refused('the token lacks what a person’s access token holds');
    const { sub, azp, exp, preferred_username: username, name, realm_access: access } = claims.data;
    if (!clients.includes(azp)) throw refused('the token was made for another client');
    return {
      subject: sub,
      username,
      name: name ?? username,
      roles: ROLES.filter((role) => access?.roles.includes(role)),
      expiresAt: exp * 1000,
      token,
    };

    async function verified() {
      try {
        const result = await jwtVerify(token, keys, {
          algorithms: ['RS256'],
          typ: 'JWT',
          issuer,
          audience,
          requiredClaims: ['exp', 'iat'],
          clockTolerance: CLOCK_SKEW_S,
        });
        return result.payload;
      } catch (error) {
        throw explained(error);
      }
    }
  };
}

function refused(problem: string, cause?: unknown): TieoutError {
  return new TieoutError('UNAUTHENTICATED', problem, { cause });
}

function explained(error: unknown): TieoutError {
  if (error instanceof errors.JWTExpired) return refused('the token has expired', error);
  if (error instanceof errors.JWTClaimValidationFailed)
    return refused(`claim ${error.claim} is not as it must be`, error);
  if (error instanceof errors.JOSEError && !isAboutFetching(error))
    return refused('the token is not good', error);
  return new TieoutError('KEYCLOAK_UNAVAILABLE', 'the identity server’s keys could not be had', {
    cause: error,
  });
}

/** jose's own codes for "the key set did not come"; a key set without the token's key is the token's fault. */
function isAboutFetching(error: errors.JOSEError): boolean {
  return (
    error.code === 'ERR_JWKS_TIMEOUT' ||
    error.code === 'ERR_JOSE_GENERIC' ||
    error.code === 'ERR_JWKS_INVALID'
  );
}
