import { TieoutError } from '../errors.ts';
import { minorPerMajor } from '../money/amount.ts';
import type { Currency } from '../money/currency.ts';
import type { ApproverRole, Channel, Reason, Source } from '../vocabulary.ts';

/** What is expected of a payment of one channel, and by when. */
export interface Policy {
  /** In SOURCES order. */
  readonly expected: readonly Source[];
  /** From the first event that moved money to the moment its counterparts are overdue. */
  readonly slaMs: number;
  /** The same where no money has moved, from the first event. */
  readonly pendingLimitMs: number;
  /** How far apart the books may date the same booking. */
  readonly windowMs: number;
  /** From the first reversal in a book to the moment the other book must have it too. */
  readonly reversalSlaMs: number;
}

/** Allowed difference = max(absolute, min(basis points of the largest amount, rounded down, cap)). */
export interface Tolerance {
  readonly absoluteMinor: bigint;
  /** 1/100 of a percent; 0–10000. */
  readonly basisPoints: number;
  readonly capMinor: bigint;
}

/** A limit in money: the default in major units, so that it means the same in JPY and KWD; overrides in minor units. */
export interface MoneyLimit {
  readonly defaultMajor: bigint;
  readonly minorByCurrency: ReadonlyMap<Currency, bigint>;
}

/** How much a resolution may close, by what is at risk, and who must agree. */
export interface Approval {
  /** Above this it takes a second person. */
  readonly secondPersonAbove: MoneyLimit;
  /** What a second person of this role may approve; null: anything. */
  readonly approver: Readonly<Record<ApproverRole, MoneyLimit | null>>;
}

/** Breaks that are settled without a person. */
export interface AutoResolvePolicy {
  /** 1–40 of `[a-z0-9-]`, one of its kind in the rule set. */
  readonly name: string;
  /** A break with any other reason is left to people. In REASONS order. */
  readonly reasons: readonly Reason[];
  /** It acts in these currencies only. */
  readonly caps: ReadonlyMap<Currency, AutoResolveCaps>;
}

/** Amounts at risk, minor units. */
export interface AutoResolveCaps {
  readonly itemMinor: bigint;
  /** Of all items of one day (UTC, of lane time). */
  readonly dayMinor: bigint;
}

/** Everything a verdict depends on besides the events, the lane time and a resolution. Never changed once activated. */
export interface RuleSet {
  readonly version: number;
  /** In force for transactions whose first event was appended at or after this, ms UTC. */
  readonly effectiveFrom: number;
  readonly policies: Readonly<Record<Channel, Policy>>;
  readonly tolerance: {
    readonly default: Tolerance;
    readonly byCurrency: ReadonlyMap<Currency, Tolerance>;
  };
  /** A difference above the tolerance but not above this is FX_ADJUSTMENT rather than AMOUNT_MISMATCH. */
  readonly fxBand: MoneyLimit;
  /** From this amount at risk on a break is grave. */
  readonly severityThreshold: MoneyLimit;
  readonly approval: Approval;
  /** The first that fits acts. */
  readonly autoResolve: readonly AutoResolvePolicy[];
}

export function limitIn(limit: MoneyLimit, code: Currency): bigint {
  return limit.minorByCurrency.get(code) ?? limit.defaultMajor * minorPerMajor(code);
}

/** The difference allowed between amounts of which the largest is given, minor units. */
export function toleranceFor(ruleSet: RuleSet, code: Currency, largestMinor: bigint): bigint {
  const tolerance = ruleSet.tolerance.byCurrency.get(code) ?? ruleSet.tolerance.default;
  const share = (largestMinor * BigInt(tolerance.basisPoints)) / 10_000n;
  const capped = share < tolerance.capMinor ? share : tolerance.capMinor;
  return capped > tolerance.absoluteMinor ? capped : tolerance.absoluteMinor;
}

/**
 * The rule set that judges a transaction: the one in force at the append time of its first event. Of two effective from the same moment the
 * higher version.
 * @throws {TieoutError} NO_RULE_SET where none was in force yet.
 */
export function ruleSetAt(ruleSets: readonly RuleSet[], firstEventAppendTime: number): RuleSet {
  let found: RuleSet | undefined;
  for (const candidate of ruleSets) {
    if (candidate.effectiveFrom <= firstEventAppendTime && (!found || supersedes(candidate, found)))
      found = candidate;
  }
  if (found) return found;
  throw new TieoutError(
    'NO_RULE_SET',
    `no rule set was in force at ${new Date(firstEventAppendTime).toISOString()}`,
  );
}

function supersedes(a: RuleSet, b: RuleSet): boolean {
  if (a.effectiveFrom !== b.effectiveFrom) return a.effectiveFrom > b.effectiveFrom;
  return a.version > b.version;
}
