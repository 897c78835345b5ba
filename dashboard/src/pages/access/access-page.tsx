import { useInfiniteQuery } from '@tanstack/react-query';
import { asProblem } from '../../api/problem.ts';
import { accessQuery } from '../../api/queries.ts';
import type { AccessRow } from '../../api/schema.ts';
import { Button } from '../../components/button.tsx';
import { Moment, useZone } from '../../components/moment.tsx';
import { Notice, NotForYourRole, ProblemPanel, Skeleton } from '../../components/states.tsx';
import { formatCount, LOCALE } from '../../format/money.ts';
import { usePageTitle } from '../../shell/page-title.ts';
import { useHasRole } from '../../session/person-context.tsx';

/** Who saw what. Only asked for by who may see it: a refused request would itself be an access row. */
export function AccessPage() {
  usePageTitle('Access log');
  return useHasRole('auditor') ? <AccessLog /> : <NotForYourRole needs="auditor" />;
}

const HEADS = ['Who', 'Roles then', 'What', 'Filter or id', 'Rows', 'Address', 'Chain / seq'] as const;

function AccessLog() {
  const { data, error, isPending, refetch, fetchNextPage, hasNextPage, isFetching } =
    useInfiniteQuery(accessQuery);
  const { label } = useZone();
  const rows = data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <div className="flex flex-col gap-4 p-4">
      <div className="flex items-start justify-between gap-3">
        <div className="min-w-0">
          <h1 className="text-title font-semibold">Access log</h1>
          <p className="text-table text-ink-soft">
            Who saw which transaction data, newest first. Reading this page is recorded too.
          </p>
        </div>
        <Button onClick={() => void refetch()} disabled={isFetching}>
          Load newest
        </Button>
      </div>
      <div className="overflow-hidden rounded-panel border border-line bg-panel">
        {error !== null && (
          <ProblemPanel
            what="The access log could not be loaded."
            problem={asProblem(error)}
            retry={() => void refetch()}
          />
        )}
        {isPending && error === null && <Skeletons />}
        {data !== undefined && rows.length === 0 && <Notice title="Nobody has looked yet" />}
        {rows.length > 0 && (
          <div className="overflow-x-auto" role="region" aria-label="Access log" tabIndex={0}>
            <table className="w-full text-table whitespace-nowrap">
              <thead className="text-small text-waiting">
                <tr className="border-b border-line">
                  <th scope="col" className="px-4 py-2 text-left font-normal">
                    Time ({label})
                  </th>
                  {HEADS.map((head) => (
                    <th
                      key={head}
                      scope="col"
                      className={`px-3 py-2 font-normal ${head === 'Rows' ? 'text-right' : 'text-left'} ${head === 'Roles then' ? 'max-sm:hidden' : ''}`}
                    >
                      {head}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {rows.map((row) => (
                  <Line key={`${row.chain}:${row.seq}`} row={row} />
                ))}
              </tbody>
            </table>
          </div>
        )}
        {hasNextPage && (
          <div className="border-t border-line p-3 text-center">
            <Button onClick={() => void fetchNextPage()} disabled={isFetching}>
              Load older
            </Button>
          </div>
        )}
      </div>
    </div>
  );
}

function Line({ row }: { row: AccessRow }) {
  const refused = row.rows === null;
  return (
    <tr className="border-b border-line last:border-0 hover:bg-hover">
      <td className="px-4 py-1.5 text-ink-soft">
        <Moment at={row.at} clock="recorded" />
      </td>
      <td className="px-3 py-1.5 font-medium">{row.who}</td>
      <td className="px-3 py-1.5 text-ink-soft max-sm:hidden">{row.roles.join(', ')}</td>
      <td className="px-3 py-1.5">{row.what}</td>
      <td
        className="max-w-80 truncate px-3 lg:w-full lg:max-w-0 py-1.5 font-mono text-small"
        title={row.filter_or_id}
      >
        {row.filter_or_id === '' ? <span className="text-waiting">–</span> : row.filter_or_id}
      </td>
      <td className={`px-3 py-1.5 text-right ${refused ? 'text-mismatched' : ''}`}>
        {row.rows === null ? 'refused' : formatCount(row.rows, LOCALE)}
      </td>
      <td className="px-3 py-1.5 text-ink-soft">{row.address}</td>
      <td className="px-3 py-1.5 text-waiting">
        {row.chain} / {formatCount(row.seq, LOCALE)}
      </td>
    </tr>
  );
}

function Skeletons() {
  return (
    <div className="flex flex-col gap-4 p-4">
      {Array.from({ length: 10 }, (_, line) => (
        <Skeleton key={line} className="h-3 w-full" />
      ))}
    </div>
  );
}
