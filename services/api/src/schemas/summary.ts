// Counters of the whole.

import type { SEVERITIES, VERDICT_STATUSES } from '@tieout/core';
import { z } from 'zod';
import { Currency, Instant, LiveCursor, Minor, Reason, Source } from './values.ts';

const Lane = z
  .object({
    lane: z.string(),
    lane_time: Instant.describe('How far the input is known to have been read.'),
    lag_ms: z.int().describe('Now − lane time.'),
    halted: z.string().nullable().describe('Why the lane stands still until somebody acts.'),
    stalled: z
      .string()
      .nullable()
      .describe('Why it cannot read on just now: it goes on by itself once that is over.'),
    written_at: Instant.describe('When it was written last: about once a second, whatever arrives.'),
  })
  .meta({ id: 'Lane' });

export const Totals = z
  .object({
    PENDING: z.int(),
    PARTIAL: z.int(),
    MATCHED: z.int(),
    MISMATCHED: z.int(),
    RESOLVED: z.int(),
    CLOSED: z.int(),
  } satisfies Record<(typeof VERDICT_STATUSES)[number], z.ZodInt>)
  .meta({ id: 'Totals', description: 'Transactions by status.' });

export const MatchRate = z
  .number()
  .min(0)
  .max(1)
  .nullable()
  .describe('MATCHED / (MATCHED + MISMATCHED + RESOLVED); null before anything was decided.');

const BySeverity = z
  .object({ low: z.int(), medium: z.int(), high: z.int(), critical: z.int() } satisfies Record<
    (typeof SEVERITIES)[number],
    z.ZodInt
  >)
  .meta({ id: 'BySeverity', description: 'Breaks by severity.' });

const AtRisk = z
  .object({ currency: Currency, breaks: z.int(), at_risk_minor: Minor })
  .meta({ id: 'AtRisk', description: 'One currency: sums over currencies mean nothing.' });

const proved = {
  arrived: z.int().describe('Records the lanes have read: their own counter.'),
  judged: z.int().describe('Counted when they were judged, redriven ones too.'),
  refused: z.int().describe('Counted when they were refused, less those accepted since.'),
  residue: z.int().describe('arrived − judged − refused: anything but 0 is a record lost or doubled.'),
};

const Proof = z
  .object({
    ...proved,
    sources: z.array(z.object({ source: Source, ...proved })),
    judged_minor: z
      .array(z.object({ currency: Currency, events: z.int(), minor: Minor }))
      .describe('Of judged events: how many and their sum, per currency.'),
  })
  .meta({
    id: 'Proof',
    description: 'Every record that arrived was judged or refused, since the first start.',
  });

const Verification = z
  .object({
    at: Instant.describe('When the newest run ended.'),
    whole: z.boolean().describe('It began at the beginning, whatever a signed checkpoint had seen.'),
    chains: z.int(),
    audit_rows: z.int(),
    raw_rows: z.int(),
    failure: z
      .object({
        at: Instant.describe('When the run ended that found it.'),
        findings: z.int().describe('How much does not hold; what follows is the first of it.'),
        code: z.string(),
        chain: z.string().nullable(),
        seq: z.string().nullable().describe('The first bad or missing row of the chain.'),
        place: z.string().nullable().describe('Where it lies, if not at a row of a chain.'),
        problem: z.string(),
      })
      .nullable()
      .describe(
        'The newest failure that no run since has shown to be gone: one that looked at as much and found nothing.',
      ),
  })
  .meta({
    id: 'Verification',
    description:
      'What the runs of the verification said. The proof itself is signed and lies outside the database.',
  });

export const Summary = z
  .object({
    at: Instant,
    as_of: LiveCursor,
    proof: Proof,
    verification: Verification.nullable().describe('Null before the first run.'),
    totals: Totals.describe('Transactions now in each status.'),
    match_rate: MatchRate,
    lanes: z.array(Lane),
    breaks_at: Instant.describe(
      'When open breaks were counted, all that follows: more rarely than the totals.',
    ),
    open_breaks: z.int(),
    reasons: z
      .array(z.object({ reason: Reason, count: z.int(), at_risk: z.array(AtRisk) }))
      .describe('Over open breaks, most frequent first; a break with two reasons counts in both.'),
    at_risk: z.array(AtRisk).describe('Over open breaks, a line per currency.'),
    severities: BySeverity.describe('Open breaks of each severity.'),
    ages: z
      .array(
        z.object({
          from_ms: z.int().describe('Broken for at least this long …'),
          to_ms: z.int().nullable().describe('… and less than this; null: no end.'),
          severities: BySeverity,
        }),
      )
      .describe('Open breaks by how long they have been broken, youngest first.'),
    oldest: z
      .object({ txn_id: z.string(), broken_at: Instant })
      .nullable()
      .describe('The open break that has been broken for longest.'),
  })
  .meta({ id: 'Summary' });
export type Summary = z.infer<typeof Summary>;
