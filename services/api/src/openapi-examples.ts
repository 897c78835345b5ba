import type { z } from 'zod';
import type {
  AccessPage,
  Command,
  CommandAccepted,
  DeadLetterDetail,
  DeadLetterPage,
  KnownIds,
  Me,
  RawEventPage,
  SearchResult,
  SourceEvent,
  Txn,
  TxnCounts,
  TxnDetail,
  TxnPage,
  TxnState,
} from './schemas/index.ts';

/* What answers look like, in the API's document: the gateway captured INR 5,000.00 and the bank posted INR 4,500.00. */

const CORE_AT = '2026-03-01T09:30:00.000Z';
const GATEWAY_AT = '2026-03-01T09:30:00.250Z';
const ASKED_AT = '2026-03-01T09:41:07.500Z';
const AS_OF = { 'lane-0': 123, 'lane-1': 98 };

const CORE_LEG: NonNullable<Txn['legs']['core']> = {
  event_id: 'core-TXN1003',
  type: 'LEDGER_POSTED',
  outcome: 'SUCCESS',
  amount_minor: '450000',
  currency: 'INR',
  event_time: CORE_AT,
  append_time: CORE_AT,
  late: false,
  channel: 'WEB',
  direction: 'DEBIT',
  rail: null,
  fee_minor: null,
  reference: 'acct_7f3a',
  client_time: null,
  position: { topic: 'core_txns', partition: 3, offset: '1042' },
};

const GATEWAY_LEG: NonNullable<Txn['legs']['gateway']> = {
  event_id: 'gateway-TXN1003',
  type: 'PAYMENT_CAPTURED',
  outcome: 'SUCCESS',
  amount_minor: '500000',
  currency: 'INR',
  event_time: GATEWAY_AT,
  append_time: GATEWAY_AT,
  late: false,
  channel: 'WEB',
  direction: null,
  rail: 'CARD',
  fee_minor: '9000',
  reference: 'pay_29QQoUBi66xm2f',
  client_time: null,
  position: { topic: 'gateway_txns', partition: 3, offset: '2210' },
};

const TXN: Txn = {
  txn_id: 'TXN1003',
  status: 'MISMATCHED',
  life_cycle: 'MISMATCHED',
  reasons: ['AMOUNT_MISMATCH'],
  severity: 'medium',
  at_fault: null,
  hints: [],
  currency: 'INR',
  amount_minor: '450000',
  discrepancy_minor: '50000',
  at_risk_minor: '50000',
  channel: 'WEB',
  sources: ['core', 'gateway'],
  missing: [],
  first_seen_at: CORE_AT,
  deadline_at: '2026-03-01T09:31:00.000Z',
  broken_at: GATEWAY_AT,
  updated_at: '2026-03-01T09:30:00.400Z',
  rule_version: 1,
  revision: 2,
  assignee: null,
  work_state: 'OPEN',
  legs: { core: CORE_LEG, gateway: GATEWAY_LEG, mobile: null },
};

export const TXN_PAGE: TxnPage = { items: [TXN], next_cursor: null, looked_to: null, as_of: AS_OF };

const ONE = { count: 1, exact: true };

export const TXN_COUNTS: TxnCounts = {
  total: ONE,
  facets: {
    status: [{ value: 'MISMATCHED', ...ONE }],
    reason: [{ value: 'AMOUNT_MISMATCH', ...ONE }],
    severity: [{ value: 'medium', ...ONE }],
    missing: [],
    at_fault: [{ value: null, ...ONE }],
    channel: [{ value: 'WEB', ...ONE }],
    currency: [{ value: 'INR', ...ONE }],
    work_state: [{ value: 'OPEN', ...ONE }],
    assignee: [{ value: null, ...ONE }],
  },
  at_risk: [{ currency: 'INR', at_risk_minor: '50000' }],
  histogram: { width_s: 60, buckets: [{ at: '2026-03-01T09:30:00.000Z', ...ONE }] },
  covered_from: null,
  as_of: AS_OF,
};

const GATEWAY_EVENT: SourceEvent = {
  source: 'gateway',
  event_id: GATEWAY_LEG.event_id,
  type: GATEWAY_LEG.type,
  status: 'SUCCESS',
  outcome: GATEWAY_LEG.outcome,
  amount_minor: GATEWAY_LEG.amount_minor,
  currency: GATEWAY_LEG.currency,
  channel: GATEWAY_LEG.channel,
  direction: null,
  rail: GATEWAY_LEG.rail,
  fee_minor: GATEWAY_LEG.fee_minor,
  reference: GATEWAY_LEG.reference,
  client_time: null,
  event_time: GATEWAY_AT,
  append_time: GATEWAY_AT,
  position: GATEWAY_LEG.position,
};

export const TXN_DETAIL: TxnDetail = {
  ...TXN,
  explanation: [
    {
      check: 'AMOUNT_MISMATCH',
      reason: 'AMOUNT_MISMATCH',
      passed: false,
      rule: 'Amounts of the same outcome agree, within the tolerance.',
      limit: { kind: 'money', source: null, minor: '0', currency: 'INR', major: '0.00' },
      expected: { kind: 'money', source: 'gateway', minor: '500000', currency: 'INR', major: '5000.00' },
      actual: { kind: 'money', source: 'core', minor: '450000', currency: 'INR', major: '4500.00' },
      difference: { kind: 'money', source: null, minor: '50000', currency: 'INR', major: '500.00' },
    },
  ],
  next_action: [{ reason: 'AMOUNT_MISMATCH', text: 'Compare the two bookings and correct the wrong one.' }],
  events: [GATEWAY_EVENT],
  timeline: [
    {
      kind: 'verdict',
      at: TXN.updated_at,
      status: 'MISMATCHED',
      previous_status: null,
      reasons: TXN.reasons,
      added: TXN.reasons,
      removed: [],
      late_arrival: [],
      rule_version: 1,
      chain: 'lane-0',
      seq: 123,
    },
  ],
  timeline_truncated: false,
  dead_letters: [],
  as_of: AS_OF,
};

export const TXN_STATE: z.input<typeof TxnState> = { ...TXN_DETAIL, state: 'MISMATCHED' };

export const RAW_EVENT_PAGE: RawEventPage = {
  items: [
    {
      source: 'mobile',
      event_id: 'mobile-TXN1003',
      append_time: GATEWAY_AT,
      position: { topic: 'mobile_txns', partition: 3, offset: '87' },
      schema_id: 3,
      size: 5,
      payload: 'AAAAAAM=',
      decoded: null,
      decode_error: 'ends within a field',
    },
  ],
  next_cursor: null,
  payload_withheld: false,
};

export const SEARCH_RESULT: SearchResult = {
  items: [{ found_by: 'reference', source: 'gateway', txn: TXN }],
};

export const KNOWN_IDS: KnownIds = { items: [TXN], unknown: ['TXN9999'] };

export const EXPORT_CSV =
  'txn_id,status,reasons,severity,currency,amount_minor,amount,…\r\nTXN1003,MISMATCHED,AMOUNT_MISMATCH,medium,INR,450000,4500.00,…\r\n';
export const EXPORT_JSONL =
  '{"txn_id":"TXN1003","status":"MISMATCHED","currency":"INR","amount_minor":"450000","amount":"4500.00"}\n';

const DEAD_LETTER = {
  id: 'core_txns:3:1043',
  topic: 'core_txns',
  partition: 3,
  offset: '1043',
  append_time: CORE_AT,
  refused_at: '2026-03-01T09:30:00.300Z',
  code: 'UNKNOWN_CURRENCY',
  error: 'currency: XAU is not in use',
  txn_id: 'TXN1004',
  txn_exists: false,
  size: 118,
  attempts: 0,
  redriven_at: null,
  parent: null,
} as const;

export const DEAD_LETTER_PAGE: DeadLetterPage = { items: [DEAD_LETTER], next_cursor: null };

export const DEAD_LETTER_DETAIL: DeadLetterDetail = {
  ...DEAD_LETTER,
  key: 'VFhOMTAwNA==',
  payload: 'AAAAAAE=',
  payload_withheld: false,
  waiting_command: null,
  headers: {},
};

const COMMAND_ID = '0b9f3d3e-6a1c-4e6e-8f60-2f4f0f6e2f11';

export const COMMAND_ACCEPTED: CommandAccepted = { command_id: COMMAND_ID };

export const COMMAND: Command = {
  command_id: COMMAND_ID,
  verb: 'redrive',
  requested_by: 'user:operator',
  requested_at: ASKED_AT,
  applied_at: '2026-03-01T09:41:08.100Z',
  outcome: { result: 'accepted', txn_id: 'TXN1004' },
};

export const ACCESS_PAGE: z.input<typeof AccessPage> = {
  items: [
    {
      at: ASKED_AT,
      who: 'operator',
      roles: ['viewer', 'operator'],
      what: 'transactions',
      filter_or_id: 'status=MISMATCHED',
      rows: 1,
      address: '192.0.2.7',
      request_id: '2f6f9a0c-5d5b-4a57-9f0a-5d0a4f1c9a11',
      chain: 'access-0',
      seq: 12,
    },
  ],
  next_cursor: null,
};

export const ME: z.input<typeof Me> = {
  username: 'operator',
  name: 'Olu Operator',
  roles: ['viewer', 'operator'],
  business_zone: 'Asia/Kolkata',
};
