// Counters of the whole.

import type { SEVERITIES, VERDICT_STATUSES } from '@tieout/core';
import { z } from 'zod';
import { Currency, Instant, LiveCursor, Minor, Reason } from './values.ts';

const Lane = z
  .object({
    lane: z.string(),
    lane_time: Instant.describe('How far the input is known to have been read.'),
    lag_ms: z.int().describe('Now − lane time.'),
    halted: z.string().nullable().describe('Why the lane stands still.'),
  })
  .meta({ id: 'Lane' });

const Totals = z
  .object({
    PENDING: z.int(),
    PARTIAL: z.int(),
    MATCHED: z.int(),
    MISMATCHED: z.int(),
    RESOLVED: z.int(),
    CLOSED: z.int(),
  } satisfies Record<(typeof VERDICT_STATUSES)[number], z.ZodInt>)
  .meta({ id: 'Totals', description: 'Transactions now in each status.' });

export const Summary = z
  .object({
    at: Instant,
    as_of: LiveCursor,
    totals: Totals,
    match_rate: z
      .number()
      .min(0)
      .max(1)
      .nullable()
      .describe('MATCHED / (MATCHED + MISMATCHED + RESOLVED); null before anything was decided.'),
    reasons: z
      .array(z.object({ reason: Reason, count: z.int() }))
      .describe('Over open breaks; a break with two reasons counts in both. Only reasons that occur.'),
    at_risk: z
      .array(z.object({ currency: Currency, breaks: z.int(), at_risk_minor: Minor }))
      .describe('Over open breaks, a line per currency.'),
    severities: z
      .object({ low: z.int(), medium: z.int(), high: z.int(), critical: z.int() } satisfies Record<
        (typeof SEVERITIES)[number],
        z.ZodInt
      >)
      .describe('Open breaks of each severity.'),
    breaks_at: Instant.describe(
      'When reasons and at_risk were counted: they are refreshed less often than the totals.',
    ),
    arrived: z
      .object({ core: z.int(), gateway: z.int(), mobile: z.int() })
      .describe('Records read since the first start, whatever became of them.'),
    lanes: z.array(Lane),
    per_minute: z
      .array(
        z.object({
          minute: Instant,
          verdicts: Totals.describe('Transactions that entered each status within this minute.'),
          reasons: z
            .partialRecord(Reason, z.int())
            .describe('Transactions that gained each reason within this minute. Only reasons that occur.'),
        }),
      )
      .length(60)
      .describe('The last 60 minutes, oldest first, the current one last.'),
  })
  .meta({ id: 'Summary' });
export type Summary = z.infer<typeof Summary>;
