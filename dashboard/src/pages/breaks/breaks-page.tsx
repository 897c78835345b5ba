import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { summaryQuery } from '../../api/queries.ts';
import { Notice } from '../../components/states.tsx';
import { useObservable } from '../../observable.ts';
import { usePageTitle } from '../../shell/page-title.ts';
import { ColumnsMenu } from '../transactions/columns-menu.tsx';
import { ExportDialog } from '../transactions/export-dialog.tsx';
import { FilterBar } from '../transactions/filter-bar.tsx';
import { FilterField } from '../transactions/filter-field.tsx';
import { filterOf, isFiltered, searchOf, type TransactionFilter } from '../transactions/filter.ts';
import type { FilterProblem } from '../transactions/filter-text.ts';
import { ListFrame, usePeek } from '../transactions/list-frame.tsx';
import { breakList, isEmpty } from '../transactions/list-keeper.ts';
import type { Sort } from '../transactions/list-order.ts';
import { keptView, listSearch, sortOf } from '../transactions/list-search.ts';
import { ListStatus } from '../transactions/list-status.tsx';
import { NothingFits } from '../transactions/nothing-fits.tsx';
import { TransactionGrid } from '../transactions/transaction-grid.tsx';
import { countText, useCounts } from '../transactions/use-counts.ts';
import { useColumns } from '../transactions/use-columns.ts';
import { useList } from '../transactions/use-list.ts';
import { ViewsMenu } from '../transactions/views-menu.tsx';
import { BREAK_COLUMNS } from './break-columns.tsx';
import { GroupMenu } from './group-menu.tsx';
import { IncidentLines } from './incident-lines.tsx';
import { GroupPane } from './group-pane.tsx';
import { groupingOf } from './groups.ts';
import { useIncidents } from './use-incidents.ts';
import { SortMenu } from './sort-menu.tsx';
import { ViewTabs } from './view-tabs.tsx';

const route = getRouteApi('/breaks');
const FIELDS = [
  'reason',
  'missing',
  'at_fault',
  'severity',
  'assignee',
  'work_state',
  'channel',
  'currency',
] as const;

const ORDERS: Readonly<Record<Sort, string>> = {
  severity: 'Gravest first',
  age: 'Oldest first',
  at_risk: 'Most at risk first',
  discrepancy: 'Greatest difference first',
  time: 'Newest first',
};

/** What is broken now, gravest first: a list to read from the top. */
export function BreaksPage() {
  usePageTitle('Breaks');
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const filter = useMemo(() => filterOf({ ...search, status: '', '-status': '' }), [search]);
  const asked = useMemo((): TransactionFilter => ({ ...filter, status: ['MISMATCHED'] }), [filter]);
  const sort = orderOf(sortOf(search, 'severity'), filter);
  const grouping = groupingOf(search.group);
  const peeked = search.peek ?? null;
  // Who asks for something is shown all of it.
  const { held } = useObservable(breakList.view);
  const { shown: incidents, folds } = useIncidents(!isFiltered(filter) && grouping === null, held);
  const view = useList(breakList, { filter: asked, sort, search, peeked, folds });
  const counts = useCounts(asked);
  const all = counts === null ? null : countText(counts.total);
  const show = (next: TransactionFilter): void =>
    void navigate({ search: (before) => ({ ...searchOf(next), ...keptView(before) }) });
  const columns = useColumns(breakList, 'breaks', BREAK_COLUMNS, search.columns);
  const peek = usePeek(breakList);
  const nothing = isEmpty(view) && folds !== null && incidents.length === 0;
  return (
    <ListFrame
      keeper={breakList}
      view={view}
      peeked={peeked}
      onPeek={peek}
      failed="Breaks could not be loaded."
      head={
        <>
          <div className="flex h-8 items-center justify-between gap-3">
            <div className="flex min-w-0 items-center gap-3">
              <h1 className="text-title font-semibold">Breaks</h1>
              <ViewsMenu list="/breaks" search={search} columns={columns.choice} />
            </div>
            <div className="flex min-w-0 flex-1 items-center justify-end gap-3">
              <ListStatus keeper={breakList} view={view} all={all} order={ORDERS[sort].toLowerCase()} />
              <ColumnsMenu {...columns} />
              <ExportDialog filter={asked} sort={sort} order={ORDERS[sort]} rows={all} />
            </div>
          </div>
          <ViewTabs filter={filter} view={search.view} />
          <div className="flex flex-wrap items-center gap-2.5">
            <FilterField filter={filter} onChange={show} refuse={refuseStatus} />
            <GroupMenu
              grouping={grouping}
              onGroup={(next) =>
                void navigate({ search: (before) => listSearch({ ...before, group: next ?? undefined }) })
              }
            />
            <SortMenu
              sort={sort}
              oneCurrency={filter.currency.length === 1}
              onSort={(next) => void navigate({ search: (before) => ({ ...before, sort: next }) })}
            />
          </div>
          <FilterBar filter={filter} onChange={show} fields={FIELDS} counts={counts} aged />
        </>
      }
      aside={grouping !== null && <GroupPane grouping={grouping} filter={filter} asked={asked} show={show} />}
    >
      <IncidentLines incidents={incidents} />
      {nothing && view.problem === null && <NoBreaks filter={filter} asked={asked} show={show} />}
      {!nothing && (
        <TransactionGrid
          keeper={breakList}
          view={view}
          label="Breaks"
          layout="breaks"
          columns={columns}
          peeked={peeked}
          onPeek={peek}
        />
      )}
    </ListFrame>
  );
}

/** Amounts of several currencies have no order: without the one, the list is as it begins. */
function orderOf(sort: Sort, { currency }: TransactionFilter): Sort {
  const needsOne = sort === 'at_risk' || sort === 'discrepancy';
  return needsOne && currency.length !== 1 ? 'severity' : sort;
}

function refuseStatus({ status, not }: TransactionFilter): FilterProblem | null {
  const [asked] = [...status, ...not.status];
  return asked === undefined
    ? null
    : { word: `status:${asked}`, message: 'Breaks are all mismatched; Transactions has the others' };
}

function NoBreaks({
  filter,
  asked,
  show,
}: {
  filter: TransactionFilter;
  /** What the list asks besides. */
  asked: TransactionFilter;
  show: (filter: TransactionFilter) => void;
}) {
  const { data: summary } = useQuery(summaryQuery);
  if (isFiltered(filter)) return <NothingFits filter={asked} stays="status" show={show} />;
  return (
    <Notice
      title="No open breaks"
      actions={
        <Link
          to="/transactions"
          search={searchOf(filterOf({ status: 'RESOLVED' }))}
          className="font-medium text-matched hover:underline"
        >
          See what was resolved
        </Link>
      }
    >
      {summary !== undefined && summary.totals.MATCHED > 0
        ? 'All that was decided ties out. A new break appears here by itself.'
        : 'A break appears here by itself.'}
    </Notice>
  );
}
