import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { fetchCounts } from '../../api/client.ts';
import type { TxnCounts } from '../../api/schema.ts';
import { formatCount, LOCALE } from '../../format/money.ts';
import { usePerson } from '../../session/person-context.tsx';
import { filterKey, type ListField, type TransactionFilter } from './filter.ts';
import { filterQuery } from './filter-query.ts';

/** Each answer is an access row, so not more often than eyes need. */
const RENEW_EVERY_MS = 10_000;

export const countsQuery = (filter: TransactionFilter, me: string) =>
  queryOptions({
    queryKey: ['counts', filterKey(filter), me],
    queryFn: ({ signal }) => fetchCounts(filterQuery(filter, { me, at: Date.now() }), signal),
  });

/** How many the filter shows, by each field and by time, renewed while somebody looks. */
export function useCounts(filter: TransactionFilter): TxnCounts | null {
  const { username } = usePerson();
  const { data } = useQuery({
    ...countsQuery(filter, username),
    refetchInterval: RENEW_EVERY_MS,
    placeholderData: keepPreviousData,
  });
  return data ?? null;
}

interface Counted {
  readonly count: number;
  /** False: there are this many or more. */
  readonly exact: boolean;
}

/** "312", "10,000+" */
export function countText({ count, exact }: Counted): string {
  return `${formatCount(count, LOCALE)}${exact ? '' : '+'}`;
}

/** How many have this value; "0" where none has, null where that is not known. */
export function countOf(counts: TxnCounts | null, field: ListField, value: string): string | null {
  if (counts === null || (field === 'assignee' && value === 'me')) return null;
  const wanted = field === 'assignee' && value === 'nobody' ? null : value;
  const found = counts.facets[field].find((one) => one.value === wanted);
  if (found !== undefined) return countText(found);
  return counts.covered_from === null ? '0' : null;
}
