import { Check, CircleAlert, X } from 'lucide-react';
import { EXPORT_FORMATS } from '../../api/export.ts';
import { counted } from '../../format/labels.ts';
import { formatCount, LOCALE } from '../../format/money.ts';
import { useObservable } from '../../observable.ts';
import { dismissExport, exportJob, type ExportJob } from './export-job.ts';

/** In the header, wherever one is: how far the export is, and how it ended. */
export function ExportProgress() {
  const job = useObservable(exportJob);
  return (
    <div role="status" className="empty:hidden">
      {job !== null && (
        <span
          className={`inline-flex h-7 items-center gap-2 rounded-full pr-1 pl-2.5 text-small whitespace-nowrap ${job.state === 'failed' ? 'bg-attention text-attention-ink' : 'bg-waiting-tint text-ink-soft'}`}
          title={job.problem === null ? undefined : `${job.problem.message} ${job.problem.code}`}
        >
          {job.state === 'running' && (
            <span aria-hidden="true" className="pulse size-2 rounded-full bg-matched" />
          )}
          {job.state === 'done' && <Check size={14} aria-hidden="true" />}
          {job.state === 'failed' && <CircleAlert size={14} aria-hidden="true" />}
          {wordsOf(job)}
          <button
            type="button"
            aria-label={job.state === 'running' ? 'Stop the export' : 'Dismiss'}
            onClick={dismissExport}
            className="inline-flex size-6 items-center justify-center rounded-full hover:bg-hover"
          >
            <X size={13} aria-hidden="true" />
          </button>
        </span>
      )}
    </div>
  );
}

function wordsOf({ state, rows, format }: ExportJob): string {
  const written = counted(formatCount(rows, LOCALE), 'row');
  switch (state) {
    case 'running':
      return `Exporting, ${written}`;
    case 'done':
      return `Exported ${written} as ${EXPORT_FORMATS[format]}`;
    case 'failed':
      return `The export broke off after ${written}: nothing was saved`;
  }
}
