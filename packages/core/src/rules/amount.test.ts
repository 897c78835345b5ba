import { describe, expect, it, test } from 'vitest';
import type { SourceEvent } from '../event/event.ts';
import type { RuleSet } from '../rule-set/rule-set.ts';
import {
  INR,
  JPY,
  KWD,
  RULES_V1,
  T0,
  USD,
  appFailed,
  appReversed,
  captured,
  code,
  confirmed,
  failed,
  inTime,
  ledgerReversed,
  overdue,
  posted,
  refunded,
  rejected,
  rulesWith,
  stateOf,
} from '../testing/payment.ts';
import { judge } from '../verdict/judge.ts';

function judged(rules: RuleSet, ...events: readonly SourceEvent[]) {
  return judge(stateOf(...events), T0, rules);
}

/** Core and gateway this far apart in this currency. */
function apart(rules: RuleSet, difference: bigint, currency = INR, largest = 500_000n) {
  return judged(
    rules,
    posted({ amount: largest - difference, currency }),
    captured({ amount: largest, currency }),
  );
}

describe('currencies', () => {
  it('that differ among successes are a mismatch, and amounts are then not compared', () => {
    expect(inTime(posted({ amount: 7n }), captured({ amount: 900n, currency: USD }))).toMatchObject({
      reasons: ['CURRENCY_MISMATCH'],
      discrepancyMinor: null,
      // Of the legs in the row's currency, the larger foreign figure left out.
      atRiskMinor: 7n,
      severity: 'high',
    });
  });

  it('are compared between the app and one book too', () => {
    const events = [
      posted({ channel: 'MOBILE' }),
      captured({ channel: 'MOBILE' }),
      confirmed({ currency: USD }),
    ];
    expect(inTime(...events).reasons).toEqual(['CURRENCY_MISMATCH']);
  });

  it('that differ among reversals are a mismatch', () => {
    expect(overdue(ledgerReversed(), refunded({ currency: USD })).reasons).toEqual(['CURRENCY_MISMATCH']);
  });

  it('may differ where the outcomes do', () => {
    expect(inTime(rejected(), failed({ currency: USD })).reasons).toEqual([]);
    expect(inTime(posted(), refunded({ currency: USD })).reasons).toEqual([]);
  });
});

describe('amounts', () => {
  test.each([
    ['JPY', 0n, []],
    ['JPY', 1n, ['FX_ADJUSTMENT']],
    ['JPY', 2n, ['AMOUNT_MISMATCH']],
    ['INR', 1n, ['FX_ADJUSTMENT']],
    ['INR', 100n, ['FX_ADJUSTMENT']],
    ['INR', 101n, ['AMOUNT_MISMATCH']],
    ['KWD', 1000n, ['FX_ADJUSTMENT']],
    ['KWD', 1001n, ['AMOUNT_MISMATCH']],
  ])('in %s apart by %i minor units: %j', (text, difference, reasons) => {
    const verdict = apart(RULES_V1, difference, code(text));
    expect(verdict.reasons).toEqual(reasons);
    expect(verdict.discrepancyMinor).toBe(difference);
    expect(verdict.atRiskMinor).toBe(reasons.length === 0 ? 0n : difference);
  });

  it('are compared exactly beyond 2^53', () => {
    const large = 2n ** 62n;
    const rules = rulesWith({ fxBandMajor: 0n });
    expect(apart(rules, 0n, INR, large).reasons).toEqual([]);
    expect(apart(rules, 1n, INR, large).reasons).toEqual(['AMOUNT_MISMATCH']);
  });

  it('within the absolute tolerance agree; one beyond they do not', () => {
    const rules = rulesWith({ tolerance: { absoluteMinor: 30n } });
    expect(apart(rules, 30n).reasons).toEqual([]);
    expect(apart(rules, 31n).reasons).toEqual(['FX_ADJUSTMENT']);
  });

  it('within basis points of the largest amount agree; one beyond they do not', () => {
    const rules = rulesWith({ tolerance: { basisPoints: 1, capMinor: 1000n }, fxBandMajor: 0n });
    expect(apart(rules, 50n).reasons).toEqual([]);
    expect(apart(rules, 51n).reasons).toEqual(['AMOUNT_MISMATCH']);
  });

  it('take the basis points of the largest, not of the smallest amount', () => {
    const rules = rulesWith({ tolerance: { basisPoints: 5000, capMinor: 10n ** 9n }, fxBandMajor: 0n });
    expect(apart(rules, 250_000n).reasons).toEqual([]);
    expect(apart(rules, 250_001n).reasons).toEqual(['AMOUNT_MISMATCH']);
  });

  it('within the cap agree; one beyond they do not', () => {
    const rules = rulesWith({ tolerance: { basisPoints: 10_000, capMinor: 250n } });
    expect(apart(rules, 250n).reasons).toEqual([]);
    expect(apart(rules, 251n).reasons).toEqual(['AMOUNT_MISMATCH']);
  });

  it('within a tolerance wider than the FX band agree beyond the band', () => {
    const rules = rulesWith({ tolerance: { absoluteMinor: 300n } });
    expect(apart(rules, 300n).reasons).toEqual([]);
    expect(apart(rules, 301n).reasons).toEqual(['AMOUNT_MISMATCH']);
  });

  it('have the limits of their own currency', () => {
    const byCurrency = new Map([[KWD, 5n]]);
    const rules = { ...RULES_V1, fxBand: { ...RULES_V1.fxBand, minorByCurrency: byCurrency } };
    expect(apart(rules, 5n, KWD).reasons).toEqual(['FX_ADJUSTMENT']);
    expect(apart(rules, 6n, KWD).reasons).toEqual(['AMOUNT_MISMATCH']);
    expect(apart(rules, 6n, JPY).reasons).toEqual(['AMOUNT_MISMATCH']);
  });

  it('are compared largest against smallest over all three sources', () => {
    const events = [posted({ amount: 500n }), captured({ amount: 450n }), confirmed({ amount: 700n })];
    expect(inTime(...events)).toMatchObject({ reasons: ['AMOUNT_MISMATCH'], discrepancyMinor: 250n });
  });

  it('are compared between one book and the app', () => {
    expect(inTime(posted({ amount: 1000n }), confirmed({ amount: 10n })).reasons).toEqual([
      'AMOUNT_MISMATCH',
    ]);
  });

  it('of reversals are compared too', () => {
    const events = [
      ledgerReversed({ amount: 100n }),
      refunded({ amount: 500n }),
      appReversed({ amount: 300n }),
    ];
    expect(overdue(...events)).toMatchObject({ reasons: ['AMOUNT_MISMATCH'], discrepancyMinor: 400n });
  });

  it('of the two that agree are compared, whatever the third says', () => {
    const verdict = inTime(
      ledgerReversed({ amount: 100n }),
      refunded({ amount: 900n }),
      confirmed({ amount: 5n }),
    );
    expect(verdict).toMatchObject({ reasons: ['AMOUNT_MISMATCH'], discrepancyMinor: 800n });
  });

  it('of failures and of different outcomes are not', () => {
    expect(inTime(rejected({ amount: 1n }), failed({ amount: 900n }))).toMatchObject({
      reasons: [],
      discrepancyMinor: null,
    });
    expect(inTime(posted({ amount: 1n }), appFailed({ amount: 900n })).discrepancyMinor).toBeNull();
  });
});

describe('gravity', () => {
  it('of an amount is the difference: high from the threshold on, else medium', () => {
    expect(apart(RULES_V1, 999_999n, INR, 10n ** 9n)).toMatchObject({
      atRiskMinor: 999_999n,
      severity: 'medium',
    });
    expect(apart(RULES_V1, 1_000_000n, INR, 10n ** 9n)).toMatchObject({
      atRiskMinor: 1_000_000n,
      severity: 'high',
    });
  });

  it('of an FX difference is low, whatever the amount', () => {
    const rules = rulesWith({ fxBandMajor: 10n ** 9n });
    expect(apart(rules, 10n ** 9n, INR, 10n ** 10n)).toMatchObject({
      severity: 'low',
      atRiskMinor: 10n ** 9n,
    });
  });

  it('has the threshold of its own currency', () => {
    const rules = {
      ...RULES_V1,
      severityThreshold: { ...RULES_V1.severityThreshold, minorByCurrency: new Map([[INR, 200n]]) },
    };
    expect([apart(rules, 199n).severity, apart(rules, 200n).severity]).toEqual(['medium', 'high']);
  });
});
