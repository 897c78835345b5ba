import type { OperationsHandler } from '@tieout/runtime';
import compression from 'compression';
import express, { type Express } from 'express';
import helmet from 'helmet';
import type { Dashboard } from './dashboard.ts';
import type { Upstream } from './upstream.ts';

export interface Parts {
  readonly operations: OperationsHandler;
  readonly api: Upstream;
  readonly login: Upstream;
  readonly dashboard: Dashboard;
}

/**
 * The one origin people open: dashboard, API, socket and login under one host and port, so that a browser needs no cross-origin
 * rule. What is proxied keeps its own headers; the dashboard gets the strictest policy it can live with.
 */
export function createApp({ operations, api, login, dashboard }: Parts): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use((request, response, next) => {
    if (!operations(request, response)) next();
  });
  app.use(api.proxy);
  app.use(login.proxy);
  app.use(pageHeaders());
  app.use(compression());
  app.use(dashboard);
  return app;
}

function pageHeaders(): ReturnType<typeof helmet> {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        fontSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        manifestSrc: ["'self'"],
        // The login service checks for a session in a frame of this origin.
        frameSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    // Whether the origin is reached over TLS is known to what stands before it, not here.
    strictTransportSecurity: false,
    referrerPolicy: { policy: 'same-origin' },
  });
}
