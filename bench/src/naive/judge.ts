import type { Source } from '@tieout/core';

/** What is kept of an event in Redis. */
export interface Leg {
  readonly source: Source;
  readonly eventId: string;
  readonly status: 'SUCCESS' | 'FAILED' | 'PENDING' | 'REVERSED';
  readonly amountMinor: number;
  readonly currency: string;
  /** ms; the books' only. */
  readonly eventTime: number;
  readonly appendTime: number;
}

export interface Verdict {
  readonly status: 'PENDING' | 'PARTIAL' | 'MATCHED' | 'MISMATCHED';
  readonly reasons: readonly string[];
}

const WINDOW_MS = 5 * 60_000;
const SOURCES = ['core', 'gateway', 'mobile'] as const satisfies readonly Source[];

/** The rules one would write on a first day: enough for what a payment on the phone can come to. */
export function judge(legs: readonly Leg[], overdue: boolean): Verdict {
  const of = (source: Source): Leg | undefined => legs.findLast((leg) => leg.source === source);
  const spoken = SOURCES.map(of).filter((leg) => leg !== undefined);
  const missing = SOURCES.filter((source) => of(source) === undefined);
  if (spoken.length < 2 && !overdue) return { status: 'PENDING', reasons: [] };
  const reasons: string[] = [];
  if (new Set(spoken.map(({ status }) => status)).size > 1) reasons.push('STATUS_MISMATCH');
  const successes = spoken.filter(({ status }) => status === 'SUCCESS');
  if (new Set(successes.map(({ currency }) => currency)).size > 1) reasons.push('CURRENCY_MISMATCH');
  else if (new Set(successes.map(({ amountMinor }) => amountMinor)).size > 1) reasons.push('AMOUNT_MISMATCH');
  const [core, gateway] = [of('core'), of('gateway')];
  const bothBooked = core?.status === 'SUCCESS' && gateway?.status === 'SUCCESS';
  if (bothBooked && Math.abs(core.eventTime - gateway.eventTime) > WINDOW_MS)
    reasons.push('TIMESTAMP_MISMATCH');
  if (overdue) reasons.push(...missing.map((source) => `MISSING_${source.toUpperCase()}`));
  const settlements = legs.filter(({ source, status }) => source === 'gateway' && status === 'SUCCESS');
  if (settlements.length > 1) reasons.push('DUPLICATE_EVENT');
  if (reasons.length > 0) return { status: 'MISMATCHED', reasons };
  return { status: missing.length > 0 ? 'PARTIAL' : 'MATCHED', reasons };
}
