import { VERDICT_STATUSES } from '@tieout/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';
import { FIGURES_EVERY_MS, summaryQuery } from '../../api/queries.ts';
import type { Totals } from '../../api/schema.ts';
import { Notice } from '../../components/states.tsx';
import { formatCount, LOCALE } from '../../format/money.ts';
import { usePageTitle } from '../../shell/page-title.ts';
import { ColumnsMenu } from './columns-menu.tsx';
import { COLUMNS } from './columns.tsx';
import { ExportDialog } from './export-dialog.tsx';
import { FilterBar } from './filter-bar.tsx';
import { FilterField } from './filter-field.tsx';
import { asksStatusOnly, filterOf, isFiltered, searchOf, type TransactionFilter } from './filter.ts';
import { Histogram } from './histogram.tsx';
import { ListFrame, usePeek } from './list-frame.tsx';
import { isEmpty, transactionList } from './list-keeper.ts';
import { keptView } from './list-search.ts';
import { ListStatus } from './list-status.tsx';
import { NothingFits } from './nothing-fits.tsx';
import { StatusChips } from './status-chips.tsx';
import { TransactionGrid } from './transaction-grid.tsx';
import { countText, useCounts } from './use-counts.ts';
import { useColumns } from './use-columns.ts';
import { useList } from './use-list.ts';
import { ViewsMenu } from './views-menu.tsx';

const route = getRouteApi('/transactions');
const FIELDS = ['reason', 'severity', 'missing', 'at_fault', 'channel', 'currency'] as const;

/** Everything, live. */
export function TransactionsPage() {
  usePageTitle('Transactions');
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const filter = useMemo(() => filterOf(search), [search]);
  const peeked = search.peek ?? null;
  const view = useList(transactionList, { filter, sort: 'time', search, peeked });
  const { data: summary } = useQuery({ ...summaryQuery, refetchInterval: FIGURES_EVERY_MS });
  const counts = useCounts(filter);
  const all = counts === null ? null : countText(counts.total);
  const totals = summary !== undefined && asksStatusOnly(filter) ? summary.totals : null;
  const shown = totals === null ? all : formatCount(countOf(filter, totals), LOCALE);
  const show = (next: TransactionFilter): void =>
    void navigate({ search: (before) => ({ ...searchOf(next), ...keptView(before) }) });
  const columns = useColumns(transactionList, 'transactions', COLUMNS, search.columns);
  const peek = usePeek(transactionList);
  const nothing = isEmpty(view);
  return (
    <ListFrame
      keeper={transactionList}
      view={view}
      peeked={peeked}
      onPeek={peek}
      failed="Transactions could not be loaded."
      head={
        <>
          <div className="flex h-8 items-center justify-between gap-3">
            <div className="flex min-w-0 items-center gap-3">
              <h1 className="text-title font-semibold">Transactions</h1>
              <ViewsMenu list="/transactions" search={search} columns={columns.choice} />
            </div>
            <div className="flex min-w-0 flex-1 items-center justify-end gap-3">
              <ListStatus keeper={transactionList} view={view} all={shown} order="newest first" />
              <ColumnsMenu {...columns} />
              <ExportDialog filter={filter} sort="time" order="Newest first" rows={shown} />
            </div>
          </div>
          <div className="flex flex-wrap items-center gap-2.5">
            <StatusChips filter={filter} onChange={show} totals={totals} />
            <FilterField filter={filter} onChange={show} />
          </div>
          <FilterBar filter={filter} onChange={show} fields={FIELDS} counts={counts} aged={false} />
          <Histogram
            counts={counts}
            onStretch={({ from, to }) =>
              show({
                ...filter,
                within: '',
                from: new Date(from).toISOString(),
                to: new Date(to).toISOString(),
              })
            }
            onWiden={
              filter.from === '' && filter.to === '' ? null : () => show({ ...filter, from: '', to: '' })
            }
          />
        </>
      }
    >
      {nothing && view.problem === null && <NothingHere filter={filter} show={show} />}
      {!nothing && (
        <TransactionGrid
          keeper={transactionList}
          view={view}
          label="Transactions"
          layout="transactions"
          columns={columns}
          peeked={peeked}
          onPeek={peek}
        />
      )}
    </ListFrame>
  );
}

/** How many transactions a filter of statuses shows. */
function countOf({ status }: TransactionFilter, totals: Totals): number {
  return VERDICT_STATUSES.filter((one) => status.length === 0 || status.includes(one)).reduce(
    (sum, one) => sum + totals[one],
    0,
  );
}

function NothingHere({
  filter,
  show,
}: {
  filter: TransactionFilter;
  show: (filter: TransactionFilter) => void;
}) {
  if (isFiltered(filter)) return <NothingFits filter={filter} show={show} />;
  return (
    <Notice title="No events yet">
      Start some:{' '}
      <code className="rounded bg-waiting-tint px-1.5 py-0.5 font-mono text-table">
        npm run produce -- all
      </code>
    </Notice>
  );
}
