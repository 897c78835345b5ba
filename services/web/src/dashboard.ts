import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { TieoutError } from '@tieout/core';
import express, { type Router } from 'express';

export type Dashboard = Router;

/**
 * Serves the built dashboard: files with a hash in their name for ever, the page itself never from a cache, and the page for
 * every path it routes by itself.
 *
 * @throws TieoutError INVALID_SETTING where the folder holds no built dashboard
 */
export function openDashboard(folder: string): Dashboard {
  const root = resolve(folder);
  if (!existsSync(resolve(root, 'index.html'))) {
    throw new TieoutError(
      'INVALID_SETTING',
      `DASHBOARD_DIR names ${root}, which holds no index.html. Build it: pnpm --filter @tieout/dashboard build`,
    );
  }
  const router = express.Router();
  router.use(
    '/assets',
    express.static(resolve(root, 'assets'), { immutable: true, maxAge: '1y', index: false }),
  );
  // A missing asset is a 404: answering it with the page would let a browser cache HTML as a script.
  router.use('/assets', (_request, response) => {
    response.status(404).end();
  });
  router.use(express.static(root, { index: false, maxAge: '1h' }));
  router.use((request, response, next) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      next();
      return;
    }
    response.set('cache-control', 'no-cache').sendFile('index.html', { root });
  });
  return router;
}
