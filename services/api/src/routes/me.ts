import { Router, type Request, type Response } from 'express';
import type { z } from 'zod';
import { principalOf, type Guards } from '../auth/guard.ts';
import { queryOf } from '../http/validate.ts';
import { NoQuery } from '../queries.ts';
import type { Me } from '../schemas/index.ts';

/** Who the caller is. No access row: nothing of a transaction is told. */
export function meRoutes(guards: Guards): Router {
  const router = Router();
  router.get('/api/v1/me', guards.needs('viewer'), (request: Request, response: Response) => {
    queryOf(NoQuery, request);
    const { username, name, roles } = principalOf(response);
    response.json({ username, name, roles: [...roles] } satisfies z.infer<typeof Me>);
  });
  return router;
}
