import type { Channel, Source } from '../vocabulary.ts';
import type { Approval, Policy, RuleSet, Tolerance } from './rule-set.ts';

export const DEFAULT_EXPECTED: Readonly<Record<Channel, readonly Source[]>> = {
  MOBILE: ['core', 'gateway', 'mobile'],
  WEB: ['core', 'gateway'],
  POS: ['core', 'gateway'],
  ATM: ['core', 'gateway'],
  BRANCH: ['core'],
};
export const DEFAULT_SLA_MS = 60_000;
export const DEFAULT_WINDOW_MS = 5 * 60_000;
/** Without a value of its own a channel's pending limit is this many times its SLA, and its reversal SLA equals its SLA. */
export const PENDING_LIMIT_SLAS = 15;
export const DEFAULT_TOLERANCE: Tolerance = { absoluteMinor: 0n, basisPoints: 0, capMinor: 0n };
export const DEFAULT_FX_BAND_MAJOR = 1n;
export const DEFAULT_SEVERITY_THRESHOLD_MAJOR = 10_000n;

/** Before any event the wire contract accepts, so that the first rule set judges everything until another is activated. */
const BEGINNING = Date.UTC(2000, 0, 1);

export const DEFAULT_SECOND_PERSON_MAJOR = 100_000n;
export const DEFAULT_OPERATOR_MAJOR = 1_000_000n;
export const DEFAULT_APPROVAL: Approval = {
  secondPersonAbove: { defaultMajor: DEFAULT_SECOND_PERSON_MAJOR, minorByCurrency: new Map() },
  approver: { operator: { defaultMajor: DEFAULT_OPERATOR_MAJOR, minorByCurrency: new Map() }, admin: null },
};

/** Version 1 with the defaults of the contract. */
export function firstRuleSet({ slaMs }: { readonly slaMs: number }): RuleSet {
  const policy = (channel: Channel): Policy => ({
    expected: DEFAULT_EXPECTED[channel],
    slaMs,
    pendingLimitMs: PENDING_LIMIT_SLAS * slaMs,
    windowMs: DEFAULT_WINDOW_MS,
    reversalSlaMs: slaMs,
  });
  return {
    version: 1,
    effectiveFrom: BEGINNING,
    policies: {
      MOBILE: policy('MOBILE'),
      WEB: policy('WEB'),
      POS: policy('POS'),
      ATM: policy('ATM'),
      BRANCH: policy('BRANCH'),
    },
    tolerance: { default: DEFAULT_TOLERANCE, byCurrency: new Map() },
    fxBand: { defaultMajor: DEFAULT_FX_BAND_MAJOR, minorByCurrency: new Map() },
    severityThreshold: { defaultMajor: DEFAULT_SEVERITY_THRESHOLD_MAJOR, minorByCurrency: new Map() },
    approval: DEFAULT_APPROVAL,
    autoResolve: [],
  };
}
