import { queryOptions } from '@tanstack/react-query';
import { fetchTransactions } from '../api/client.ts';
import { pastedId } from './pasted-id.ts';
import type { Found } from './search-offers.ts';

const FOUND_MAX = 8;

/** Transactions whose id begins so. */
export const searchQuery = (text: string) =>
  queryOptions({
    queryKey: ['search', text],
    queryFn: async ({ signal }): Promise<readonly Found[]> => {
      const id = pastedId(text);
      if (id === null) return [];
      const { items } = await fetchTransactions({ q: id, limit: FOUND_MAX }, signal);
      return items.map(({ txn_id, status }) => ({ txn_id, status, by: null }));
    },
  });
