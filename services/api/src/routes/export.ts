import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  listTransactions,
  type PageKey,
  type Reader,
  type TransactionFilter,
  type TransactionRow,
  type TxnSort,
} from '@tieout/store/reading';
import { Router, type Request, type RequestHandler, type Response } from 'express';
import { filterText, recordAccess } from '../access.ts';
import { CSV, JSON_LINES, type ExportFormat } from '../export-format.ts';
import { queryOf } from '../http/validate.ts';
import { checkSort, ExportQuery, filterOf } from '../list-query.ts';
import type { ReadingDeps } from './reading-deps.ts';

/** Rows that are in memory at a time, twice at most: one page waits for the client while the next is read. So few that they are garbage before V8 thinks them old, and that others wait a few milliseconds while they are written out. */
const PAGE_ROWS = 200;

export interface ExportDeps extends Omit<ReadingDeps, 'reader'> {
  /** Connections of their own: however many exports run, lists are answered. */
  readonly exported: Reader;
}

/**
 * Exports of any size: page after page, each as the rows stood when it was read, and none before the client has taken the one before. No connection is held
 * between two pages, so a slow client keeps nothing from being vacuumed.
 */
export function exportRoutes({ exported, access, guards }: ExportDeps): Router {
  const router = Router();

  const handler =
    (format: ExportFormat): RequestHandler =>
    async (request: Request, response: Response) => {
      const query = queryOf(ExportQuery, request);
      const filter = filterOf(query, Date.now());
      checkSort(query.sort, filter);
      const pages = pagesOf(exported, filter, query.sort);
      // Before the head is on its way: what fails now still has an answer of its own.
      const first = await pages.next();
      await recordAccess(access, request, response, {
        what: format.what,
        filterOrId: filterText(query),
        rows: null,
      });
      response.attachment(`tieout-transactions.${format.extension}`).type(format.mediaType);
      if (request.method === 'HEAD') return void response.end();
      await sent(Readable.from(texts(format, first, pages), { objectMode: false }), request, response);
    };

  for (const format of [CSV, JSON_LINES]) {
    router.get(`/api/v1/export.${format.extension}`, guards.needs('viewer'), handler(format));
  }
  return router;
}

type Pages = AsyncGenerator<readonly TransactionRow[], undefined>;

async function* pagesOf(reader: Reader, filter: TransactionFilter, sort: TxnSort): Pages {
  let after: PageKey | null = null;
  do {
    const page = await listTransactions(reader, { filter, sort, after, limit: PAGE_ROWS });
    yield page.rows;
    after = page.next;
  } while (after !== null);
  return undefined;
}

async function* texts(
  format: ExportFormat,
  first: IteratorResult<readonly TransactionRow[], undefined>,
  rest: Pages,
): AsyncGenerator<string> {
  if (format.head !== '') yield format.head;
  if (!first.done && first.value.length > 0) yield format.rows(first.value);
  for await (const rows of rest) if (rows.length > 0) yield format.rows(rows);
}

/** An export that breaks off ends the connection without the last chunk: every client knows that from a whole one. */
async function sent(body: Readable, request: Request, response: Response): Promise<void> {
  try {
    await pipeline(body, response);
  } catch (err) {
    const isClientGone = err instanceof Error && 'code' in err && err.code === 'ERR_STREAM_PREMATURE_CLOSE';
    if (!isClientGone) {
      request.log.error({ err, request_id: response.locals.requestId }, 'an export broke off');
    }
  }
}
