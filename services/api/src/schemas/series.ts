// What happened over time.

import type { SOURCES } from '@tieout/core';
import { z } from 'zod';
import { MatchRate, Totals } from './summary.ts';
import { Currency, Instant, Minor, Reason, Source } from './values.ts';

const BySource = z
  .object({ core: z.int(), gateway: z.int(), mobile: z.int() } satisfies Record<
    (typeof SOURCES)[number],
    z.ZodInt
  >)
  .meta({ id: 'BySource' });

const happened = {
  verdicts: Totals.describe('Transactions that entered each status.'),
  reasons: z
    .partialRecord(Reason, z.int())
    .describe('Transactions that gained each reason. Only reasons that occur.'),
  opened: z.int().describe('Breaks that opened.'),
  closed: z.int().describe('Breaks that closed.'),
  judged: BySource.describe('Records judged.'),
  refused: BySource.describe('Records refused.'),
};

export const SummarySeries = z
  .object({
    at: Instant,
    from: Instant,
    to: Instant.describe('Exclusive. Where it lies ahead of `at`, the last bucket is still filling.'),
    bucket_ms: z.int().describe('A minute to a day; buckets begin at whole multiples of it, in UTC.'),
    buckets: z.array(z.object({ start: Instant, ...happened })).describe('Oldest first, without a gap.'),
    total: z.object(happened).describe('Over all buckets.'),
    currencies: z
      .array(
        z.object({
          currency: Currency,
          events: z.int().describe('Records judged.'),
          opened: z.int(),
          closed: z.int(),
          opened_minor: Minor.describe('At risk in the breaks that opened, when they did.'),
        }),
      )
      .describe('Over all buckets, most records first.'),
    time_to_verdict: z
      .object({
        decided: z.int().describe('Transactions decided for the first time: what the times are of.'),
        p50_ms: z.int().nullable().describe('Half of them were decided within this.'),
        p95_ms: z.int().nullable().describe('95 of 100 were decided within this.'),
      })
      .describe('From the first record of a transaction to its first verdict.'),
    match_rate: z.object({
      last_hour: MatchRate.describe('Of what was decided in the last 60 minutes.'),
      week_before: MatchRate.describe('Of what was decided in the same minutes a week before.'),
    }),
  })
  .meta({ id: 'SummarySeries' });
export type SummarySeries = z.infer<typeof SummarySeries>;

const SourceHealth = z
  .object({
    source: Source,
    per_minute: z.number().describe('Records a minute over the last 5 whole minutes.'),
    per_minute_last_week: z.number().describe('The same a week before.'),
    lag_ms: z
      .int()
      .nullable()
      .describe('How far behind now it is known to have been read in every lane; null before anything was.'),
    last_record_at: Instant.nullable().describe("By the broker's clock."),
    lateness: z
      .object({ p50_ms: z.int(), p95_ms: z.int() })
      .nullable()
      .describe(
        'From when it happened, as the source says, to when it arrived. Below zero where its clock is ahead.',
      ),
    looked_at: z.int().describe('The newest records: what lateness, `again` and schemas are told of.'),
    again: z.int().describe('Of those: sent before under the same event id.'),
    refused_last_hour: z.int(),
    usual_gap_ms: z
      .int()
      .nullable()
      .describe('95 of 100 gaps between two records are not longer; null with too few records.'),
    silent_since: Instant.nullable().describe(
      'When the last record came, where nothing has come for 5 usual gaps and at least 10 s.',
    ),
    schema_ids: z.array(z.int()).describe('Ids in the registry, of the newest records.'),
  })
  .meta({ id: 'SourceHealth' });

export const SourceList = z.object({ at: Instant, items: z.array(SourceHealth) }).meta({ id: 'SourceList' });
export type SourceList = z.infer<typeof SourceList>;
