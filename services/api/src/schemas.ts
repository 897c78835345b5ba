import {
  CHANNELS,
  DEAD_LETTER_CODES,
  DIRECTIONS,
  EVENT_STATUSES,
  EVENT_TYPES,
  HINTS,
  OUTCOMES,
  RAILS,
  REASONS,
  SEVERITIES,
  SOURCES,
  VERDICT_STATUSES,
  type LifeCycle as CoreLifeCycle,
} from '@tieout/core';
import { z } from 'zod';

/*
 * The one definition of everything the API answers: the routes build values of these types, the OpenAPI document and the dashboard's
 * client are generated from them, and tests parse real answers with them.
 */

export const ROLES = ['viewer', 'operator', 'auditor', 'admin'] as const;

export const Instant = z.iso.datetime().meta({
  id: 'Instant',
  description: 'ISO 8601 in UTC, to the millisecond.',
  example: '2026-03-01T09:30:00.000Z',
});
const Minor = z
  .string()
  .regex(/^-?\d+$/)
  .meta({
    id: 'Minor',
    description:
      'Money in minor units of its currency, as digits: it may exceed what a JavaScript number holds.',
    example: '500000',
  });
const Currency = z.string().length(3).meta({ id: 'Currency', description: 'ISO 4217 code.', example: 'INR' });

export const Role = z.enum(ROLES).meta({ id: 'Role' });
export type Role = z.infer<typeof Role>;
export const Source = z.enum(SOURCES).meta({ id: 'Source', description: 'The system that reported.' });
export const VerdictStatus = z.enum(VERDICT_STATUSES).meta({ id: 'VerdictStatus' });
export const Reason = z.enum(REASONS).meta({ id: 'Reason' });
export const Severity = z.enum(SEVERITIES).meta({ id: 'Severity' });
export const Channel = z.enum(CHANNELS).meta({ id: 'Channel' });
const Direction = z.enum(DIRECTIONS).meta({ id: 'Direction' });
const Rail = z.enum(RAILS).meta({ id: 'Rail' });
const LifeCycle = z
  .enum([
    'INIT',
    'CORE_RECEIVED',
    'GATEWAY_RECEIVED',
    'MOBILE_RECEIVED',
    'PARTIAL',
    'MATCHED',
    'MISMATCHED',
    'RESOLVED',
    'CLOSED',
  ] as const satisfies readonly CoreLifeCycle[])
  .meta({ id: 'LifeCycle', description: 'The label shown to people.' });
const Hint = z.enum(HINTS).meta({ id: 'Hint' });
const EventType = z
  .enum([...new Set(SOURCES.flatMap((source) => EVENT_TYPES[source]))])
  .meta({ id: 'EventType' });
const EventStatus = z.enum(EVENT_STATUSES).meta({ id: 'EventStatus' });
const Outcome = z
  .enum(OUTCOMES)
  .meta({ id: 'Outcome', description: 'What the event says became of the money.' });

const Position = z
  .object({ topic: z.string(), partition: z.int(), offset: z.string().regex(/^\d+$/) })
  .meta({ id: 'Position', description: 'Where the record lies in Kafka.' });

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
    legs: z.object({ core: Leg.nullable(), gateway: Leg.nullable(), mobile: Leg.nullable() }),
  })
  .meta({
    id: 'Txn',
    description: 'One transaction and its verdict: a row of the list, and of the live feed.',
  });
export type Txn = z.infer<typeof Txn>;

export const LiveCursor = z.record(z.string(), z.int()).meta({
  id: 'LiveCursor',
  description: 'The last sequence number seen of each lane; what a snapshot is true for.',
  example: { 'lane-0': 123, 'lane-1': 98 },
});
export type LiveCursor = z.infer<typeof LiveCursor>;

export const TxnPage = z
  .object({
    items: z.array(Txn),
    next_cursor: z
      .string()
      .nullable()
      .describe('Give it back as `cursor` for the next page; null on the last.'),
    as_of: LiveCursor,
  })
  .meta({ id: 'TxnPage' });
export type TxnPage = z.infer<typeof TxnPage>;

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

export const TxnDetail = Txn.extend({
  explanation: z.array(Check),
  next_action: z.array(z.object({ reason: Reason, text: z.string() })),
  events: z.array(SourceEvent).describe('Every event the verdict rests on.'),
  timeline: z.array(TimelineEntry).describe('Oldest first.'),
  timeline_truncated: z.boolean().describe('Only the newest entries are given.'),
  as_of: LiveCursor,
}).meta({ id: 'TxnDetail' });
export type TxnDetail = z.infer<typeof TxnDetail>;

export const TxnState = TxnDetail.extend({
  state: VerdictStatus.describe('The same as `status`.'),
}).meta({ id: 'TxnState' });

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
        }),
      )
      .length(60)
      .describe('The last 60 minutes, oldest first, the current one last.'),
  })
  .meta({ id: 'Summary' });
export type Summary = z.infer<typeof Summary>;

export const DeadLetterCode = z.enum(DEAD_LETTER_CODES).meta({
  id: 'DeadLetterCode',
  description: 'The first rule of the wire contract that the record breaks.',
});

export const DeadLetter = z
  .object({
    id: z.string().describe('topic:partition:offset'),
    topic: z.string(),
    partition: z.int(),
    offset: z.string().regex(/^\d+$/),
    append_time: Instant.describe("When it arrived, by the broker's clock."),
    refused_at: Instant,
    code: DeadLetterCode,
    error: z.string().describe('For people; names the field where there is one.'),
    txn_id: z.string().nullable().describe('The key, where it can be read as text.'),
    txn_exists: z.boolean().describe('There is a transaction with this id, from other records.'),
    size: z.int().nullable().describe('Bytes of the value; null where the record had none.'),
    attempts: z.int().describe('How often it was decoded again.'),
    redriven_at: Instant.nullable().describe('When decoding it again succeeded.'),
    parent: z.string().nullable().describe('The dead letter this record was published anew from.'),
  })
  .meta({ id: 'DeadLetter', description: 'A record that was refused, with the reason.' });
export type DeadLetter = z.infer<typeof DeadLetter>;

export const DeadLetterPage = z
  .object({ items: z.array(DeadLetter), next_cursor: z.string().nullable() })
  .meta({ id: 'DeadLetterPage' });
export type DeadLetterPage = z.infer<typeof DeadLetterPage>;

const Bytes = z.base64().meta({ id: 'Bytes', description: 'Exact bytes, in base64.', example: 'AAAAAAc=' });

export const DeadLetterDetail = DeadLetter.extend({
  key: Bytes.nullable().describe('Null where the record had no key; an empty key is empty.'),
  payload: Bytes.nullable().describe(
    'The value, in which only card numbers are masked; null where the record had none, or it is withheld.',
  ),
  payload_withheld: z.boolean().describe('The value is for operator, auditor and admin.'),
  headers: z
    .record(z.string(), z.string())
    .describe('As text; a value that is not UTF-8 as `hex:` and its bytes.'),
}).meta({ id: 'DeadLetterDetail' });
export type DeadLetterDetail = z.infer<typeof DeadLetterDetail>;

export const AccessRow = z
  .object({
    at: Instant,
    who: z.string(),
    roles: z.array(Role).describe('Roles held at that time.'),
    what: z.string(),
    filter_or_id: z.string(),
    rows: z.int().nullable().describe('Rows returned; null where access was refused.'),
    address: z.string(),
    request_id: z.string(),
    chain: z.string(),
    seq: z.int(),
  })
  .meta({ id: 'AccessRow', description: 'Who saw what, when, from where.' });
export type AccessRow = z.infer<typeof AccessRow>;

export const AccessPage = z
  .object({ items: z.array(AccessRow), next_cursor: z.string().nullable() })
  .meta({ id: 'AccessPage' });

export const Me = z
  .object({ username: z.string(), name: z.string(), roles: z.array(Role) })
  .meta({ id: 'Me', description: 'The caller, with every role it has, inherited ones included.' });

const PROBLEM_CODES = [
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'INVALID_REQUEST',
  'TXN_NOT_FOUND',
  'NOT_FOUND',
  'TOO_MANY_REQUESTS',
  'INTERNAL',
  'UNAVAILABLE',
] as const;

export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.enum(PROBLEM_CODES),
    detail: z.string(),
    instance: z.string(),
    request_id: z.string(),
    errors: z.array(z.object({ field: z.string(), problem: z.string() })).optional(),
  })
  .meta({ id: 'Problem', description: 'RFC 9457.' });
export type Problem = z.infer<typeof Problem>;

/* The live feed (Socket.IO, path /socket.io; see the description of the API). */

export const LiveTxn = Txn.extend({ previous_status: VerdictStatus.nullable() }).meta({ id: 'LiveTxn' });
export type LiveTxn = z.infer<typeof LiveTxn>;

export const LiveChanges = z
  .object({
    from: LiveCursor,
    to: LiveCursor.describe('What the client has seen once it has taken these items.'),
    items: z.array(LiveTxn).max(500),
    left: z.int().describe('Changes still waiting for this client after these.'),
  })
  .meta({
    id: 'LiveChanges',
    description: 'Event `changes`, to be acknowledged; the next comes after that.',
  });
export type LiveChanges = z.infer<typeof LiveChanges>;

export const LiveStatus = z
  .object({
    state: z.enum(['live', 'degraded']),
    detail: z.string().nullable(),
    at: Instant,
  })
  .meta({
    id: 'LiveStatus',
    description: 'Event `status`: whether the feed itself can be trusted to be up to date.',
  });
export type LiveStatus = z.infer<typeof LiveStatus>;
