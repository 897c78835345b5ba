import { TieoutError } from '@tieout/core';
import { Router } from 'express';
import { OPERATIONS } from '../openapi-operations.ts';

/** Behind all routes: what they left unanswered on a path of theirs was asked with another method. Says, in `Allow`, which there are. */
export function otherMethods(): Router {
  const router = Router();
  for (const [path, operations] of Map.groupBy(OPERATIONS, (operation) => operation.path)) {
    const allowed = operations
      .flatMap(({ method = 'get' }) => (method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()]))
      .join(', ');
    router.all(path.replaceAll(/\{(\w+)\}/g, ':$1'), (request, response) => {
      response.setHeader('allow', allowed);
      throw new TieoutError('METHOD_NOT_ALLOWED', `${request.method} is not answered here: ${allowed}`);
    });
  }
  return router;
}
