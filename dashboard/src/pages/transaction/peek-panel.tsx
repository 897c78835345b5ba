import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Maximize2, X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { asProblem } from '../../api/problem.ts';
import { transactionQuery } from '../../api/queries.ts';
import { IconButton } from '../../components/button.tsx';
import { CopyIconButton } from '../../components/copy-button.tsx';
import { Panel } from '../../components/panel.tsx';
import { Notice, ProblemPanel, Skeleton } from '../../components/states.tsx';
import type { ListView } from '../transactions/list-keeper.ts';
import { EventsBesides } from './events-besides.tsx';
import { Head } from './head.tsx';
import { LegsTable } from './legs-table.tsx';
import { NextActions } from './next-actions.tsx';
import { Timeline } from './timeline.tsx';
import { Why } from './why.tsx';

interface Props {
  readonly txnId: string;
  readonly view: ListView;
  readonly onClose: () => void;
}

/** One transaction beside the list: at once what the list knows of it, and what only its own page knows as soon as that is here. */
export function PeekPanel({ txnId, view, onClose }: Props) {
  const { data, error, refetch } = useQuery(transactionQuery(txnId));
  const panel = useRef<HTMLElement>(null);
  const row = view.list.rows.find(({ txn }) => txn.txn_id === txnId)?.txn;
  // The list is told of changes first; the details follow.
  const txn = row !== undefined && row.revision >= (data?.revision ?? 0) ? row : data;
  const problem = error === null ? null : asProblem(error);
  useEffect(() => {
    // Opened by its address, there is no row that has the focus.
    if (document.activeElement === document.body) panel.current?.focus({ preventScroll: true });
  }, []);
  return (
    <section
      ref={panel}
      tabIndex={-1}
      aria-label={`Transaction ${txnId}`}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        onClose();
      }}
      className="flex min-h-0 w-full shrink-0 flex-col border-line bg-canvas outline-none lg:w-[520px] lg:border-l"
    >
      <header className="flex items-center gap-1 border-b border-line bg-panel py-2 pr-2 pl-4">
        <h2 className="min-w-0 flex-1 truncate font-mono text-table font-semibold" title={txnId}>
          {txnId}
        </h2>
        <CopyIconButton text={txnId} label="Copy the id (Y)" />
        <Link
          to="/transactions/$txnId"
          params={{ txnId }}
          aria-label="Open its page (Enter)"
          title="Open its page (Enter)"
          className="inline-flex size-8 items-center justify-center rounded-control text-ink-soft hover:bg-hover hover:text-ink"
        >
          <Maximize2 size={15} aria-hidden="true" />
        </Link>
        <IconButton label="Close (Esc)" onClick={onClose}>
          <X size={17} aria-hidden="true" />
        </IconButton>
      </header>
      <div className="flex min-h-0 flex-1 flex-col gap-3 overflow-auto p-3">
        {problem?.code === 'TXN_NOT_FOUND' && txn === undefined && (
          <Notice title="No event with this id yet">It is shown here as soon as a source speaks.</Notice>
        )}
        {problem !== null && problem.code !== 'TXN_NOT_FOUND' && (
          <Panel title="Details">
            <ProblemPanel
              what="The details could not be loaded."
              problem={problem}
              retry={() => void refetch()}
            />
          </Panel>
        )}
        {txn !== undefined && <Head txn={txn} beside />}
        {txn !== undefined && (
          <LegsTable txn={txn} beside letters={data?.dead_letters ?? []}>
            {data !== undefined && <EventsBesides txn={data} />}
          </LegsTable>
        )}
        {/* What comes with the details comes below what is there already, which stays where it is. */}
        {data !== undefined && (
          <>
            <NextActions txn={data} />
            <Why checks={data.explanation} ruleVersion={data.rule_version} />
            <Timeline txn={data} />
          </>
        )}
        {data === undefined && problem === null && (
          // Another one each time: it gives way, and does not move.
          <div key={txn === undefined ? 'all' : 'rest'} aria-busy="true" className="flex flex-col gap-3">
            {txn === undefined && <Skeleton className="h-40 w-full" />}
            <Skeleton className="h-48 w-full" />
          </div>
        )}
      </div>
    </section>
  );
}
