import { randomUUID } from 'node:crypto';
import type { Logger } from '@tieout/runtime';
import type { RequestHandler } from 'express';
import { Histogram, type Registry } from 'prom-client';

declare global {
  namespace Express {
    interface Request {
      log: Logger;
    }
    interface Locals {
      requestId: string;
    }
  }
}

const REQUEST_ID = /^[A-Za-z0-9_-]{8,64}$/;

/** Gives each request an id (the caller's, if it is a usable one), a line in the log and a place in the figures. Never logs a token or a query. */
export function observed(logger: Logger, metrics: Registry): RequestHandler {
  const duration = new Histogram({
    name: 'tieout_http_request_duration_seconds',
    help: 'Time from a request’s arrival to the end of its answer.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [metrics],
  });
  return (request, response, next) => {
    const given = request.get('x-request-id');
    const requestId = given !== undefined && REQUEST_ID.test(given) ? given : randomUUID();
    const started = performance.now();
    response.locals.requestId = requestId;
    response.setHeader('x-request-id', requestId);
    request.log = logger;
    response.on('close', () => {
      const ms = performance.now() - started;
      const route = routeOf(request.route, request.baseUrl);
      duration.observe({ method: request.method, route, status: response.statusCode }, ms / 1000);
      logger.info(
        {
          request_id: requestId,
          method: request.method,
          path: request.originalUrl.split('?', 1)[0],
          status: response.statusCode,
          ms: Math.round(ms * 10) / 10,
          user: response.locals.principal?.username,
          address: request.ip,
          ...(response.writableFinished ? {} : { aborted: true }),
        },
        'request',
      );
    });
    next();
  };
}

/** The pattern, not the path: ids in a label would make a series each. */
function routeOf(route: unknown, baseUrl: string): string {
  const path = typeof route === 'object' && route !== null && 'path' in route ? String(route.path) : 'none';
  return path === 'none' ? path : baseUrl + path;
}
