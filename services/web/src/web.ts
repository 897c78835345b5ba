import { createServer, type IncomingMessage, type Server } from 'node:http';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Logger, OperationsHandler } from '@tieout/runtime';
import express from 'express';
import { pathOf, sendProblem } from './problem.ts';
import { isForApi, isForLogin, nameClient, nameRequest, proxyTo, SOCKET_PATH } from './proxy.ts';
import { dashboardFiles } from './static-files.ts';

export interface WebOptions {
  readonly apiUrl: string;
  /** With its path, /auth: the same as on this origin. */
  readonly keycloakUrl: string;
  readonly dashboardDir: string;
  readonly operations: OperationsHandler;
  readonly logger: Logger;
}

export interface Web {
  readonly server: Server;
  /** Ends every connection, live feeds too: they never end by themselves, and the dashboard comes back. */
  readonly close: () => Promise<void>;
}

const BODY_BYTES_MAX = 1024 * 1024;

/** The one origin people open: dashboard, API, login and live feed. */
export function createWeb({ apiUrl, keycloakUrl, dashboardDir, operations, logger }: WebOptions): Web {
  const api = proxyTo({ name: 'the API', origin: new URL(apiUrl).origin, takes: isForApi, logger });
  const login = proxyTo({
    name: 'the identity server',
    origin: new URL(keycloakUrl).origin,
    takes: isForLogin,
    logger,
  });

  const app = express();
  app.disable('x-powered-by');
  app.use((request, response, next) => {
    if (!operations(request, response)) next();
  });
  app.use((request, _response, next) => {
    nameRequest(request);
    nameClient(request);
    next();
  });
  app.use(smallBodies);
  app.use(api);
  app.use(login);
  app.use(dashboardFiles(dashboardDir));
  app.use((request, response) => {
    sendProblem(request, response, {
      status: 404,
      title: 'Not found',
      code: 'NOT_FOUND',
      detail: `nothing answers ${request.method} here`,
    });
  });

  const server = createServer(app);
  const feeds = new Set<Socket>();
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const forFeed = pathOf(request).startsWith(`${SOCKET_PATH}/`);
    if (!forFeed || !(socket instanceof Socket)) return socket.destroy();
    nameClient(request);
    feeds.add(socket);
    socket.on('close', () => feeds.delete(socket));
    return api.upgrade(request, socket, head);
  });
  return {
    server,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
        for (const feed of feeds) feed.destroy(); // an upgraded connection is no longer the server's
      }),
  };
}

/** Turned away before it is passed on. A body of unknown length is none of a browser's, nor of a sender we know. */
const smallBodies: express.RequestHandler = (request, response, next) => {
  if (request.headers['transfer-encoding'] !== undefined) {
    return sendProblem(request, response, {
      status: 411,
      title: 'Length required',
      code: 'LENGTH_REQUIRED',
      detail: 'give a content-length',
    });
  }
  if (Number(request.headers['content-length'] ?? 0) > BODY_BYTES_MAX) {
    return sendProblem(request, response, {
      status: 413,
      title: 'Too large',
      code: 'TOO_LARGE',
      detail: `at most ${BODY_BYTES_MAX} bytes`,
    });
  }
  return next();
};
