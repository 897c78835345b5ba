import type { TxnId } from '@tieout/core';
import type { AccessLog, Asker } from '@tieout/store/access';
import type { Request, Response } from 'express';
import { principalOf } from './auth/guard.ts';

/** What was looked at, in the words of the access page. */
export interface Given {
  readonly what: string;
  readonly filterOrId: string;
  readonly txnId?: TxnId;
  /** Null where access was refused. */
  readonly rows: number | null;
}

/** Resolves once it is durably written down who saw this: only then may the answer leave. */
export function recordAccess(
  log: AccessLog,
  request: Request,
  response: Response,
  given: Given,
): Promise<void> {
  return log.record({
    ...askerOf(request, response),
    what: given.what,
    filterOrId: given.filterOrId,
    txnId: given.txnId ?? null,
    rows: given.rows,
  });
}

/** Who asks, and from where. */
export function askerOf(request: Request, response: Response): Asker {
  const { username, subject, roles } = principalOf(response);
  return {
    who: username,
    subject,
    roles,
    address: request.ip ?? '',
    requestId: response.locals.requestId,
  };
}

const NOT_LOOKED_FOR: ReadonlySet<string> = new Set(['cursor', 'limit', 'sort']);

/** A request's query as the access page shows it; without order and paging, which say nothing about what was looked for. */
export function filterText(query: Readonly<Record<string, unknown>>): string {
  const parts = Object.entries(query)
    .filter(([name, value]) => !NOT_LOOKED_FOR.has(name) && value !== undefined)
    .map(([name, value]) => `${name}=${String(value)}`);
  return parts.length === 0 ? 'all' : parts.join(' ');
}
