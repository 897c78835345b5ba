import { isTxnId } from '@tieout/core';
import { groupingOf } from '../breaks/groups.ts';
import { SORTS, type Sort } from './list-order.ts';
import { filterOf, searchOf, type TransactionSearch } from './filter.ts';

/** What the address of a list says: its filter, its order, and what stands open beside it. */
export interface ListSearch extends TransactionSearch {
  readonly sort?: string;
  readonly peek?: string;
  /** What breaks are gathered by. */
  readonly group?: string;
  /** Which columns the list has, in their order: "severity,id,risk". */
  readonly columns?: string;
  /** Which saved view this is, or was before it was changed. */
  readonly view?: string;
  /** The name of a pasted column. */
  readonly column?: string;
}

const VIEW_ID = /^[\w-]{1,36}$/;
const COLUMN_IDS = /^[a-z]+(?:[-,][a-z]+)*$/;

/** What nobody knows is dropped, here and from the address. */
export function listSearch(search: Readonly<Record<string, unknown>>): ListSearch {
  const { sort, peek, group, columns, view } = search;
  return {
    ...searchOf(filterOf(search)),
    ...(typeof sort === 'string' && isSort(sort) ? { sort } : {}),
    ...(typeof peek === 'string' && isTxnId(peek) ? { peek } : {}),
    ...(typeof group === 'string' && groupingOf(group) !== null ? { group } : {}),
    ...(typeof columns === 'string' && COLUMN_IDS.test(columns) ? { columns } : {}),
    ...(typeof view === 'string' && VIEW_ID.test(view) ? { view } : {}),
  };
}

/** What stays when a list is asked something else: how it is shown. */
export function keptView({ sort, group, columns, view }: ListSearch): ListSearch {
  return listSearch({ sort, group, columns, view });
}

/** The same list with this transaction open beside it, or none. */
export function withPeek({ peek: _open, ...search }: ListSearch, txnId: string | null): ListSearch {
  return txnId === null ? search : { ...search, peek: txnId };
}

export function sortOf({ sort }: ListSearch, otherwise: Sort): Sort {
  return sort !== undefined && isSort(sort) ? sort : otherwise;
}

function isSort(text: string): text is Sort {
  return SORTS.some((sort) => sort === text);
}
