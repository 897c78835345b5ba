import { existsSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { TieoutError } from '@tieout/core';
import compression from 'compression';
import express, { Router } from 'express';
import helmet from 'helmet';

const YEAR_S = 365 * 24 * 3600;

// Everything from here: no other origin, no inline script or style, and nobody frames it.
const policy = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      fontSrc: ["'self'"],
      imgSrc: ["'self'"],
      connectSrc: ["'self'"],
      manifestSrc: ["'self'"],
      formAction: ["'self'"],
      baseUri: ["'none'"],
      frameAncestors: ["'none'"],
    },
  },
  // Whether people come over TLS is known to what stands before this process.
  strictTransportSecurity: false,
  referrerPolicy: { policy: 'same-origin' },
});

/**
 * The built dashboard. Names under /assets carry their content's hash and are kept for ever; everything else is asked for again, so that a new
 * version is there at the next load. Any other path a person opens is a page of the dashboard.
 *
 * @throws {TieoutError} INVALID_SETTING where there is none
 */
export function dashboardFiles(folder: string): Router {
  const root = resolve(folder);
  const page = join(root, 'index.html');
  if (!existsSync(page)) {
    throw new TieoutError(
      'INVALID_SETTING',
      `DASHBOARD_DIR: ${page} is missing. Build the dashboard: pnpm --filter @tieout/dashboard build`,
    );
  }
  const hashed = join(root, 'assets') + sep;
  const router = Router();
  router.use(policy, compression());
  router.use(
    express.static(root, {
      setHeaders: (response, path) => {
        response.setHeader(
          'cache-control',
          path.startsWith(hashed) ? `public, max-age=${YEAR_S}, immutable` : 'no-cache',
        );
      },
    }),
  );
  router.use((request, response, next) => {
    const opensPage = request.method === 'GET' || request.method === 'HEAD';
    if (!opensPage || !isPage(request.path) || !request.accepts('html')) return next();
    response.setHeader('cache-control', 'no-cache');
    return response.sendFile(page);
  });
  return router;
}

/** A file that is not there is a 404, never the page: a browser must not run HTML as the script of an old version. */
function isPage(path: string): boolean {
  return !path.startsWith('/assets/') && !/\.[a-z0-9]{1,5}$/i.test(path);
}
