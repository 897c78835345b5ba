import type { Currency } from '../money/currency.ts';
import type { Channel, Reason, Source } from '../vocabulary.ts';
import type { Approval, AutoResolvePolicy, MoneyLimit, Policy, RuleSet, Tolerance } from './rule-set.ts';

/** A rule set as stored and shown; every value is written out, so that a later change of a default changes no stored one. */
export interface RuleSetJson {
  readonly version: number;
  readonly effective_from: string;
  readonly policies: Readonly<Record<Channel, PolicyJson>>;
  readonly tolerance: {
    readonly default: ToleranceJson;
    readonly by_currency: Readonly<Record<string, ToleranceJson>>;
  };
  readonly fx_band: MoneyLimitJson;
  readonly severity_threshold: MoneyLimitJson;
  readonly approval: ApprovalJson;
  readonly auto_resolve: readonly AutoResolvePolicyJson[];
}

interface PolicyJson {
  readonly expected: readonly Source[];
  readonly sla_ms: number;
  readonly pending_limit_ms: number;
  readonly window_ms: number;
  readonly reversal_sla_ms: number;
}

interface ToleranceJson {
  readonly absolute_minor: string;
  readonly basis_points: number;
  readonly cap_minor: string;
}

interface MoneyLimitJson {
  readonly default_major: string;
  readonly minor_by_currency: Readonly<Record<string, string>>;
}

interface ApprovalJson {
  readonly second_person_above: MoneyLimitJson;
  readonly operator_limit: MoneyLimitJson | null;
  readonly admin_limit: MoneyLimitJson | null;
}

interface AutoResolvePolicyJson {
  readonly name: string;
  readonly reasons: readonly Reason[];
  readonly caps: Readonly<Record<string, { readonly item_minor: string; readonly day_minor: string }>>;
}

/** The document `parseRuleSet` reads. */
export function toJson(ruleSet: RuleSet): RuleSetJson {
  const { policies, tolerance } = ruleSet;
  return {
    version: ruleSet.version,
    effective_from: new Date(ruleSet.effectiveFrom).toISOString(),
    policies: {
      MOBILE: policyJson(policies.MOBILE),
      WEB: policyJson(policies.WEB),
      POS: policyJson(policies.POS),
      ATM: policyJson(policies.ATM),
      BRANCH: policyJson(policies.BRANCH),
    },
    tolerance: {
      default: toleranceJson(tolerance.default),
      by_currency: byCurrency(tolerance.byCurrency, toleranceJson),
    },
    fx_band: limitJson(ruleSet.fxBand),
    severity_threshold: limitJson(ruleSet.severityThreshold),
    approval: approvalJson(ruleSet.approval),
    auto_resolve: ruleSet.autoResolve.map(autoResolveJson),
  };
}

function policyJson(policy: Policy): PolicyJson {
  return {
    expected: policy.expected,
    sla_ms: policy.slaMs,
    pending_limit_ms: policy.pendingLimitMs,
    window_ms: policy.windowMs,
    reversal_sla_ms: policy.reversalSlaMs,
  };
}

function toleranceJson({ absoluteMinor, basisPoints, capMinor }: Tolerance): ToleranceJson {
  return {
    absolute_minor: absoluteMinor.toString(),
    basis_points: basisPoints,
    cap_minor: capMinor.toString(),
  };
}

function approvalJson({ secondPersonAbove, approver }: Approval): ApprovalJson {
  return {
    second_person_above: limitJson(secondPersonAbove),
    operator_limit: approver.operator && limitJson(approver.operator),
    admin_limit: approver.admin && limitJson(approver.admin),
  };
}

function autoResolveJson({ name, reasons, caps }: AutoResolvePolicy): AutoResolvePolicyJson {
  return {
    name,
    reasons,
    caps: byCurrency(caps, ({ itemMinor, dayMinor }) => ({
      item_minor: itemMinor.toString(),
      day_minor: dayMinor.toString(),
    })),
  };
}

function limitJson({ defaultMajor, minorByCurrency }: MoneyLimit): MoneyLimitJson {
  return {
    default_major: defaultMajor.toString(),
    minor_by_currency: byCurrency(minorByCurrency, (minor) => minor.toString()),
  };
}

function byCurrency<T, J>(values: ReadonlyMap<Currency, T>, write: (value: T) => J): Record<Currency, J> {
  return Object.fromEntries(Array.from(values, ([code, value]) => [code, write(value)]));
}
