import { randomUUID } from 'node:crypto';
import { type IncomingMessage, ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { Logger } from '@tieout/runtime';
import { createProxyMiddleware, type RequestHandler } from 'http-proxy-middleware';

export interface Upstream {
  readonly proxy: RequestHandler;
  /** For the server's `upgrade` event: passes web sockets under this upstream's paths on, and ends all others. */
  readonly upgrade: (request: IncomingMessage, socket: Socket, head: Buffer) => void;
  /** A readiness check: null while the upstream accepts connections, else why not. */
  readonly unreachable: () => Promise<string | null>;
}

export interface UpstreamOptions {
  /** How people call it, in errors. */
  readonly name: string;
  readonly origin: string;
  /** First path segments that belong to it. */
  readonly paths: readonly string[];
  readonly logger: Logger;
}

/** Passes requests under `paths` on as they are; a dead upstream answers 502 problem+json with code UPSTREAM_UNAVAILABLE. */
export function createUpstream({ name, origin, paths, logger }: UpstreamOptions): Upstream {
  const owns = (path: string): boolean => paths.some((own) => path === own || path.startsWith(`${own}/`));
  const proxy = createProxyMiddleware({
    target: origin,
    pathFilter: owns,
    // The address of the person, for the access audit.
    xfwd: true,
    on: {
      error: (err, request, answer) => {
        logger.warn({ err, upstream: name, path: pathOf(request) }, 'upstream did not answer');
        if (answer instanceof ServerResponse) answerUnavailable(name, request, answer);
        else answer.destroy();
      },
    },
  });
  return {
    proxy,
    upgrade: (request, socket, head) => {
      if (owns(pathOf(request))) proxy.upgrade(request, socket, head);
      else socket.destroy();
    },
    unreachable: () => unreachable(name, origin),
  };
}

function answerUnavailable(name: string, request: IncomingMessage, response: ServerResponse): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.writeHead(502, { 'content-type': 'application/problem+json', 'cache-control': 'no-store' });
  response.end(
    JSON.stringify({
      type: 'about:blank',
      title: 'Bad Gateway',
      status: 502,
      code: 'UPSTREAM_UNAVAILABLE',
      detail: `The ${name} does not answer. It is being restarted or has stopped; try again in a few seconds.`,
      instance: pathOf(request),
      request_id: randomUUID(),
    }),
  );
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? '/').split('?', 1)[0] ?? '/';
}

function unreachable(name: string, origin: string): Promise<string | null> {
  const { hostname, port, protocol } = new URL(origin);
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port === '' ? defaultPort(protocol) : port) });
    socket.once('connect', () => {
      socket.destroy();
      resolve(null);
    });
    socket.once('error', (error) => resolve(`The ${name} at ${origin} does not answer: ${error.message}`));
  });
}

function defaultPort(protocol: string): number {
  return protocol === 'https:' ? 443 : 80;
}
