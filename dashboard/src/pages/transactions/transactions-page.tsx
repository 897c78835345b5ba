import { VERDICT_STATUSES } from '@tieout/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { ArrowUp } from 'lucide-react';
import { useEffect, useMemo } from 'react';
import { FIGURES_EVERY_MS, summaryQuery } from '../../api/queries.ts';
import type { Totals } from '../../api/schema.ts';
import { Button } from '../../components/button.tsx';
import { Notice, ProblemPanel } from '../../components/states.tsx';
import { reasonWords, statusWords } from '../../format/labels.ts';
import { formatCount, LOCALE } from '../../format/money.ts';
import { useObservable } from '../../observable.ts';
import { usePageTitle } from '../../shell/page-title.ts';
import { FilterBar } from './filter-bar.tsx';
import { asksStatusOnly, filterOf, isFiltered, searchOf, toggled, type TransactionFilter } from './filter.ts';
import { listKeeper, type ListView } from './list-keeper.ts';
import { TransactionGrid } from './transaction-grid.tsx';
import { hasMore } from './transaction-list.ts';

const route = getRouteApi('/transactions');

export function TransactionsPage() {
  usePageTitle('Transactions');
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const filter = useMemo(() => filterOf(search), [search]);
  useEffect(() => listKeeper.open(filter), [filter]);
  const view = useObservable(listKeeper.view);
  const { data: summary } = useQuery({ ...summaryQuery, refetchInterval: FIGURES_EVERY_MS });
  const totals = summary !== undefined && asksStatusOnly(filter) ? summary.totals : null;
  const show = (next: TransactionFilter): void => void navigate({ search: searchOf(next) });
  const nothing = !view.loading && view.list.rows.length === 0 && view.list.waiting.size === 0;
  return (
    <div className="flex h-full flex-col">
      <div className="flex flex-col gap-3 border-b border-line px-4 pt-3 pb-3">
        <div className="flex h-8 items-center justify-between gap-3">
          <h1 className="text-title font-semibold">Transactions</h1>
          <Following view={view} of={totals === null ? null : countOf(filter, totals)} />
        </div>
        <FilterBar filter={filter} onChange={show} totals={totals} />
      </div>
      {view.problem !== null && (
        <ProblemPanel
          what="Transactions could not be loaded."
          problem={view.problem}
          retry={() => listKeeper.retry()}
        />
      )}
      {nothing && view.problem === null && <NothingHere filter={filter} show={show} />}
      {!nothing && <TransactionGrid view={view} />}
    </div>
  );
}

/** How many rows there are, and the pill that says how many more came while the list was held still. */
function Following({ view, of }: { view: ListView; of: number | null }) {
  const { list } = view;
  const waiting = list.waiting.size;
  const loaded = formatCount(list.rows.length, LOCALE);
  // Between two counts the list may already know of more.
  const all = of === null || of < list.rows.length ? null : formatCount(of, LOCALE);
  const rows = all === null ? `${loaded}${hasMore(list) ? '+' : ''} loaded` : `${loaded} of ${all} loaded`;
  return (
    <div className="flex items-center gap-3 text-small text-ink-soft">
      {waiting > 0 ? (
        <Button
          look="solid"
          className="!h-7 rounded-full text-small"
          title="Show what is new (.)"
          onClick={() => listKeeper.follow()}
        >
          <ArrowUp size={14} aria-hidden="true" />
          {formatCount(waiting, LOCALE)}
          {list.overflowed ? '+' : ''} new
        </Button>
      ) : null}
      {!view.loading && list.rows.length > 0 && (
        <span className="max-sm:hidden">
          {rows}, newest first · {view.held ? 'held still' : 'following'}
        </span>
      )}
    </div>
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
  if (!isFiltered(filter)) {
    return (
      <Notice title="No events yet">
        Start some:{' '}
        <code className="rounded bg-waiting-tint px-1.5 py-0.5 font-mono text-table">
          npm run produce -- all
        </code>
      </Notice>
    );
  }
  return (
    <Notice
      title="Nothing fits these filters"
      actions={[
        ...filter.status.map((status) => (
          <Button key={status} onClick={() => show(toggled(filter, 'status', status))}>
            Drop {statusWords(status)}
          </Button>
        )),
        ...filter.reason.map((reason) => (
          <Button key={reason} onClick={() => show(toggled(filter, 'reason', reason))}>
            Drop {reasonWords(reason)}
          </Button>
        )),
        <Button key="all" onClick={() => show(filterOf({}))}>
          Clear filters
        </Button>,
      ]}
    >
      New transactions that fit appear here by themselves.
    </Notice>
  );
}
