// For core's own tests: events of one payment of INR 5,000.00 through the web, everything appended at T0 unless said otherwise.
import type { SourceEvent } from '../event/event.ts';
import { outcomeOf } from '../event/outcome.ts';
import { emptyState, fold } from '../event/state.ts';
import type { TxnState } from '../event/state.ts';
import { eventId, txnId } from '../ids.ts';
import { currency } from '../money/currency.ts';
import type { Currency } from '../money/currency.ts';
import { firstRuleSet } from '../rule-set/defaults.ts';
import type { Policy, RuleSet, Tolerance } from '../rule-set/rule-set.ts';
import type { Resolution } from '../verdict/resolution.ts';
import { seenBreak } from '../verdict/coverage.ts';
import { judge } from '../verdict/judge.ts';
import type { Verdict } from '../verdict/verdict.ts';
import { CHANNELS } from '../vocabulary.ts';
import type { Channel, EventStatus, EventType, Source } from '../vocabulary.ts';

export const T0 = Date.UTC(2026, 0, 1);
export const SLA_MS = 60_000;
export const PENDING_LIMIT_MS = 15 * SLA_MS;
export const MINUTE_MS = 60_000;

/** Rules of the contract's defaults, SLA 60 s. */
export const RULES_V1 = firstRuleSet({ slaMs: SLA_MS });

export function code(text: string): Currency {
  const known = currency(text);
  if (!known) throw new RangeError(`${text} is not a currency`);
  return known;
}
export const INR = code('INR');
export const JPY = code('JPY');
export const KWD = code('KWD');
export const USD = code('USD');
export const EUR = code('EUR');

export interface Over {
  readonly id?: string;
  readonly status?: EventStatus;
  readonly amount?: bigint;
  readonly currency?: Currency;
  readonly channel?: Channel | null;
  readonly direction?: 'DEBIT' | 'CREDIT' | null;
  readonly fee?: bigint | null;
  readonly reference?: string | null;
  readonly clientTime?: string | null;
  /** ms after T0. */
  readonly eventAt?: number;
  /** ms after T0. */
  readonly appendAt?: number;
  readonly offset?: bigint;
}

export function event(source: Source, type: EventType, status: EventStatus, over: Over = {}): SourceEvent {
  const given = over.status ?? status;
  return {
    source,
    eventId: eventId(over.id ?? `${source}-1`),
    txnId: txnId('TXN1'),
    type,
    status: given,
    outcome: outcomeOf(type, given),
    amountMinor: over.amount ?? 500_000n,
    currency: over.currency ?? INR,
    channel: over.channel === undefined ? (source === 'mobile' ? null : 'WEB') : over.channel,
    direction: over.direction === undefined ? (source === 'core' ? 'DEBIT' : null) : over.direction,
    rail: source === 'gateway' ? 'CARD' : null,
    feeMinor: over.fee === undefined ? (source === 'gateway' ? 0n : null) : over.fee,
    reference: over.reference ?? null,
    clientTime: over.clientTime ?? null,
    eventTime: T0 + (over.eventAt ?? 0),
    appendTime: T0 + (over.appendAt ?? 0),
    partition: 0,
    offset: over.offset ?? BigInt(over.appendAt ?? 0),
  };
}

export const posted = (over?: Over) => event('core', 'LEDGER_POSTED', 'SUCCESS', over);
export const ledgerPending = (over?: Over) => event('core', 'LEDGER_POSTED', 'PENDING', over);
export const rejected = (over?: Over) => event('core', 'LEDGER_REJECTED', 'FAILED', over);
export const ledgerReversed = (over?: Over) => event('core', 'LEDGER_REVERSED', 'SUCCESS', over);
export const authorized = (over?: Over) => event('gateway', 'PAYMENT_AUTHORIZED', 'SUCCESS', over);
export const captured = (over?: Over) => event('gateway', 'PAYMENT_CAPTURED', 'SUCCESS', over);
export const failed = (over?: Over) => event('gateway', 'PAYMENT_FAILED', 'FAILED', over);
export const refunded = (over?: Over) => event('gateway', 'PAYMENT_REFUNDED', 'SUCCESS', over);
export const initiated = (over?: Over) => event('mobile', 'PAYMENT_INITIATED', 'SUCCESS', over);
export const confirmed = (over?: Over) => event('mobile', 'PAYMENT_CONFIRMED', 'SUCCESS', over);
export const appFailed = (over?: Over) => event('mobile', 'PAYMENT_FAILED', 'FAILED', over);
export const appReversed = (over?: Over) => event('mobile', 'PAYMENT_CONFIRMED', 'REVERSED', over);

export function stateOf(...events: readonly SourceEvent[]): TxnState {
  return fold(emptyState(), events);
}

/** The verdict while everything is in time: lane time T0. */
export function inTime(...events: readonly SourceEvent[]): Verdict {
  return verdictAt(0, ...events);
}

/** The verdict long after every deadline. */
export function overdue(...events: readonly SourceEvent[]): Verdict {
  return verdictAt(24 * 3_600_000, ...events);
}

/** @param laneMs lane time, ms after T0 */
export function verdictAt(laneMs: number, ...events: readonly SourceEvent[]): Verdict {
  return judge(stateOf(...events), T0 + laneMs, RULES_V1);
}

/** The default rules with some values of every channel changed. */
export function rulesWith(over: {
  readonly policy?: Partial<Policy>;
  readonly tolerance?: Partial<Tolerance>;
  readonly fxBandMajor?: bigint;
  readonly thresholdMajor?: bigint;
}): RuleSet {
  const policies = { ...RULES_V1.policies };
  for (const channel of CHANNELS) policies[channel] = { ...policies[channel], ...over.policy };
  return {
    ...RULES_V1,
    policies,
    tolerance: { ...RULES_V1.tolerance, default: { ...RULES_V1.tolerance.default, ...over.tolerance } },
    fxBand: { ...RULES_V1.fxBand, defaultMajor: over.fxBandMajor ?? RULES_V1.fxBand.defaultMajor },
    severityThreshold: {
      ...RULES_V1.severityThreshold,
      defaultMajor: over.thresholdMajor ?? RULES_V1.severityThreshold.defaultMajor,
    },
  };
}

/** The state after someone settled the break as it stood at this lane time. */
export function resolvedAt(laneMs: number, ...events: readonly SourceEvent[]): TxnState {
  const state = stateOf(...events);
  const resolution: Resolution = {
    code: 'ACCEPTED',
    by: 'user:operator',
    approvedBy: null,
    at: T0 + laneMs,
    note: 'seen and accepted',
    reference: null,
    seen: seenBreak(state, judge(state, T0 + laneMs, RULES_V1)),
  };
  return { ...state, resolution };
}
