import { TieoutError, txnId } from '@tieout/core';
import { countTransactions, findTransaction, listTransactions } from '@tieout/store/reading';
import { Router, type Request, type Response } from 'express';
import type { z } from 'zod';
import { filterText, recordAccess } from '../access.ts';
import { readTxnCursor, txnCursor } from '../http/page-cursor.ts';
import { pathOf, queryOf } from '../http/validate.ts';
import { countsJson } from '../json/counts.ts';
import { detailJson } from '../json/detail.ts';
import { txnJson } from '../json/txn.ts';
import { checkSort, filterOf, listName, TxnCountsQuery, TxnQuery } from '../list-query.ts';
import { ById, NoQuery } from '../queries.ts';
import type { TxnCounts, TxnDetail, TxnPage, TxnState } from '../schemas/index.ts';
import type { ReadingDeps } from './reading-deps.ts';

export function transactionRoutes({ reader, access, guards }: ReadingDeps): Router {
  const router = Router();
  const viewer = guards.needs('viewer');

  router.get('/api/v1/transactions', viewer, async (request: Request, response: Response) => {
    const query = queryOf(TxnQuery, request);
    const { sort, cursor, limit } = query;
    const filter = filterOf(query, Date.now());
    checkSort(sort, filter);
    const list = listName(query);
    const after = cursor === undefined ? null : readTxnCursor(list, sort, cursor);
    const page = await listTransactions(reader, { filter, sort, after, limit });
    await recordAccess(access, request, response, {
      what: 'transactions',
      filterOrId: filterText(query),
      rows: page.rows.length,
    });
    response.json({
      items: page.rows.map(txnJson),
      next_cursor: page.next && txnCursor(list, page.next),
      looked_to: sort === 'time' ? (page.next?.[0] ?? null) : null,
      as_of: page.asOf,
    } satisfies TxnPage);
  });

  router.get('/api/v1/transactions/counts', viewer, async (request: Request, response: Response) => {
    const query = queryOf(TxnCountsQuery, request);
    const counts = await countTransactions(reader, filterOf(query, Date.now()));
    // With an id in the filter a count tells of one transaction, so it is a read like any other.
    await recordAccess(access, request, response, {
      what: 'transaction counts',
      filterOrId: filterText(query),
      rows: counts.total,
    });
    response.json(countsJson(counts) satisfies TxnCounts);
  });

  /** One transaction, with the access written down whether it exists or not: asking is looking. */
  const detailOf = async (request: Request, response: Response): Promise<TxnDetail> => {
    queryOf(NoQuery, request);
    const { txn_id: id } = pathOf(ById, request);
    const found = await findTransaction(reader, id);
    await recordAccess(access, request, response, {
      what: 'transaction',
      filterOrId: id,
      txnId: txnId(id),
      rows: found ? 1 : 0,
    });
    if (!found) throw new TieoutError('TXN_NOT_FOUND', `no event with the id ${id} yet`);
    return detailJson(found);
  };

  router.get('/api/v1/transactions/:txn_id', viewer, async (request: Request, response: Response) => {
    response.json((await detailOf(request, response)) satisfies TxnDetail);
  });

  router.get('/txns/:txn_id', viewer, async (request: Request, response: Response) => {
    const detail = await detailOf(request, response);
    response.json({ ...detail, state: detail.status } satisfies z.infer<typeof TxnState>);
  });

  return router;
}
