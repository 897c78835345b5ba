// What a text, or a pasted column of ids, names.

import { z } from 'zod';
import { Txn } from './transaction.ts';
import { Source } from './values.ts';

export const SearchResult = z
  .object({
    items: z
      .array(
        z.object({
          found_by: z.enum(['txn_id', 'reference', 'event_id']),
          source: Source.nullable().describe(
            'Whose reference or event id it is; null for the transaction’s id.',
          ),
          txn: Txn,
        }),
      )
      .describe(
        'The transaction of exactly this id, breaks with this reference or event id, then ids that begin so.',
      ),
  })
  .meta({ id: 'SearchResult' });
export type SearchResult = z.infer<typeof SearchResult>;

export const KnownIds = z
  .object({
    items: z.array(Txn).describe('In the order asked for.'),
    unknown: z.array(z.string()).describe('Ids of which no event has come yet, in the order asked for.'),
  })
  .meta({ id: 'KnownIds' });
export type KnownIds = z.infer<typeof KnownIds>;
