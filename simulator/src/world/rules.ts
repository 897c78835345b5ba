import {
  currency,
  firstRuleSet,
  REASONS,
  type AutoResolvePolicy,
  type Currency,
  type MoneyLimit,
  type Reason,
  type RuleSet,
} from '@tieout/core';
import type { Random } from '@tieout/producers';

const NAMES = ['rounding', 'late-apps', 'clocks', 'anything'] as const;
const CODES = ['INR', 'USD', 'EUR', 'JPY', 'BHD'];
const CURRENCIES: readonly Currency[] = CODES.flatMap((code) => currency(code) ?? []);

/** Rules of a world: the defaults of the contract, with limits and policies that a world's few payments come up against. */
export function drawRules(random: Random, slaMs: number): Omit<RuleSet, 'version' | 'effectiveFrom'> {
  const one = <T>(...from: readonly [T, ...T[]]): T => from[random.between(0, from.length - 1)] ?? from[0];
  const policy = (name: AutoResolvePolicy['name']): AutoResolvePolicy => ({
    name,
    reasons: reasonsOf(random),
    caps: new Map(
      CURRENCIES.filter(() => random.next() < 0.8).map((code) => {
        const itemMinor = one(0n, 1_000n, 100_000n, 10_000_000n);
        return [code, { itemMinor, dayMinor: itemMinor * one(1n, 5n, 50n) }];
      }),
    ),
  });
  const admin = one(null, limit(50_000n));
  return {
    ...firstRuleSet({ slaMs }),
    approval: {
      secondPersonAbove: limit(one(10n, 1_000n, 100_000n)),
      approver: { operator: limit(one(100n, 5_000n, 1_000_000n)), admin },
    },
    autoResolve: NAMES.slice(0, random.between(0, NAMES.length)).map(policy),
  };
}

const limit = (defaultMajor: bigint): MoneyLimit => ({ defaultMajor, minorByCurrency: new Map() });

/** Those that a policy may close. */
function reasonsOf(random: Random): readonly Reason[] {
  const few = random.next() < 0.5;
  const chosen = REASONS.filter(
    (reason) => reason !== 'TOO_MANY_EVENTS' && random.next() < (few ? 0.2 : 0.7),
  );
  return chosen.length === 0 ? ['FX_ADJUSTMENT'] : chosen;
}
