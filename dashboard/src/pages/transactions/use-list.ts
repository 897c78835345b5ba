import { useEffect } from 'react';
import { useObservable } from '../../observable.ts';
import { usePerson } from '../../session/person-context.tsx';
import type { TransactionFilter, TransactionSearch } from './filter.ts';
import type { Fold } from './fold.ts';
import { lastList, type ListKeeper, type ListView } from './list-keeper.ts';
import type { Sort } from './list-order.ts';

interface Shown {
  /** What the list asks; `search` is what the address says. */
  readonly filter: TransactionFilter;
  readonly sort: Sort;
  readonly search: TransactionSearch;
  readonly peeked: string | null;
  /** None of what these stand for; null: that is not known yet, and the list waits for it. */
  readonly folds?: readonly Fold[] | null;
}

const NO_FOLDS: readonly Fold[] = [];

/** Has the keeper show what the address asks for, for as long as the page is there. */
export function useList(
  keeper: ListKeeper,
  { filter, sort, search, peeked, folds = NO_FOLDS }: Shown,
): ListView {
  const { username } = usePerson();
  useEffect(() => {
    lastList.set(keeper);
    keeper.search = search;
    if (folds !== null) keeper.open(filter, sort, username, folds);
  }, [keeper, filter, sort, search, username, folds]);
  useHeld(keeper, peeked);
  return useObservable(keeper.view);
}

/** Whoever reads one beside the list wants it to stay beside its row. */
export function useHeld(keeper: ListKeeper, peeked: string | null): void {
  useEffect(() => {
    keeper.hold('peek', peeked !== null);
    return () => keeper.hold('peek', false);
  }, [keeper, peeked]);
}
