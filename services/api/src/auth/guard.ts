import { TieoutError } from '@tieout/core';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { rateLimit } from 'express-rate-limit';
import KeycloakConnect from 'keycloak-connect';
import KeycloakToken from 'keycloak-connect/middleware/auth-utils/token.js';
import { TooManyFailures } from '../http/problem.ts';
import type { Role } from '../schemas/index.ts';
import type { Principal, VerifyToken } from './token.ts';

declare global {
  namespace Express {
    interface Locals {
      /** Set by `needs`; absent before it and on open paths. */
      principal?: Principal;
      neededRole?: Role;
    }
  }
}

export interface Guards {
  /**
   * What stands before a route: a request with a good token is known from then on, else it gets 401, or 429 after many failures from one address; who does
   * not hold the role gets 403.
   */
  readonly needs: (role: Role) => RequestHandler[];
}

export interface GuardOptions {
  readonly verify: VerifyToken;
  readonly keycloakUrl: string;
  readonly realm: string;
  readonly audience: string;
}

const FAILURES_WINDOW_MS = 60_000;
const FAILURES_MAX = 60;

export function createGuards({ verify, keycloakUrl, realm, audience }: GuardOptions): Guards {
  // Only failures count and only failures are refused: a good token always passes, also from an address others misuse.
  const slowDown = rateLimit({
    windowMs: FAILURES_WINDOW_MS,
    limit: FAILURES_MAX,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    handler: (_request, _response, next) => next(new TooManyFailures()),
  });

  const keycloak = new KeycloakConnect(
    {},
    {
      realm,
      resource: audience,
      'auth-server-url': keycloakUrl,
      'ssl-required': 'external',
      'confidential-port': 0,
      'bearer-only': true,
    },
  );
  keycloak.accessDenied = (_request: Request, response: Response, next?: NextFunction) => {
    const role = response.locals.neededRole ?? 'viewer';
    next?.(new TieoutError('FORBIDDEN', `needs role ${role}`));
  };

  const checked = async (request: Request, response: Response): Promise<Principal> => {
    try {
      return await verify(bearerToken(request));
    } catch (error) {
      if (error instanceof TieoutError && error.code === 'UNAUTHENTICATED') {
        await passed(slowDown, request, response);
      }
      throw error;
    }
  };

  const authenticated: RequestHandler = async (request, response, next) => {
    const principal = await checked(request, response);
    response.locals.principal = principal;
    // keycloak-connect's guard decides on a token that has been checked already: its own check takes a foreign audience, a
    // missing exp and a future nbf.
    Object.assign(request, {
      kauth: { grant: { access_token: new KeycloakToken(principal.token, audience) } },
    });
    next();
  };

  const withRole = (role: Role): RequestHandler => {
    const guard = keycloak.protect(`realm:${role}`);
    return (request, response, next) => {
      response.locals.neededRole = role;
      guard(request, response, next);
    };
  };

  return { needs: (role) => [authenticated, withRole(role)] };
}

/** Resolves once a middleware lets the request pass; rejects with what it refuses it for. */
function passed(middleware: RequestHandler, request: Request, response: Response): Promise<void> {
  return new Promise((resolve, reject) => {
    void middleware(request, response, (refusal?: unknown) => {
      if (refusal === undefined) resolve();
      else reject(refusal instanceof Error ? refusal : new Error('refused', { cause: refusal }));
    });
  });
}

function bearerToken(request: Request): string {
  const [scheme, token, ...rest] = (request.headers.authorization ?? '').split(' ');
  if (scheme?.toLowerCase() === 'bearer' && token && rest.length === 0) return token;
  return '';
}

/** @throws {TieoutError} UNAUTHENTICATED where the route has no `needs` before it */
export function principalOf(response: Response): Principal {
  const { principal } = response.locals;
  if (principal) return principal;
  throw new TieoutError('UNAUTHENTICATED', 'no token was given');
}
