import { useNavigate } from '@tanstack/react-router';
import { useCallback, type ReactNode } from 'react';
import { ProblemPanel } from '../../components/states.tsx';
import { PeekPanel } from '../transaction/peek-panel.tsx';
import type { ListKeeper, ListView } from './list-keeper.ts';
import { withPeek } from './list-search.ts';
import { LookFurther } from './look-further.tsx';
import { isResting } from './transaction-list.ts';

interface Props {
  readonly keeper: ListKeeper;
  readonly view: ListView;
  /** The transaction that stands open beside the list. */
  readonly peeked: string | null;
  readonly onPeek: (txnId: string | null) => void;
  /** What the page says and asks above the list. */
  readonly head: ReactNode;
  /** Where the list could not be loaded: "Breaks could not be loaded." */
  readonly failed: string;
  /** Beside the list, within what the head is over. */
  readonly aside?: ReactNode;
  /** The list, or what stands in its place where it has nothing. */
  readonly children: ReactNode;
}

/** A page with a list: its head, its rows, and beside them, on a narrow window in their place, the transaction that stands open. */
export function ListFrame({ keeper, view, peeked, onPeek, head, failed, aside, children }: Props) {
  const { list } = view;
  return (
    <div className="flex h-full min-h-0">
      <div className={`flex min-w-0 flex-1 flex-col ${peeked === null ? '' : 'max-lg:hidden'}`}>
        <div className="flex flex-col gap-2.5 border-b border-line px-4 py-3">{head}</div>
        <div className="flex min-h-0 flex-1 max-lg:flex-col">
          {aside}
          <div className="flex min-h-0 min-w-0 flex-1 flex-col">
            {view.problem !== null && (
              <ProblemPanel what={failed} problem={view.problem} retry={() => keeper.retry()} />
            )}
            {isResting(list) && list.rows.length === 0 ? null : children}
            {isResting(list) && <LookFurther keeper={keeper} list={list} />}
          </div>
        </div>
      </div>
      {peeked !== null && <PeekPanel key={peeked} txnId={peeked} view={view} onClose={() => onPeek(null)} />}
    </div>
  );
}

/** Opens a transaction beside the list, or closes it: in the address, but no page of its own for Back. */
export function usePeek({ path }: ListKeeper): (txnId: string | null) => void {
  const navigate = useNavigate();
  return useCallback(
    (txnId) =>
      void navigate({
        to: path,
        search: (before) => withPeek(before, txnId),
        replace: true,
      }),
    [navigate, path],
  );
}
