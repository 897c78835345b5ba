import { type RuleSet, firstRuleSet, parseRuleSet, type Source, toJson } from '@tieout/core';
import type { Workload } from '../scenario/payment.ts';
import { scenarioAt } from '../scenario/scenario.ts';
import type { Truth } from '../scenario/truth.ts';

/** What must be stored of one transaction of a workload. */
export interface Expectation {
  readonly index: number;
  readonly txnId: string;
  readonly caseName: string;
  readonly truth: Truth;
  /** Of every event sent. */
  readonly eventIds: ReadonlySet<string>;
}

/** An event's name: ids are unique per source only. */
export const eventName = (source: Source, eventId: string): string => `${source} ${eventId}`;

export function expectations(workload: Workload, from: number, count: number): Expectation[] {
  return Array.from({ length: count }, (_, i) => {
    const { index, txnId, caseName, truth, events } = scenarioAt(workload, from + i);
    const eventIds = new Set(events.map(({ source, record }) => eventName(source, record.event_id)));
    return { index, txnId, caseName, truth, eventIds };
  });
}

/** Transactions told of at a time: few enough that the database answers each question about them at once. */
const PART_MAX = 2_000;

/** What must be stored of a run of transactions of any length. */
export interface Expected {
  readonly count: number;
  /** Part by part, in order, and made anew whenever it is asked for: nobody holds more than the part at hand. */
  readonly parts: () => Iterable<readonly Expectation[]>;
}

export function expectedOf(workload: Workload, from: number, count: number, partMax = PART_MAX): Expected {
  return {
    count,
    *parts() {
      for (let done = 0; done < count; done += partMax)
        yield expectations(workload, from + done, Math.min(partMax, count - done));
    },
  };
}

/** The same, but for a wrong amount of the transaction of this index. */
export function spoilt({ count, parts }: Expected, spoil: number): Expected {
  const spoilOne = (one: Expectation): Expectation =>
    one.index === spoil ? { ...one, truth: { ...one.truth, amountMinor: one.truth.amountMinor + 1n } } : one;
  return {
    count,
    *parts() {
      for (const part of parts()) yield part.map(spoilOne);
    },
  };
}

/**
 * The SLAs the truth may rely on: those of the one rule set in force, which must be the first one in everything but its SLA.
 *
 * @param stored every rule set that is or was in force, as JSON
 * @returns undefined where the truth does not hold under these rules
 */
export function slaOf(stored: readonly unknown[]): { slaMs: number; pendingLimitMs: number } | undefined {
  const [only, ...others] = stored;
  const parsed = parseRuleSet(only);
  if (others.length > 0 || !parsed.ok) return undefined;
  const { slaMs, pendingLimitMs } = parsed.ruleSet.policies.MOBILE;
  return sameRules(parsed.ruleSet, firstRuleSet({ slaMs })) ? { slaMs, pendingLimitMs } : undefined;
}

const sameRules = (a: RuleSet, b: RuleSet) => JSON.stringify(toJson(a)) === JSON.stringify(toJson(b));

/** The lane time at which the last deadline of a transaction has passed, whose last record came at `lastAppendTime`. */
export function settledAt(
  { legs }: Truth,
  lastAppendTime: number,
  sla: { readonly slaMs: number; readonly pendingLimitMs: number },
): number {
  const moneyMoved = Object.values(legs).some(
    (leg) => leg?.outcome === 'SUCCESS' || leg?.outcome === 'REVERSED',
  );
  // The arrival and the reversal SLA are the same, and both start with a record that has come.
  return lastAppendTime + (moneyMoved ? sla.slaMs : sla.pendingLimitMs);
}
