import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { ArrowLeft, ChevronDown, ChevronUp } from 'lucide-react';
import { asProblem } from '../../api/problem.ts';
import { transactionQuery } from '../../api/queries.ts';
import { IconButton } from '../../components/button.tsx';
import { Panel } from '../../components/panel.tsx';
import { Notice, ProblemPanel, Skeleton } from '../../components/states.tsx';
import { useObservable } from '../../observable.ts';
import { usePageTitle } from '../../shell/page-title.ts';
import { useShortcuts } from '../../shell/shortcuts.ts';
import { lastList } from '../transactions/list-keeper.ts';
import { EventsBesides } from './events-besides.tsx';
import { Head } from './head.tsx';
import { LegsTable } from './legs-table.tsx';
import { NextActions } from './next-actions.tsx';
import { Timeline } from './timeline.tsx';
import { Why } from './why.tsx';

const route = getRouteApi('/transactions/$txnId');

export function TransactionPage() {
  const { txnId } = route.useParams();
  const { data, error, refetch } = useQuery(transactionQuery(txnId));
  usePageTitle(txnId);
  const problem = error === null ? null : asProblem(error);
  return (
    <div className="mx-auto flex max-w-[1400px] flex-col gap-4 p-4">
      <Path txnId={txnId} />
      {problem?.code === 'TXN_NOT_FOUND' ? (
        <Notice heading="h1" title="No event with this id yet">
          <p>
            Nothing has been heard of <code className="font-mono break-all text-ink">{txnId}</code>. This page
            watches for it and shows it as soon as a source speaks.
          </p>
        </Notice>
      ) : (
        <>
          {problem !== null && (
            <Panel title={txnId}>
              <ProblemPanel
                what={
                  data === undefined
                    ? 'This transaction could not be loaded.'
                    : 'It could not be renewed; this is the last state.'
                }
                problem={problem}
                retry={() => void refetch()}
              />
            </Panel>
          )}
          {data !== undefined && (
            <>
              <Head txn={data} />
              <NextActions txn={data} />
              <LegsTable key={data.txn_id} txn={data} letters={data.dead_letters}>
                <EventsBesides txn={data} />
              </LegsTable>
              <div className="grid items-start gap-4 xl:grid-cols-2">
                <Why checks={data.explanation} ruleVersion={data.rule_version} />
                <Timeline key={data.txn_id} txn={data} />
              </div>
            </>
          )}
          {data === undefined && problem === null && <Loading txnId={txnId} />}
        </>
      )}
    </div>
  );
}

const LIST_NAMES = {
  '/breaks': 'Breaks',
  '/transactions': 'Transactions',
  '/pasted': 'Pasted ids',
} as const;

/** Back to the list it came from, and J K along it. */
function Path({ txnId }: { txnId: string }) {
  const keeper = useObservable(lastList);
  const { list } = useObservable(keeper.view);
  const back = { to: keeper.path, search: keeper.search } as const;
  const navigate = useNavigate();
  const index = list.rows.findIndex(({ txn }) => txn.txn_id === txnId);
  const step = (by: number): void => {
    const next = index < 0 ? undefined : list.rows[index + by]?.txn.txn_id;
    if (next === undefined) return;
    keeper.activeId = next;
    void navigate({ to: '/transactions/$txnId', params: { txnId: next }, replace: true });
  };
  useShortcuts({
    j: () => step(1),
    k: () => step(-1),
    y: () => void navigator.clipboard.writeText(txnId),
    Escape: () => void navigate(back),
  });
  return (
    <div className="flex h-8 items-center justify-between gap-3 text-table">
      <Link
        {...back}
        className="inline-flex h-8 items-center gap-1.5 rounded-control pr-2 text-ink-soft hover:text-ink"
      >
        <ArrowLeft size={16} aria-hidden="true" />
        {LIST_NAMES[keeper.path]}
      </Link>
      {index >= 0 && (
        <div className="flex items-center gap-1 text-ink-soft">
          <span>
            {index + 1} of {list.rows.length}
          </span>
          <IconButton
            label="Previous (K)"
            disabled={index === 0}
            onClick={() => step(-1)}
            className="disabled:opacity-40"
          >
            <ChevronUp size={17} aria-hidden="true" />
          </IconButton>
          <IconButton
            label="Next (J)"
            disabled={index === list.rows.length - 1}
            onClick={() => step(1)}
            className="disabled:opacity-40"
          >
            <ChevronDown size={17} aria-hidden="true" />
          </IconButton>
        </div>
      )}
    </div>
  );
}

/** The page as it will stand: what the address tells is said at once. */
function Loading({ txnId }: { txnId: string }) {
  return (
    <div aria-busy="true" className="flex flex-col gap-4">
      <header className="flex flex-col gap-3 rounded-panel border border-line bg-panel px-4 py-4 lg:px-5">
        <h1 className="min-h-8 font-mono text-title leading-8 font-semibold break-all">{txnId}</h1>
        <Skeleton className="h-5 w-[min(560px,80%)]" />
        <Skeleton className="h-9 w-56" />
      </header>
      <Panel title="Legs">
        <Bars count={12} />
      </Panel>
      <div className="grid items-start gap-4 xl:grid-cols-2">
        <Panel title="Why">
          <Bars count={5} />
        </Panel>
        <Panel title="Timeline">
          <Bars count={5} />
        </Panel>
      </div>
    </div>
  );
}

function Bars({ count }: { count: number }) {
  return (
    <div className="flex flex-col gap-5 px-4 py-3">
      {Array.from({ length: count }, (_, line) => (
        <Skeleton key={line} className="h-3 w-full" />
      ))}
    </div>
  );
}
