import { Download } from 'lucide-react';
import { useRef, useState } from 'react';
import { EXPORT_FORMATS, type ExportFormat } from '../../api/export.ts';
import { Button } from '../../components/button.tsx';
import { usePerson } from '../../session/person-context.tsx';
import { startExport } from './export-job.ts';
import type { TransactionFilter } from './filter.ts';
import { queryOf } from './filter-query.ts';
import { filterText } from './filter-text.ts';
import type { Sort } from './list-order.ts';

interface Props {
  readonly filter: TransactionFilter;
  readonly sort: Sort;
  /** In words: "newest first". */
  readonly order: string;
  /** How many rows, as it is to be read; null while that is not known. */
  readonly rows: string | null;
}

const COLUMNS: Readonly<Record<ExportFormat, string>> = {
  csv: 'Verdict, figures in minor and major units, owner, times, and nine columns for each source’s leg',
  jsonl: 'One object a line, as the API gives a transaction',
};

/** Says what will be in the file before it is made. */
export function ExportDialog({ filter, sort, order, rows }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [format, setFormat] = useState<ExportFormat>('csv');
  const { username } = usePerson();
  const text = filterText(filter);
  const start = (): void => {
    dialog.current?.close();
    void startExport(format, queryOf({ filter, sort, folds: [], me: username, at: Date.now(), ids: null }));
  };
  return (
    <>
      <Button className="!h-7 text-small" onClick={() => dialog.current?.showModal()}>
        <Download size={14} aria-hidden="true" />
        Export…
      </Button>
      <dialog
        ref={dialog}
        aria-labelledby="export-title"
        className="w-[min(460px,calc(100vw-32px))] rounded-panel border border-line bg-panel p-0 text-ink shadow-float"
      >
        <h2 id="export-title" className="border-b border-line px-4 py-3 text-title font-semibold">
          Export {rows ?? 'all'} {rows === '1' ? 'transaction' : 'transactions'}
        </h2>
        <dl className="grid grid-cols-[5.5rem_1fr] gap-x-3 gap-y-2 px-4 py-3 text-table">
          <dt className="text-ink-soft">Filter</dt>
          <dd className={text === '' ? '' : 'font-mono text-small break-words [font-variant-ligatures:none]'}>
            {text === '' ? 'None' : text}
          </dd>
          <dt className="text-ink-soft">Order</dt>
          <dd>{order}</dd>
          <dt className="text-ink-soft">Columns</dt>
          <dd>{COLUMNS[format]}</dd>
          <dt className="text-ink-soft">Times</dt>
          <dd>UTC, whatever zone the list shows</dd>
        </dl>
        <div
          role="radiogroup"
          aria-label="Format"
          className="flex gap-5 border-t border-line px-4 py-3 text-table"
        >
          {(['csv', 'jsonl'] as const).map((one) => (
            <label key={one} className="flex min-h-6 items-center gap-2">
              <input
                type="radio"
                name="export-format"
                checked={one === format}
                onChange={() => setFormat(one)}
                className="size-4 accent-[var(--color-solid)]"
              />
              {EXPORT_FORMATS[one]}
            </label>
          ))}
        </div>
        <div className="flex justify-end gap-2 border-t border-line px-4 py-3">
          <Button onClick={() => dialog.current?.close()}>Cancel</Button>
          <Button look="solid" onClick={start}>
            Export {rows ?? 'all'} {rows === '1' ? 'row' : 'rows'}
          </Button>
        </div>
      </dialog>
    </>
  );
}
