import { describe, expect, it, test } from 'vitest';
import { INR, RULES_V1, T0, code } from '../testing/payment.ts';
import { CHANNELS } from '../vocabulary.ts';
import { toJson } from './json.ts';
import { parseRuleSet } from './parse.ts';

const MINIMAL = { version: 7, effective_from: '2026-01-01T00:00:00.000Z' };
const POLICY = {
  name: 'rounding',
  reasons: ['FX_ADJUSTMENT'],
  caps: { INR: { item_minor: '1', day_minor: '1' } },
};

function problemsOf(json: unknown): string[] {
  const parsed = parseRuleSet(json);
  return parsed.ok ? [] : parsed.problems.map(({ path, problem }) => `${path}: ${problem}`);
}

describe('reading a rule set', () => {
  it('takes the defaults of the contract for what is absent', () => {
    const expected = { ...RULES_V1, version: 7, effectiveFrom: T0 };
    expect(parseRuleSet(MINIMAL)).toEqual({ ok: true, ruleSet: expected });
  });

  it('reads back what was written', () => {
    const json = {
      ...MINIMAL,
      policies: {
        WEB: {
          expected: ['mobile', 'core'],
          sla_ms: 5000,
          pending_limit_ms: 6000,
          window_ms: 0,
          reversal_sla_ms: 9,
        },
        BRANCH: { sla_ms: 100 },
      },
      tolerance: {
        default: { absolute_minor: '3', basis_points: 10, cap_minor: '9223372036854775807' },
        by_currency: { KWD: { absolute_minor: '50' } },
      },
      fx_band: { default_major: '2', minor_by_currency: { INR: '150' } },
      severity_threshold: { default_major: '5', minor_by_currency: { JPY: '1' } },
      approval: {
        second_person_above: { minor_by_currency: { INR: '7' } },
        operator_limit: null,
        admin_limit: { default_major: '9' },
      },
      auto_resolve: [
        {
          name: 'rounding-2',
          reasons: ['MISSING_MOBILE', 'FX_ADJUSTMENT'],
          caps: { INR: { item_minor: '100', day_minor: '100' }, JPY: { item_minor: '0', day_minor: '1' } },
        },
      ],
    };
    const parsed = parseRuleSet(json);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
    const { ruleSet } = parsed;
    expect(ruleSet.policies.WEB).toEqual({
      expected: ['core', 'mobile'],
      slaMs: 5000,
      pendingLimitMs: 6000,
      windowMs: 0,
      reversalSlaMs: 9,
    });
    expect(ruleSet.policies.BRANCH).toMatchObject({
      pendingLimitMs: 1500,
      reversalSlaMs: 100,
      windowMs: 300_000,
    });
    expect(ruleSet.tolerance.default).toEqual({
      absoluteMinor: 3n,
      basisPoints: 10,
      capMinor: 2n ** 63n - 1n,
    });
    expect(ruleSet.tolerance.byCurrency.get(code('KWD'))).toEqual({
      absoluteMinor: 50n,
      basisPoints: 0,
      capMinor: 0n,
    });
    expect(ruleSet.fxBand).toEqual({ defaultMajor: 2n, minorByCurrency: new Map([[INR, 150n]]) });
    expect(ruleSet.severityThreshold.minorByCurrency.get(code('JPY'))).toBe(1n);
    expect(ruleSet.approval).toEqual({
      secondPersonAbove: { defaultMajor: 100_000n, minorByCurrency: new Map([[INR, 7n]]) },
      approver: { operator: null, admin: { defaultMajor: 9n, minorByCurrency: new Map() } },
    });
    expect(ruleSet.autoResolve).toEqual([
      {
        name: 'rounding-2',
        reasons: ['FX_ADJUSTMENT', 'MISSING_MOBILE'],
        caps: new Map([
          [INR, { itemMinor: 100n, dayMinor: 100n }],
          [code('JPY'), { itemMinor: 0n, dayMinor: 1n }],
        ]),
      },
    ]);
    const written: unknown = JSON.parse(JSON.stringify(toJson(ruleSet)));
    expect(parseRuleSet(written)).toEqual(parsed);
    expect(written).toMatchObject({
      ...json,
      policies: { WEB: { expected: ['core', 'mobile'] } },
      auto_resolve: [{ ...json.auto_resolve[0], reasons: ['FX_ADJUSTMENT', 'MISSING_MOBILE'] }],
    });
  });

  it('writes every channel out', () => {
    expect(Object.keys(toJson(RULES_V1).policies)).toEqual([...CHANNELS]);
  });

  test.each<[json: unknown, problem: string]>([
    [undefined, ': must be an object'],
    [null, ': must be an object'],
    [[], ': must be an object'],
    [{ ...MINIMAL, version: 0 }, 'version: must be a whole number from 1 to 2147483647'],
    [{ ...MINIMAL, version: 1.5 }, 'version: must be a whole number from 1 to 2147483647'],
    [{ ...MINIMAL, version: 2 ** 31 }, 'version: must be a whole number from 1 to 2147483647'],
    [{ effective_from: MINIMAL.effective_from }, 'version: must be a whole number from 1 to 2147483647'],
    [{ version: 1 }, 'effective_from: must be a time in UTC such as 2026-01-31T09:30:00.000Z'],
    [{ ...MINIMAL, effective_from: '2026-02-30T00:00:00Z' }, 'effective_from: must be a time in UTC'],
    [{ ...MINIMAL, effective_from: '2026-13-01T00:00:00Z' }, 'effective_from: must be a time in UTC'],
    [{ ...MINIMAL, effective_from: '2026-01-01' }, 'effective_from: must be a time in UTC'],
    [{ ...MINIMAL, effective_from: '2026-01-01T00:00:00+05:30' }, 'effective_from: must be a time in UTC'],
    [{ ...MINIMAL, colour: 1 }, 'colour: is unknown'],
    [{ ...MINIMAL, policies: { CARRIER_PIGEON: {} } }, 'policies.CARRIER_PIGEON: is unknown'],
    [{ ...MINIMAL, policies: { WEB: 'yes' } }, 'policies.WEB: must be an object'],
    [{ ...MINIMAL, policies: { WEB: { sla: 5 } } }, 'policies.WEB.sla: is unknown'],
    [{ ...MINIMAL, policies: { WEB: { sla_ms: 0 } } }, 'policies.WEB.sla_ms: must be a whole number from 1'],
    [
      { ...MINIMAL, policies: { WEB: { sla_ms: '60' } } },
      'policies.WEB.sla_ms: must be a whole number from 1',
    ],
    [
      { ...MINIMAL, policies: { WEB: { window_ms: -1 } } },
      'policies.WEB.window_ms: must be a whole number from 0',
    ],
    [
      { ...MINIMAL, policies: { WEB: { sla_ms: 2_678_400_001 } } },
      'policies.WEB.sla_ms: must be a whole number',
    ],
    [
      { ...MINIMAL, policies: { WEB: { sla_ms: 10, pending_limit_ms: 9 } } },
      'policies.WEB.pending_limit_ms: must not be shorter than sla_ms (10)',
    ],
    [{ ...MINIMAL, policies: { WEB: { expected: [] } } }, 'policies.WEB.expected: must be a list'],
    [{ ...MINIMAL, policies: { WEB: { expected: ['mobile'] } } }, 'policies.WEB.expected: must be a list'],
    [
      { ...MINIMAL, policies: { WEB: { expected: ['core', 'core'] } } },
      'policies.WEB.expected: must be a list',
    ],
    [
      { ...MINIMAL, policies: { WEB: { expected: ['core', 'bank'] } } },
      'policies.WEB.expected: must be a list',
    ],
    [{ ...MINIMAL, policies: { WEB: { expected: 'core' } } }, 'policies.WEB.expected: must be a list'],
    [
      { ...MINIMAL, tolerance: { default: { absolute_minor: 5 } } },
      'tolerance.default.absolute_minor: must be a string',
    ],
    [
      { ...MINIMAL, tolerance: { default: { absolute_minor: '-5' } } },
      'tolerance.default.absolute_minor: must be a',
    ],
    [
      { ...MINIMAL, tolerance: { default: { absolute_minor: '9223372036854775808' } } },
      'tolerance.default.absolute_minor: must be a string of digits, at most 9223372036854775807',
    ],
    [
      { ...MINIMAL, tolerance: { default: { basis_points: 10_001, cap_minor: '1' } } },
      'tolerance.default.basis_points: must be a whole number from 0 to 10000',
    ],
    [{ ...MINIMAL, tolerance: { default: { basis_points: 1 } } }, 'tolerance.default.cap_minor: is needed'],
    [{ ...MINIMAL, tolerance: { by_currency: { XAU: {} } } }, 'tolerance.by_currency.XAU: is not a currency'],
    [{ ...MINIMAL, fx_band: { default_major: '1.5' } }, 'fx_band.default_major: must be a string of digits'],
    [
      { ...MINIMAL, fx_band: { minor_by_currency: { INR: 1 } } },
      'fx_band.minor_by_currency.INR: must be a string',
    ],
    [
      { ...MINIMAL, severity_threshold: { minor_by_currency: [] } },
      'severity_threshold.minor_by_currency: must be an',
    ],
    [{ ...MINIMAL, approval: { admin: {} } }, 'approval.admin: is unknown'],
    [
      { ...MINIMAL, approval: { second_person_above: null } },
      'approval.second_person_above: must be an object',
    ],
    [
      { ...MINIMAL, approval: { operator_limit: { default_major: 5 } } },
      'approval.operator_limit.default_major: must be a string',
    ],
    [{ ...MINIMAL, auto_resolve: {} }, 'auto_resolve: must be a list of at most 50 policies'],
    [{ ...MINIMAL, auto_resolve: Array.from({ length: 51 }) }, 'auto_resolve: must be a list of at most 50'],
    [{ ...MINIMAL, auto_resolve: [{ ...POLICY, name: 'A b' }] }, 'auto_resolve.0.name: must be 1 to 40'],
    [{ ...MINIMAL, auto_resolve: [POLICY, POLICY] }, 'auto_resolve.1.name: is the name of another policy'],
    [{ ...MINIMAL, auto_resolve: [{ ...POLICY, reasons: [] }] }, 'auto_resolve.0.reasons: must be a list of'],
    [
      { ...MINIMAL, auto_resolve: [{ ...POLICY, reasons: ['TOO_MANY_EVENTS'] }] },
      'auto_resolve.0.reasons: must be a list of distinct reasons',
    ],
    [
      { ...MINIMAL, auto_resolve: [{ ...POLICY, reasons: ['FX_ADJUSTMENT', 'FX_ADJUSTMENT'] }] },
      'auto_resolve.0.reasons: must be a list of distinct reasons',
    ],
    [{ ...MINIMAL, auto_resolve: [{ ...POLICY, caps: {} }] }, 'auto_resolve.0.caps: must name at least one'],
    [{ ...MINIMAL, auto_resolve: [{ ...POLICY, caps: { XAU: {} } }] }, 'auto_resolve.0.caps.XAU: is not a'],
    [
      { ...MINIMAL, auto_resolve: [{ ...POLICY, caps: { INR: { day_minor: '1' } } }] },
      'auto_resolve.0.caps.INR.item_minor: must be a string of digits',
    ],
    [
      { ...MINIMAL, auto_resolve: [{ ...POLICY, caps: { INR: { item_minor: '2', day_minor: '1' } } }] },
      'auto_resolve.0.caps.INR.day_minor: must not be below item_minor',
    ],
  ])('refuses %j', (json, problem) => {
    expect(problemsOf(json)).toContainEqual(expect.stringContaining(problem));
  });

  it('reports every problem at once', () => {
    expect(problemsOf({ version: 'x', effective_from: 5, policies: { WEB: { sla_ms: -1 } } })).toHaveLength(
      3,
    );
  });
});
