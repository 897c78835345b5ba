import { findKnown, searchTransactions } from '@tieout/store/reading';
import express, { Router, type Request, type Response } from 'express';
import { filterText, recordAccess } from '../access.ts';
import { bodyOf, queryOf } from '../http/validate.ts';
import { txnJson } from '../json/txn.ts';
import { IdList, NoQuery, SearchQuery } from '../queries.ts';
import type { KnownIds, SearchResult } from '../schemas/index.ts';
import type { ReadingDeps } from './reading-deps.ts';

export function searchRoutes({ reader, access, guards }: ReadingDeps): Router {
  const router = Router();
  const viewer = guards.needs('viewer');

  router.get('/api/v1/search', viewer, async (request: Request, response: Response) => {
    const query = queryOf(SearchQuery, request);
    const found = await searchTransactions(reader, query.q, query.limit);
    await recordAccess(access, request, response, {
      what: 'search',
      filterOrId: filterText(query),
      rows: found.length,
    });
    response.json({
      items: found.map(({ row, by, source }) => ({ found_by: by, source, txn: txnJson(row) })),
    } satisfies SearchResult);
  });

  router.post('/api/v1/search', viewer, express.json(), async (request: Request, response: Response) => {
    queryOf(NoQuery, request);
    const ids = [...new Set(bodyOf(IdList, request).ids)];
    const rows = await findKnown(reader, ids);
    await recordAccess(access, request, response, {
      what: 'transactions by id',
      filterOrId: ids.join(),
      rows: rows.length,
    });
    const known = new Set(rows.map((row) => row.txn_id));
    response.json({
      items: rows.map(txnJson),
      unknown: ids.filter((id) => !known.has(id)),
    } satisfies KnownIds);
  });

  return router;
}
