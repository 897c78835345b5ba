import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { fetchDeadLetter, fetchDeadLetters } from '../../api/client.ts';
import { queryOf, type DeadLetterFilter } from './filter.ts';

const BYTES_FRESH_MS = 300_000;

export const deadLettersQuery = (filter: DeadLetterFilter) =>
  infiniteQueryOptions({
    queryKey: ['dead-letters', filter],
    queryFn: ({ pageParam, signal }) =>
      fetchDeadLetters(
        { ...queryOf(filter, Date.now()), ...(pageParam === null ? {} : { cursor: pageParam }) },
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
    placeholderData: keepPreviousData,
  });

export const deadLetterQuery = (id: string) =>
  queryOptions({
    queryKey: ['dead-letter', id],
    queryFn: ({ signal }) => fetchDeadLetter(id, signal),
    // Bytes never change, and each read of them is an access row.
    staleTime: BYTES_FRESH_MS,
  });
