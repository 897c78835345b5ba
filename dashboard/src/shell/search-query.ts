import { queryOptions } from '@tanstack/react-query';
import { fetchSearch } from '../api/client.ts';
import { sourceWords } from '../format/labels.ts';
import type { Found } from './search-offers.ts';

const FOUND_MAX = 8;
const BY = { reference: 'reference', event_id: 'event id' } as const;

/** What a text names, quotes and spaces around it aside. */
export const searchQuery = (text: string) =>
  queryOptions({
    queryKey: ['search', text],
    queryFn: async ({ signal }): Promise<readonly Found[]> => {
      const { items } = await fetchSearch(text, FOUND_MAX, signal);
      return items.map(({ txn: { txn_id, status }, found_by, source }) => ({
        txn_id,
        status,
        by: found_by === 'txn_id' || source === null ? null : `by ${sourceWords(source)}’s ${BY[found_by]}`,
      }));
    },
  });
