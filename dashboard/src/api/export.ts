import { freshToken } from '../session/session.ts';
import type { TransactionsQuery } from './client.ts';
import { asProblem, problemOf } from './problem.ts';

export const EXPORT_FORMATS = { csv: 'CSV', jsonl: 'JSON Lines' } as const;
export type ExportFormat = keyof typeof EXPORT_FORMATS;

/** Where the rows of an export are written to, piece by piece as they come. */
export interface ExportTarget {
  readonly write: (bytes: Uint8Array<ArrayBuffer>) => void;
  readonly close: () => void;
  /** Leaves nothing behind. */
  readonly abort: () => void;
}

/**
 * Streams an export into the target and tells of every piece how many rows it brought. An export that breaks off is thrown as an ApiProblem, so
 * that a part is never taken for the whole.
 */
export async function streamExport(
  format: ExportFormat,
  query: TransactionsQuery,
  target: ExportTarget,
  onRows: (rows: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const text = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${encodeURIComponent(value.toString())}`],
  );
  try {
    const response = await fetch(`${location.origin}/api/v1/export.${format}?${text.join('&')}`, {
      headers: { authorization: `Bearer ${await freshToken()}` },
      signal,
    });
    if (!response.ok || response.body === null) {
      throw problemOf(response, await response.json().catch(() => null));
    }
    const reader = response.body.getReader();
    for (;;) {
      // Piece by piece is the point: the next is asked for once this one is taken.
      // oxlint-disable-next-line no-await-in-loop
      const { done, value } = await reader.read();
      if (done) break;
      target.write(value);
      onRows(rowsIn(value));
    }
    target.close();
  } catch (failure) {
    target.abort();
    throw asProblem(failure);
  }
}

const LINE_END = 10;

/** Every row ends in one line end, and no value has any: the contract takes no control characters. */
function rowsIn(bytes: Uint8Array): number {
  let rows = 0;
  for (const byte of bytes) if (byte === LINE_END) rows += 1;
  return rows;
}
