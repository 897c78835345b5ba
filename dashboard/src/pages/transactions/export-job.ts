import { streamExport, type ExportFormat, type ExportTarget } from '../../api/export.ts';
import { asProblem, type ApiProblem } from '../../api/problem.ts';
import type { TransactionsQuery } from '../../api/client.ts';
import { Observable } from '../../observable.ts';

/** The one export that runs, or ran last. It goes on while its list is left. */
export interface ExportJob {
  readonly format: ExportFormat;
  /** Rows written so far. */
  readonly rows: number;
  readonly state: 'running' | 'done' | 'failed';
  readonly problem: ApiProblem | null;
}

export const exportJob = new Observable<ExportJob | null>(null);

let cancel: AbortController | null = null;

/** Exports into a file the browser saves. */
export async function startExport(format: ExportFormat, query: TransactionsQuery): Promise<void> {
  cancel?.abort();
  const request = new AbortController();
  cancel = request;
  // A CSV begins with the names of its columns.
  let rows = format === 'csv' ? -1 : 0;
  const tell = (change: Partial<ExportJob>): void => {
    if (cancel === request) {
      exportJob.set({ format, rows: Math.max(0, rows), state: 'running', problem: null, ...change });
    }
  };
  tell({});
  try {
    await streamExport(
      format,
      query,
      savedAs(fileName(format, new Date())),
      (more) => {
        rows += more;
        tell({});
      },
      request.signal,
    );
    tell({ state: 'done' });
  } catch (failure) {
    if (request.signal.aborted) return;
    tell({ state: 'failed', problem: asProblem(failure) });
  }
}

/** Stops what runs, and forgets what ran. */
export function dismissExport(): void {
  cancel?.abort();
  cancel = null;
  exportJob.set(null);
}

/** "tieout-transactions-2026-11-21T140322Z.csv": no colon, which no file name may have everywhere. */
function fileName(format: ExportFormat, at: Date): string {
  return `tieout-transactions-${at.toISOString().slice(0, 19).replaceAll(':', '')}Z.${format}`;
}

const PIECE_BYTES = 4 * 1024 * 1024;

/** Collects the pieces as blobs, which the browser keeps on disk where they are many, and saves them in the end. */
function savedAs(name: string): ExportTarget {
  const pieces: Blob[] = [];
  let held: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  const put = (): void => {
    pieces.push(new Blob(held));
    held = [];
    bytes = 0;
  };
  return {
    write: (piece) => {
      held.push(piece);
      bytes += piece.byteLength;
      if (bytes >= PIECE_BYTES) put();
    },
    close: () => {
      put();
      const link = document.createElement('a');
      link.href = URL.createObjectURL(new Blob(pieces));
      link.download = name;
      link.click();
      // Once the browser has begun to save it, the address is no longer needed.
      setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    },
    abort: () => {
      pieces.length = 0;
      held = [];
    },
  };
}
