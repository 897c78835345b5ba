import { describe, expect, it, test } from 'vitest';
import { INR, JPY, KWD, RULES_V1, T0, code, rulesWith } from '../testing/payment.ts';
import { CHANNELS } from '../vocabulary.ts';
import { firstRuleSet } from './defaults.ts';
import { limitIn, ruleSetAt, toleranceFor } from './rule-set.ts';

describe('the first rule set', () => {
  it('has the defaults of the contract', () => {
    expect(RULES_V1.version).toBe(1);
    expect(RULES_V1.effectiveFrom).toBe(Date.UTC(2000, 0, 1));
    expect(CHANNELS.map((channel) => RULES_V1.policies[channel].expected)).toEqual([
      ['core', 'gateway', 'mobile'],
      ['core', 'gateway'],
      ['core', 'gateway'],
      ['core', 'gateway'],
      ['core'],
    ]);
    for (const channel of CHANNELS) {
      expect(RULES_V1.policies[channel]).toMatchObject({
        slaMs: 60_000,
        pendingLimitMs: 900_000,
        windowMs: 300_000,
        reversalSlaMs: 60_000,
      });
    }
    expect(toleranceFor(RULES_V1, INR, 10n ** 15n)).toBe(0n);
    expect(RULES_V1).toMatchObject({
      approval: {
        secondPersonAbove: { defaultMajor: 100_000n },
        approver: { operator: { defaultMajor: 1_000_000n }, admin: null },
      },
      autoResolve: [],
    });
  });

  it('takes another SLA, and with it the limits that follow from it', () => {
    const { WEB } = firstRuleSet({ slaMs: 5000 }).policies;
    expect([WEB.slaMs, WEB.pendingLimitMs, WEB.reversalSlaMs, WEB.windowMs]).toEqual([
      5000, 75_000, 5000, 300_000,
    ]);
  });
});

describe('the tolerance', () => {
  const share = rulesWith({ tolerance: { basisPoints: 25, capMinor: 100n } });

  test.each([
    ['rounds basis points down', 799n, 1n],
    ['is exact where they divide', 800n, 2n],
    ['is capped', 40_001n * 100n, 100n],
    ['is exact for amounts beyond 2^53', 39_999n, 99n],
  ])('%s', (_, largest, allowed) => {
    expect(toleranceFor(share, INR, largest)).toBe(allowed);
  });

  it('is the absolute one where that is larger, also above the cap', () => {
    const rules = rulesWith({ tolerance: { absoluteMinor: 150n, basisPoints: 25, capMinor: 100n } });
    expect(toleranceFor(rules, INR, 10n ** 9n)).toBe(150n);
    expect(toleranceFor(rules, INR, 0n)).toBe(150n);
  });

  it('computes shares of amounts beyond 2^53 without rounding', () => {
    const rules = rulesWith({ tolerance: { basisPoints: 1, capMinor: 10n ** 18n } });
    expect(toleranceFor(rules, INR, 9_007_199_254_740_993n * 10_000n)).toBe(9_007_199_254_740_993n);
  });

  it('may be another for one currency', () => {
    const rules = {
      ...RULES_V1,
      tolerance: {
        ...RULES_V1.tolerance,
        byCurrency: new Map([[KWD, { absoluteMinor: 5n, basisPoints: 0, capMinor: 0n }]]),
      },
    };
    expect([toleranceFor(rules, KWD, 1n), toleranceFor(rules, INR, 1n)]).toEqual([5n, 0n]);
  });
});

describe('limits in money', () => {
  test.each([
    ['JPY', 1n, 10_000n],
    ['INR', 100n, 1_000_000n],
    ['KWD', 1000n, 10_000_000n],
    ['UYW', 10_000n, 100_000_000n],
  ])('mean major units: in %s the FX band is %i and the severity threshold %i', (text, band, threshold) => {
    expect(limitIn(RULES_V1.fxBand, code(text))).toBe(band);
    expect(limitIn(RULES_V1.severityThreshold, code(text))).toBe(threshold);
  });

  it('may be others for one currency, in minor units', () => {
    const limit = { defaultMajor: 1n, minorByCurrency: new Map([[JPY, 7n]]) };
    expect([limitIn(limit, JPY), limitIn(limit, INR)]).toEqual([7n, 100n]);
  });
});

describe('the rule set in force', () => {
  const sets = [
    { ...RULES_V1, version: 1, effectiveFrom: T0 },
    { ...RULES_V1, version: 3, effectiveFrom: T0 + 1000 },
    { ...RULES_V1, version: 2, effectiveFrom: T0 + 500 },
    { ...RULES_V1, version: 5, effectiveFrom: T0 + 9000 },
    { ...RULES_V1, version: 4, effectiveFrom: T0 + 9000 },
  ];

  test.each([
    [0, 1],
    [499, 1],
    [500, 2],
    [999, 2],
    [1000, 3],
    [8999, 3],
    [9000, 5],
    [99_000, 5],
  ])('%i ms after the first took effect it is version %i', (after, version) => {
    expect(ruleSetAt(sets, T0 + after).version).toBe(version);
    expect(ruleSetAt(sets.toReversed(), T0 + after).version).toBe(version);
  });

  it('must exist', () => {
    expect(() => ruleSetAt(sets, T0 - 1)).toThrow(expect.objectContaining({ code: 'NO_RULE_SET' }));
  });
});
