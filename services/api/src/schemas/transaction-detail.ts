// A transaction with all that led to its verdict.

import { z } from 'zod';
import { DeadLetter } from './dead-letter.ts';
import { Txn } from './transaction.ts';
import {
  Channel,
  Currency,
  Direction,
  EventStatus,
  EventType,
  Instant,
  LiveCursor,
  Minor,
  Outcome,
  Position,
  Rail,
  Reason,
  Source,
  VerdictStatus,
} from './values.ts';

/** One event as it came in, with all that is carried and not judged. */
export const SourceEvent = z
  .object({
    source: Source,
    event_id: z.string(),
    type: EventType,
    status: EventStatus,
    outcome: Outcome,
    amount_minor: Minor,
    currency: Currency,
    channel: Channel.nullable(),
    direction: Direction.nullable(),
    rail: Rail.nullable(),
    fee_minor: Minor.nullable(),
    reference: z.string().nullable(),
    client_time: z
      .string()
      .nullable()
      .describe("The customer's clock as the app gave it; shown, never judged."),
    event_time: Instant,
    append_time: Instant,
    position: Position,
  })
  .meta({ id: 'SourceEvent' });
export type SourceEvent = z.infer<typeof SourceEvent>;

const ofSource = {
  source: Source.nullable().describe('Who gave the figure; null for limits and differences.'),
};
const CheckValue = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('money'), ...ofSource, minor: Minor, currency: Currency, major: z.string() }),
    z.object({ kind: z.literal('duration'), ...ofSource, ms: z.number() }),
    z.object({ kind: z.literal('time'), ...ofSource, at: Instant }),
    z.object({ kind: z.literal('count'), ...ofSource, count: z.int() }),
    z.object({ kind: z.literal('text'), ...ofSource, text: z.string() }),
  ])
  .meta({ id: 'CheckValue' });

const Check = z
  .object({
    check: Reason.describe('The reason the check guards against.'),
    reason: Reason.nullable().describe('The same where the check failed.'),
    passed: z.boolean(),
    rule: z.string().describe('What ought to hold, in words.'),
    limit: CheckValue.nullable(),
    expected: CheckValue.nullable(),
    actual: CheckValue.nullable(),
    difference: CheckValue.nullable(),
  })
  .meta({ id: 'Check', description: 'One check of the rule set that judged the transaction.' });

const TimelineEvent = z
  .object({
    kind: z.literal('event'),
    at: Instant,
    source: Source,
    event_id: z.string(),
    type: EventType,
    status: EventStatus,
    outcome: Outcome,
    amount_minor: Minor,
    currency: Currency,
    event_time: Instant,
    position: Position,
  })
  .meta({
    id: 'TimelineEvent',
    description: 'A record that was read, redelivered and ignored ones included.',
  });

const TimelineVerdict = z
  .object({
    kind: z.literal('verdict'),
    at: Instant,
    status: VerdictStatus,
    previous_status: VerdictStatus.nullable(),
    reasons: z.array(Reason),
    added: z.array(Reason),
    removed: z.array(Reason),
    late_arrival: z.array(Source).describe('Sources whose late event this verdict answers.'),
    rule_version: z.int(),
    chain: z.string(),
    seq: z.int(),
  })
  .meta({ id: 'TimelineVerdict' });

const TimelineAction = z
  .object({
    kind: z.literal('action'),
    at: Instant,
    actor: z.string(),
    action: z.string(),
    chain: z.string(),
    seq: z.int(),
  })
  .meta({ id: 'TimelineAction' });

export const TimelineEntry = z
  .discriminatedUnion('kind', [TimelineEvent, TimelineVerdict, TimelineAction])
  .meta({ id: 'TimelineEntry' });
export type TimelineEntry = z.infer<typeof TimelineEntry>;

const LetterOfTxn = DeadLetter.pick({ id: true, code: true, refused_at: true, redriven_at: true })
  .extend({ source: Source.describe('Whose topic it lies in.') })
  .meta({ id: 'LetterOfTxn', description: 'A refused record with the transaction’s id as its key.' });

export const TxnDetail = Txn.extend({
  explanation: z.array(Check),
  next_action: z.array(z.object({ reason: Reason, text: z.string() })),
  events: z.array(SourceEvent).describe('Every event the verdict rests on.'),
  timeline: z.array(TimelineEntry).describe('Oldest first.'),
  timeline_truncated: z.boolean().describe('Only the newest entries are given.'),
  dead_letters: z
    .array(LetterOfTxn)
    .describe('Refused records of this transaction, newest first, at most 20.'),
  as_of: LiveCursor,
}).meta({ id: 'TxnDetail' });
export type TxnDetail = z.infer<typeof TxnDetail>;

export const TxnState = TxnDetail.extend({
  state: VerdictStatus.describe('The same as `status`.'),
}).meta({ id: 'TxnState' });
