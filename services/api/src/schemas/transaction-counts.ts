// How many transactions a filter lets through, and which.

import { z } from 'zod';
import { Currency, Instant, LiveCursor, Minor } from './values.ts';

export const COUNT_MAX = 10_000;

const counted = {
  count: z.int().max(COUNT_MAX),
  exact: z.boolean().describe('False: there are this many or more, "10,000+".'),
};

const FacetValue = z
  .object({ value: z.string().nullable().describe('Null: none.'), ...counted })
  .meta({ id: 'FacetValue' });
const facet = z.array(FacetValue).describe('Most frequent first; what none has is left out.');

export const TxnCounts = z
  .object({
    total: z.object(counted),
    facets: z
      .object({
        status: facet,
        reason: facet,
        severity: facet,
        missing: facet,
        at_fault: facet,
        channel: facet,
        currency: facet,
        work_state: facet,
        assignee: facet,
      })
      .describe(
        'Counts of each value among what the filter lets through. A transaction counts for each of its reasons.',
      ),
    at_risk: z
      .array(z.object({ currency: Currency, at_risk_minor: Minor }))
      .describe('What is at risk in what was counted.'),
    histogram: z
      .object({
        width_s: z
          .int()
          .describe('Seconds a bucket; they begin at multiples of it from Monday 2000-01-03 UTC.'),
        buckets: z
          .array(z.object({ at: Instant, ...counted }))
          .describe('Oldest first; empty ones are left out.'),
      })
      .describe('By when it was first seen.'),
    covered_from: Instant.nullable().describe(
      'Null: all was counted. Else what was first seen before this was not: counting more would take too long.',
    ),
    as_of: LiveCursor,
  })
  .meta({ id: 'TxnCounts' });
export type TxnCounts = z.infer<typeof TxnCounts>;
