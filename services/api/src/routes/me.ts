import { Router, type Request, type Response } from 'express';
import type { z } from 'zod';
import { principalOf, type Guards } from '../auth/guard.ts';
import { queryOf } from '../http/validate.ts';
import { NoQuery } from '../queries.ts';
import type { Me } from '../schemas/index.ts';

export interface MeDeps {
  readonly guards: Guards;
  /** By its IANA name. */
  readonly businessZone: string;
}

/** Who the caller is. No access row: nothing of a transaction is told. */
export function meRoutes({ guards, businessZone }: MeDeps): Router {
  const router = Router();
  router.get('/api/v1/me', guards.needs('viewer'), (request: Request, response: Response) => {
    queryOf(NoQuery, request);
    const { username, name, roles } = principalOf(response);
    response.json({
      username,
      name,
      roles: [...roles],
      business_zone: businessZone,
    } satisfies z.infer<typeof Me>);
  });
  return router;
}
