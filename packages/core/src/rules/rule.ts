import { formatMinor } from '../money/amount.ts';
import type { Currency } from '../money/currency.ts';
import type { Facts } from '../verdict/facts.ts';
import type { Moment } from '../verdict/moment.ts';
import type { Reason, Severity, Source } from '../vocabulary.ts';

/** One reason for which a transaction does not tie out: when it holds, what it puts at risk, and how to explain it. */
export interface Rule {
  readonly reason: Reason;
  /** What ought to hold, as a sentence. */
  readonly statement: string;
  /** What a person does about it, as a sentence. */
  readonly nextAction: string;
  broken(facts: Facts, moment: Moment): boolean;
  /** Minor units; asked only where the rule is broken. */
  atRisk(facts: Facts, moment: Moment): bigint;
  /** Asked only where the rule is broken. `grave`: the transaction's amount at risk is at or above the currency's threshold. */
  severity(grave: boolean, facts: Facts, moment: Moment): Severity;
  /** What was held against what, passed or failed; null where the rule had nothing to look at. */
  evidence(facts: Facts, moment: Moment): Evidence | null;
}

/** The figures of one check, ready for JSON. */
export interface Evidence {
  readonly limit: CheckValue | null;
  readonly expected: CheckValue | null;
  readonly actual: CheckValue | null;
  readonly difference: CheckValue | null;
}

/** A figure with the source that gave it (null for limits and differences). */
export type CheckValue = { readonly source: Source | null } & (
  | { readonly kind: 'money'; readonly minor: string; readonly currency: Currency; readonly major: string }
  | { readonly kind: 'duration'; readonly ms: number }
  | { readonly kind: 'time'; readonly at: string }
  | { readonly kind: 'count'; readonly count: number }
  | { readonly kind: 'text'; readonly text: string }
);

export function money(minor: bigint, currency: Currency, source: Source | null = null): CheckValue {
  return { kind: 'money', source, minor: minor.toString(), currency, major: formatMinor(minor, currency) };
}

export function duration(ms: number): CheckValue {
  return { kind: 'duration', source: null, ms };
}

export function time(ms: number, source: Source | null = null): CheckValue {
  return { kind: 'time', source, at: new Date(ms).toISOString() };
}

export function count(value: number, source: Source | null = null): CheckValue {
  return { kind: 'count', source, count: value };
}

export function text(value: string, source: Source | null = null): CheckValue {
  return { kind: 'text', source, text: value };
}
