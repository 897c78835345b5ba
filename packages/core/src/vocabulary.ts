// The words of the domain, each list in the one order used everywhere: in verdicts, in ties, on screen. Enum-like lists
// that also exist in the wire schemas keep the schema's order, because leg order breaks ties by it (see leg.ts).

/** The three systems that describe a payment. */
export const SOURCES = ['core', 'gateway', 'mobile'] as const;
export type Source = (typeof SOURCES)[number];

/** The sources that keep accounts. `mobile` is a witness: what the customer's app saw. */
export const BOOKS = ['core', 'gateway'] as const;
export type Book = (typeof BOOKS)[number];

export const EVENT_STATUSES = ['SUCCESS', 'FAILED', 'PENDING', 'REVERSED'] as const;
export type EventStatus = (typeof EVENT_STATUSES)[number];

/** The event types each source may send. PAYMENT_FAILED is said by the gateway and by the app. */
export const EVENT_TYPES = {
  core: ['LEDGER_POSTED', 'LEDGER_REVERSED', 'LEDGER_REJECTED'],
  gateway: ['PAYMENT_AUTHORIZED', 'PAYMENT_CAPTURED', 'PAYMENT_FAILED', 'PAYMENT_REFUNDED'],
  mobile: ['PAYMENT_INITIATED', 'PAYMENT_CONFIRMED', 'PAYMENT_FAILED'],
} as const;
export type EventType = (typeof EVENT_TYPES)[Source][number];

/** What an event means for the money. IGNORED events are kept raw only and never reach a transaction's state. */
export const OUTCOMES = ['IGNORED', 'PENDING', 'FAILED', 'REVERSED', 'SUCCESS'] as const;
export type Outcome = (typeof OUTCOMES)[number];

export const CHANNELS = ['MOBILE', 'WEB', 'POS', 'ATM', 'BRANCH'] as const;
export type Channel = (typeof CHANNELS)[number];

export const DIRECTIONS = ['DEBIT', 'CREDIT'] as const;
export type Direction = (typeof DIRECTIONS)[number];

export const RAILS = ['CARD', 'UPI', 'WALLET', 'NETBANKING'] as const;
export type Rail = (typeof RAILS)[number];

/** Why a transaction does not tie out. A verdict lists its reasons in this order. */
export const REASONS = [
  'STATUS_MISMATCH',
  'CURRENCY_MISMATCH',
  'AMOUNT_MISMATCH',
  'FX_ADJUSTMENT',
  'TIMESTAMP_MISMATCH',
  'MISSING_CORE',
  'MISSING_GATEWAY',
  'MISSING_MOBILE',
  'STUCK_PENDING',
  'DUPLICATE_EVENT',
  'CONFLICTING_EVENT',
  'TOO_MANY_EVENTS',
] as const;
export type Reason = (typeof REASONS)[number];

export const VERDICT_STATUSES = [
  'RESOLVED',
  'MISMATCHED',
  'PENDING',
  'CLOSED',
  'PARTIAL',
  'MATCHED',
] as const;
export type VerdictStatus = (typeof VERDICT_STATUSES)[number];

/** Gravest last, so that the index orders them. */
export const SEVERITIES = ['low', 'medium', 'high', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

export const HINTS = ['FEE_SIZED', 'MINOR_UNIT_SLIP', 'TIMEZONE_SIZED', 'IDENTICAL_COPY'] as const;
export type Hint = (typeof HINTS)[number];

/** How a break was settled. AUTO_POLICY is written by the system only; WRITTEN_OFF always takes two people. */
export const RESOLUTION_CODES = [
  'POSTED_MANUALLY',
  'REVERSED',
  'REFUNDED',
  'DUPLICATE_REFUNDED',
  'RESEND_NOT_DUPLICATE',
  'FX_OR_ROUNDING',
  'FEE_NETTED',
  'WRITTEN_OFF',
  'SOURCE_CORRECTED',
  'CLOCK_OR_TIMEZONE',
  'ACCEPTED',
  'TEST_TRAFFIC',
  'AUTO_POLICY',
] as const;
export type ResolutionCode = (typeof RESOLUTION_CODES)[number];

/** Codes a person must give a booking's reference with: each says that money was moved somewhere to settle the break. */
export const REFERENCED_CODES: readonly ResolutionCode[] = [
  'POSTED_MANUALLY',
  'REVERSED',
  'REFUNDED',
  'DUPLICATE_REFUNDED',
];

/** Where people stand with a break. */
export const WORK_STATES = ['OPEN', 'ASSIGNED', 'AWAITING_APPROVAL', 'RESOLVED'] as const;
export type WorkState = (typeof WORK_STATES)[number];

/** What people may ask a lane to do with a transaction. */
export const VERBS = ['resolve', 'approve', 'return', 'reopen', 'assign', 'comment'] as const;
export type Verb = (typeof VERBS)[number];

/** Roles that may be the second person of a resolution, the one with the higher limit last. */
export const APPROVER_ROLES = ['operator', 'admin'] as const;
export type ApproverRole = (typeof APPROVER_ROLES)[number];
