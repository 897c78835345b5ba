// A transaction as a row of a list.

import { z } from 'zod';
import {
  Channel,
  Currency,
  Direction,
  EventType,
  Hint,
  Instant,
  LifeCycle,
  LiveCursor,
  Minor,
  Outcome,
  Position,
  Rail,
  Reason,
  Severity,
  Source,
  VerdictStatus,
  WorkState,
} from './values.ts';

const Leg = z
  .object({
    event_id: z.string(),
    type: EventType,
    outcome: Outcome,
    amount_minor: Minor,
    currency: Currency,
    event_time: Instant,
    append_time: Instant.describe("When it arrived, by the broker's clock."),
    late: z.boolean().describe('It arrived past the arrival deadline.'),
    channel: Channel.nullable(),
    direction: Direction.nullable(),
    rail: Rail.nullable(),
    fee_minor: Minor.nullable().describe('Carried, not compared.'),
    reference: z.string().nullable(),
    client_time: z
      .string()
      .nullable()
      .describe("The customer's clock as the app gave it; shown, never judged."),
    position: Position,
  })
  .meta({ id: 'Leg', description: 'The event that speaks for one source.' });

export const Txn = z
  .object({
    txn_id: z.string(),
    status: VerdictStatus,
    life_cycle: LifeCycle,
    reasons: z.array(Reason),
    severity: Severity.nullable(),
    at_fault: Source.nullable(),
    hints: z.array(Hint),
    currency: Currency,
    amount_minor: Minor,
    discrepancy_minor: Minor.nullable().describe(
      'Largest − smallest compared amount; null where none were compared.',
    ),
    at_risk_minor: Minor,
    channel: Channel,
    sources: z.array(Source).describe('Sources that have spoken.'),
    missing: z.array(Source).describe('Sources expected and not heard of.'),
    first_seen_at: Instant,
    deadline_at: Instant.describe('Arrival deadline.'),
    broken_at: Instant.nullable().describe('When the present run of having a reason began.'),
    updated_at: Instant,
    rule_version: z.int(),
    revision: z.int(),
    assignee: z.string().nullable().describe('Who looks after it; null: nobody.'),
    work_state: WorkState,
    legs: z.object({ core: Leg.nullable(), gateway: Leg.nullable(), mobile: Leg.nullable() }),
  })
  .meta({
    id: 'Txn',
    description: 'One transaction and its verdict: a row of the list, and of the live feed.',
  });
export type Txn = z.infer<typeof Txn>;

export const TxnPage = z
  .object({
    items: z.array(Txn),
    next_cursor: z
      .string()
      .nullable()
      .describe(
        'Give it back as `cursor`, with the same filter and order, for the next page; null on the last. A page may hold fewer rows than asked for, even none, and not be the last.',
      ),
    looked_to: z.iso
      .datetime()
      .nullable()
      .describe(
        'How far back everything was looked at for this page and those before it; null on the last page, and where the order is not that of time.',
      ),
    as_of: LiveCursor,
  })
  .meta({ id: 'TxnPage' });
export type TxnPage = z.infer<typeof TxnPage>;
