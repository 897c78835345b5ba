import { randomUUID } from 'node:crypto';
import { type IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from '@tieout/runtime';
import { createProxyMiddleware, type RequestHandler } from 'http-proxy-middleware';
import { pathOf, requestIdOf, sendProblem } from './problem.ts';

export interface Upstream {
  /** For people: "the API". */
  readonly name: string;
  readonly origin: string;
  readonly takes: (path: string) => boolean;
  readonly logger: Logger;
}

/** Longer than the longest the API lets a read take. */
const ANSWER_LIMIT_MS = 30_000;

/**
 * Passes what an upstream takes on to it, host name and all, so that links and issuer it writes are those the browser sees. An upstream that is
 * away is a 502 of our own.
 */
export function proxyTo({ name, origin, takes, logger }: Upstream): RequestHandler {
  return createProxyMiddleware({
    target: origin,
    pathFilter: takes,
    proxyTimeout: ANSWER_LIMIT_MS,
    on: {
      error: (err, request, client) => {
        logger.warn(
          { err, upstream: name, path: pathOf(request), request_id: requestIdOf(request) },
          'an upstream did not answer',
        );
        if (client instanceof ServerResponse && !client.headersSent) {
          client.setHeader('retry-after', '1');
          sendProblem(request, client, {
            status: 502,
            title: 'Not reachable now',
            code: 'UNAVAILABLE',
            detail: `${name} does not answer`,
          });
        } else {
          client.destroy();
        }
      },
    },
  });
}

const REQUEST_ID = /^[A-Za-z0-9_-]{8,64}$/;

/** Gives a request the id that the API, the logs and a problem then name; the caller's, if it is a usable one. */
export function nameRequest({ headers }: IncomingMessage): void {
  const given = headers['x-request-id'];
  if (typeof given !== 'string' || !REQUEST_ID.test(given)) headers['x-request-id'] = randomUUID();
}

/**
 * Says to upstreams who asks, and for which host. Whatever the client wrote there itself is gone: this is the edge, and addresses end up in
 * the audit log.
 */
export function nameClient(request: IncomingMessage): void {
  const { headers, socket } = request;
  delete headers['forwarded'];
  delete headers['x-forwarded-port'];
  headers['x-forwarded-for'] = socket.remoteAddress ?? '';
  headers['x-forwarded-proto'] = 'http';
  if (headers.host === undefined) delete headers['x-forwarded-host'];
  else headers['x-forwarded-host'] = headers.host;
}

const API_PATHS = ['/api', '/txns', '/openapi.json', '/docs', '/redoc', '/events', '/webhooks'];
export const SOCKET_PATH = '/socket.io';

/** What the API answers, the live feed included. */
export function isForApi(path: string): boolean {
  return [...API_PATHS, SOCKET_PATH].some((prefix) => path === prefix || path.startsWith(`${prefix}/`));
}

/** What a browser needs to sign in: no administration, and no realm but ours. */
export function isForLogin(path: string): boolean {
  return (
    path.startsWith('/auth/resources/') ||
    (path.startsWith('/auth/realms/') && !path.startsWith('/auth/realms/master'))
  );
}
