import { listAccessRows, type AccessRow as StoredRow } from '@tieout/store/reading';
import { Router, type Request, type Response } from 'express';
import type { z } from 'zod';
import { filterText, recordAccess } from '../access.ts';
import { accessCursor, readAccessCursor } from '../http/page-cursor.ts';
import { queryOf } from '../http/validate.ts';
import { AccessQuery } from '../queries.ts';
import { ROLES, type AccessPage, type AccessRow } from '../schemas/index.ts';
import type { ReadingDeps } from './reading-deps.ts';

export function auditRoutes({ reader, access, guards }: ReadingDeps): Router {
  const router = Router();
  router.get(
    '/api/v1/audit/access',
    guards.needs('auditor'),
    async (request: Request, response: Response) => {
      const query = queryOf(AccessQuery, request);
      const before = query.cursor === undefined ? null : readAccessCursor(query.cursor);
      const page = await listAccessRows(reader, before, query.limit);
      await recordAccess(access, request, response, {
        what: 'access audit',
        filterOrId: filterText(query),
        rows: page.rows.length,
      });
      response.json({
        items: page.rows.map(accessJson),
        next_cursor: page.next && accessCursor(page.next),
      } satisfies z.infer<typeof AccessPage>);
    },
  );
  return router;
}

function accessJson(row: StoredRow): AccessRow {
  return {
    at: row.at,
    who: row.who,
    roles: ROLES.filter((role) => row.roles.includes(role)),
    what: row.what,
    filter_or_id: row.filter_or_id,
    rows: row.rows,
    address: row.address,
    request_id: row.request_id,
    chain: row.chain,
    seq: row.seq,
  };
}
