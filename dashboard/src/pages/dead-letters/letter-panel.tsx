import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { isTxnId } from '@tieout/core';
import { Lock, X } from 'lucide-react';
import { useEffect, useRef, type ReactNode } from 'react';
import { asProblem } from '../../api/problem.ts';
import { deadLetterQuery } from './queries.ts';
import type { DeadLetterDetail } from '../../api/schema.ts';
import { IconButton } from '../../components/button.tsx';
import { CopyIconButton } from '../../components/copy-button.tsx';
import { Moment } from '../../components/moment.tsx';
import { Panel } from '../../components/panel.tsx';
import { Notice, ProblemPanel, Skeleton } from '../../components/states.tsx';
import { deadLetterWords } from '../../format/labels.ts';
import { usePerson } from '../../session/person-context.tsx';
import { leadingRole } from '../../session/session.ts';
import { byteCount, BytesView } from './bytes-view.tsx';
import { NO_FILTER, searchOf } from './filter.ts';
import { State, TransactionOf } from './letter-cells.tsx';

/** One refused record beside the list: why, where it lay, and its exact bytes. */
export function LetterPanel({ id, onClose }: { id: string; onClose: () => void }) {
  const { data, error, refetch } = useQuery(deadLetterQuery(id));
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), [id]);
  const problem = error === null ? null : asProblem(error);
  return (
    <section
      aria-label="Refused record"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        onClose();
      }}
      className="flex min-h-0 w-full shrink-0 flex-col border-line bg-canvas lg:w-[34rem] lg:border-l"
    >
      <header className="flex items-center gap-2 border-b border-line bg-panel py-2 pr-2 pl-4">
        <h2
          ref={heading}
          tabIndex={-1}
          className="min-w-0 flex-1 truncate font-mono text-table font-semibold outline-none"
          title={id}
        >
          {id}
        </h2>
        <CopyIconButton text={id} label="Copy the position" />
        <IconButton label="Close (Esc)" onClick={onClose}>
          <X size={17} aria-hidden="true" />
        </IconButton>
      </header>
      <div className="flex min-h-0 flex-1 flex-col gap-3 overflow-auto p-3 sm:p-4">
        {problem?.code === 'NOT_FOUND' && (
          <Notice title="Nothing was refused there">No record of this position is a dead letter.</Notice>
        )}
        {problem !== null && problem.code !== 'NOT_FOUND' && (
          <Panel title="Refused record">
            <ProblemPanel
              what="This record could not be loaded."
              problem={problem}
              retry={() => void refetch()}
            />
          </Panel>
        )}
        {data !== undefined && <Letter letter={data} />}
        {data === undefined && problem === null && <Loading />}
      </div>
    </section>
  );
}

function Letter({ letter }: { letter: DeadLetterDetail }) {
  const headers = Object.entries(letter.headers);
  return (
    <>
      <div className="rounded-panel border border-line bg-panel px-4 py-3">
        <p className="flex flex-wrap items-baseline gap-x-3">
          <span className="text-title font-semibold text-mismatched">{deadLetterWords(letter.code)}</span>
          <span className="font-mono text-small text-waiting">{letter.code}</span>
        </p>
        <p className="mt-1 break-words">{letter.error}</p>
        <dl className="mt-3 grid grid-cols-2 gap-x-6 gap-y-2 text-table">
          <Fact term="Transaction">
            <TransactionOf letter={letter} />
          </Fact>
          <Fact term="State">
            <State letter={letter} />
          </Fact>
          <Fact term="Received">
            <Moment at={letter.append_time} clock="received" zoned />
          </Fact>
          <Fact term="Refused">
            <Moment at={letter.refused_at} clock="refused" zoned />
          </Fact>
          {letter.redriven_at !== null && (
            <Fact term="Redriven">
              <Moment at={letter.redriven_at} clock="redriven" zoned />
            </Fact>
          )}
          {letter.parent !== null && (
            <Fact term="Published anew from">
              <span className="font-mono break-all">{letter.parent}</span>
            </Fact>
          )}
        </dl>
        {letter.txn_id !== null && isTxnId(letter.txn_id) && (
          <p className="mt-3 text-table">
            <Link
              to="/dead-letters"
              search={searchOf({ ...NO_FILTER, q: letter.txn_id }, letter.id)}
              className="text-matched hover:underline"
            >
              All refused records of this transaction
            </Link>
          </p>
        )}
      </div>
      <Panel title="Key">
        {letter.key === null ? (
          <Nothing>The record had no key.</Nothing>
        ) : (
          <BytesView key={letter.id} name="key" base64={letter.key} />
        )}
      </Panel>
      <Panel title="Value">
        <Value letter={letter} />
      </Panel>
      <Panel title="Headers">
        {headers.length === 0 && <Nothing>None.</Nothing>}
        {headers.length > 0 && (
          <dl className="flex flex-col gap-2 px-4 py-3 font-mono text-small">
            {headers.map(([name, value]) => (
              <div key={name}>
                <dt className="text-waiting">{name}</dt>
                <dd className="break-all">{value}</dd>
              </div>
            ))}
          </dl>
        )}
      </Panel>
    </>
  );
}

function Value({ letter }: { letter: DeadLetterDetail }) {
  const { roles } = usePerson();
  if (letter.size === null) return <Nothing>The record had no value.</Nothing>;
  if (letter.payload_withheld) {
    return (
      <p className="flex gap-3 px-4 py-3 text-table text-ink-soft">
        <Lock size={16} className="mt-0.5 shrink-0" aria-hidden="true" />
        <span>
          {byteCount(letter.size)}. Reading them needs <b className="font-semibold text-ink">operator</b>,{' '}
          <b className="font-semibold text-ink">auditor</b> or <b className="font-semibold text-ink">admin</b>
          . You are <b className="font-semibold text-ink">{leadingRole(roles) ?? 'without a role'}</b>.
        </span>
      </p>
    );
  }
  return <BytesView key={letter.id} name="value" base64={letter.payload ?? ''} />;
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-small text-waiting">{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Nothing({ children }: { children: ReactNode }) {
  return <p className="px-4 py-3 text-table text-ink-soft">{children}</p>;
}

function Loading() {
  return (
    <div aria-busy="true" className="flex flex-col gap-3">
      <Skeleton className="h-44 w-full" />
      <Skeleton className="h-24 w-full" />
      <Skeleton className="h-56 w-full" />
    </div>
  );
}
