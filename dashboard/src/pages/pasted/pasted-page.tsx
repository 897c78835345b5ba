import { getRouteApi } from '@tanstack/react-router';
import { Fragment, useEffect, useMemo } from 'react';
import { CopyButton } from '../../components/copy-button.tsx';
import { Notice } from '../../components/states.tsx';
import { counted } from '../../format/labels.ts';
import { formatCount, LOCALE } from '../../format/money.ts';
import { useObservable } from '../../observable.ts';
import { usePageTitle } from '../../shell/page-title.ts';
import type { PastedColumn } from '../../shell/pasted-id.ts';
import { COLUMNS } from '../transactions/columns.tsx';
import { ListFrame, usePeek } from '../transactions/list-frame.tsx';
import { lastList, pastedList, type ListView } from '../transactions/list-keeper.ts';
import { TransactionGrid } from '../transactions/transaction-grid.tsx';
import { useHeld } from '../transactions/use-list.ts';
import { keptColumn } from './kept-columns.ts';

const route = getRouteApi('/pasted');

/** A column of ids that somebody pasted, as a list in its own order; what nobody has heard of is named. */
export function PastedPage() {
  usePageTitle('Pasted ids');
  const { column: name, peek: peeked = null } = route.useSearch();
  const column = useMemo(() => (name === undefined ? null : keptColumn(name)), [name]);
  if (name === undefined || column === null) {
    return (
      <Notice heading="h1" title="This column is not kept here">
        A pasted column stays in the tab it was pasted into. Paste it again: Ctrl K.
      </Notice>
    );
  }
  return <Pasted key={name} name={name} column={column} peeked={peeked} />;
}

interface Props {
  readonly name: string;
  readonly column: PastedColumn;
  readonly peeked: string | null;
}

function Pasted({ name, column, peeked }: Props) {
  useEffect(() => {
    lastList.set(pastedList);
    pastedList.search = { column: name };
    pastedList.openIds(column.ids);
  }, [column, name]);
  useHeld(pastedList, peeked);
  const view = useObservable(pastedList.view);
  const peek = usePeek(pastedList);
  const unknown = unknownOf(column, view);
  const isRead = !view.loading && view.problem === null;
  return (
    <ListFrame
      keeper={pastedList}
      view={view}
      peeked={peeked}
      onPeek={peek}
      failed="These transactions could not be loaded."
      head={
        <div className="flex flex-col gap-2 text-table">
          <h1 className="text-title font-semibold">
            {counted(formatCount(column.ids.length, LOCALE), 'pasted id')}
          </h1>
          {isRead && unknown.length === 0 && <p className="text-ink-soft">All of them are known.</p>}
          {isRead && unknown.length > 0 && (
            <div className="flex items-start gap-2">
              <p className="min-w-0">
                <b className="font-semibold">{formatCount(unknown.length, LOCALE)} unknown</b>
                <span className="text-ink-soft">, no event with these ids yet: </span>
                {unknown.slice(0, NAMED_MAX).map((id) => (
                  <Fragment key={id}>
                    <span className="inline-block max-w-full font-mono text-small break-all">{id}</span>{' '}
                  </Fragment>
                ))}
                {unknown.length > NAMED_MAX && '…'}
              </p>
              <CopyButton text={() => unknown.join('\n')} word="Copy" label="Copy the unknown ids" />
            </div>
          )}
          {column.others.length > 0 && (
            <p className="text-ink-soft">
              Left out, because they are no ids: {column.others.slice(0, NAMED_MAX).join(' ')}
              {column.others.length > NAMED_MAX && ' …'}
            </p>
          )}
        </div>
      }
    >
      {(view.loading || view.list.rows.length > 0) && (
        <TransactionGrid
          keeper={pastedList}
          view={view}
          label="Pasted transactions"
          layout="transactions"
          columns={OWN_COLUMNS}
          peeked={peeked}
          onPeek={peek}
        />
      )}
    </ListFrame>
  );
}

const NAMED_MAX = 20;
const OWN_COLUMNS = { all: COLUMNS, shown: COLUMNS };

function unknownOf({ ids }: PastedColumn, { list }: ListView): readonly string[] {
  const known = new Set([...list.rows.map(({ txn }) => txn.txn_id), ...list.waiting.keys()]);
  return ids.filter((id) => !known.has(id));
}
