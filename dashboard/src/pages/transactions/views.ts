import { filterOf, filterKey, searchOf, type TransactionFilter, type TransactionSearch } from './filter.ts';

export interface View {
  readonly name: string;
  readonly search: TransactionSearch;
}

/** Questions that are asked every day, as addresses of the list of breaks. */
export const BREAK_VIEWS: readonly View[] = [
  { name: 'All open', search: {} },
  { name: 'Critical now', search: { severity: 'critical' } },
  { name: 'Mine', search: { assignee: 'me' } },
  { name: 'Unassigned', search: { assignee: 'nobody' } },
  { name: 'Awaiting approval', search: { work_state: 'AWAITING_APPROVAL' } },
  { name: 'Bank missing', search: { missing: 'core' } },
  { name: 'Duplicates', search: { reason: 'DUPLICATE_EVENT' } },
].map(({ name, search }) => ({ name, search: searchOf(filterOf(search)) }));

/** What somebody who opens the list of everything wants first: what has just happened. */
export const JUST_NOW: TransactionSearch = { within: '15m' };

/** Whether the view asks exactly this. */
export function isShown({ search }: View, filter: TransactionFilter): boolean {
  return filterKey(filterOf({ ...search })) === filterKey(filter);
}
