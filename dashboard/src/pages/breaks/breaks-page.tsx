import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { summaryQuery } from '../../api/queries.ts';
import { Notice, ProblemPanel } from '../../components/states.tsx';
import { usePageTitle } from '../../shell/page-title.ts';
import { PeekPanel } from '../transaction/peek-panel.tsx';
import { ExportDialog } from '../transactions/export-dialog.tsx';
import { FilterBar } from '../transactions/filter-bar.tsx';
import { FilterField } from '../transactions/filter-field.tsx';
import { filterOf, isFiltered, searchOf, type TransactionFilter } from '../transactions/filter.ts';
import type { FilterProblem } from '../transactions/filter-text.ts';
import { breakList, isEmpty } from '../transactions/list-keeper.ts';
import type { Sort } from '../transactions/list-order.ts';
import { listSearch, sortOf, withPeek } from '../transactions/list-search.ts';
import { ListStatus } from '../transactions/list-status.tsx';
import { NothingFits } from '../transactions/nothing-fits.tsx';
import { TransactionGrid } from '../transactions/transaction-grid.tsx';
import { countText, useCounts } from '../transactions/use-counts.ts';
import { useList } from '../transactions/use-list.ts';
import { BREAK_COLUMNS } from './break-columns.tsx';
import { GroupMenu } from './group-menu.tsx';
import { GroupPane } from './group-pane.tsx';
import { groupingOf } from './groups.ts';
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
  const view = useList(breakList, { filter: asked, sort, search, peeked });
  const counts = useCounts(asked);
  const all = counts === null ? null : countText(counts.total);
  const show = (next: TransactionFilter): void =>
    void navigate({
      search: ({ sort: kept, group }) => listSearch({ ...searchOf(next), sort: kept, group }),
    });
  const peek = useCallback(
    (txnId: string | null): void =>
      void navigate({ search: (before) => withPeek(before, txnId), replace: true }),
    [navigate],
  );
  const nothing = isEmpty(view);
  return (
    <div className="flex h-full min-h-0">
      <div className={`flex min-w-0 flex-1 flex-col ${peeked === null ? '' : 'max-lg:hidden'}`}>
        <div className="flex flex-col gap-2.5 border-b border-line px-4 pt-3 pb-3">
          <div className="flex h-8 items-center justify-between gap-3">
            <h1 className="text-title font-semibold">Breaks</h1>
            <div className="flex min-w-0 items-center gap-3">
              <ListStatus keeper={breakList} view={view} all={all} order={ORDERS[sort].toLowerCase()} />
              <ExportDialog filter={asked} sort={sort} order={ORDERS[sort]} rows={all} />
            </div>
          </div>
          <ViewTabs filter={filter} />
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
        </div>
        <div className="flex min-h-0 flex-1 max-lg:flex-col">
          {grouping !== null && <GroupPane grouping={grouping} filter={filter} asked={asked} show={show} />}
          <div className="flex min-h-0 min-w-0 flex-1 flex-col">
            {view.problem !== null && (
              <ProblemPanel
                what="Breaks could not be loaded."
                problem={view.problem}
                retry={() => breakList.retry()}
              />
            )}
            {nothing && view.problem === null && <NoBreaks filter={filter} asked={asked} show={show} />}
            {!nothing && (
              <TransactionGrid
                keeper={breakList}
                view={view}
                label="Breaks"
                layout="breaks"
                columns={BREAK_COLUMNS}
                peeked={peeked}
                onPeek={peek}
              />
            )}
          </div>
        </div>
      </div>
      {peeked !== null && <PeekPanel key={peeked} txnId={peeked} view={view} onClose={() => peek(null)} />}
    </div>
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
