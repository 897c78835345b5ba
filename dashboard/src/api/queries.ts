import { QueryClient, queryOptions, infiniteQueryOptions } from '@tanstack/react-query';
import { feed } from '../live/feed.ts';
import {
  fetchAccess,
  fetchIncidents,
  fetchMe,
  fetchSeries,
  fetchSources,
  fetchSummary,
  fetchTransaction,
  type SeriesQuery,
} from './client.ts';
import { asProblem } from './problem.ts';

const SUMMARY_EVERY_MS = 10_000;
/** While the Overview is open: not more often than eyes need. */
export const FIGURES_EVERY_MS = 2_000;
const SOURCES_EVERY_MS = 3_000;
/** A burst of changes of the transaction on screen is one new read. */
const FOLLOW_MS = 300;

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      refetchOnWindowFocus: true,
      // Once more for what passes by itself; a refusal stays a refusal.
      retry: (failures, error) => failures < 1 && asProblem(error).passing,
      retryDelay: 800,
    },
  },
});

export const summaryQuery = queryOptions({
  queryKey: ['summary'],
  queryFn: async ({ signal }) => {
    const summary = await fetchSummary(signal);
    feed.begin(summary.as_of);
    return summary;
  },
  refetchInterval: SUMMARY_EVERY_MS,
});

export const seriesQuery = (query: SeriesQuery) =>
  queryOptions({
    queryKey: ['series', query],
    queryFn: ({ signal }) => fetchSeries(query, signal),
    refetchInterval: FIGURES_EVERY_MS,
  });

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => fetchMe(signal),
  staleTime: Infinity,
});

export const incidentsQuery = queryOptions({
  queryKey: ['incidents'],
  queryFn: ({ signal }) => fetchIncidents(signal),
  refetchInterval: SUMMARY_EVERY_MS,
});

export const sourcesQuery = queryOptions({
  queryKey: ['sources'],
  queryFn: ({ signal }) => fetchSources(signal),
  refetchInterval: SOURCES_EVERY_MS,
});

const TRANSACTIONS = ['transaction'] as const;

export const transactionQuery = (txnId: string) =>
  queryOptions({
    queryKey: [...TRANSACTIONS, txnId],
    queryFn: async ({ signal }) => {
      const transaction = await fetchTransaction(txnId, signal);
      feed.begin(transaction.as_of);
      return transaction;
    },
  });

export const accessQuery = infiniteQueryOptions({
  queryKey: ['access'],
  queryFn: ({ pageParam, signal }) => fetchAccess(pageParam, signal),
  initialPageParam: null as string | null,
  getNextPageParam: (last) => last.next_cursor,
});

/** Ids of the transactions that were opened and are still kept. */
function transactionsKept(): readonly string[] {
  return queryClient
    .getQueryCache()
    .findAll({ queryKey: TRANSACTIONS })
    .map(({ queryKey }) => String(queryKey[1]));
}

/** Keeps the transaction on screen in step with the feed. Only queries in use are asked again. */
export function followFeed(): void {
  let due: ReturnType<typeof setTimeout> | null = null;
  const stale = new Set<string>();
  const refresh = (): void => {
    due = null;
    for (const txnId of stale) {
      void queryClient.invalidateQueries({ queryKey: transactionQuery(txnId).queryKey });
    }
    stale.clear();
  };
  feed.onChanges((items) => {
    const kept = new Set(transactionsKept());
    for (const { txn_id } of items) if (kept.has(txn_id)) stale.add(txn_id);
    if (stale.size > 0) due ??= setTimeout(refresh, FOLLOW_MS);
  });
  feed.onReload(() => void queryClient.invalidateQueries());
  feed.onBack(() => void queryClient.invalidateQueries({ predicate: ({ state }) => state.error !== null }));
}
