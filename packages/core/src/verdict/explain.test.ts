import { describe, expect, it, test } from 'vitest';
import type { SourceEvent } from '../event/event.ts';
import { EVENTS_MAX } from '../event/state.ts';
import {
  MINUTE_MS,
  RULES_V1,
  SLA_MS,
  T0,
  USD,
  appFailed,
  appReversed,
  authorized,
  captured,
  confirmed,
  failed,
  initiated,
  posted,
  refunded,
  rejected,
  rulesWith,
  stateOf,
} from '../testing/payment.ts';
import type { Reason } from '../vocabulary.ts';
import { explain } from './explain.ts';
import type { Check } from './explain.ts';
import { judge } from './judge.ts';

const LONG_MS = 24 * 3_600_000;
const money = (minor: bigint, major: string, source: string | null = null) => ({
  kind: 'money',
  source,
  minor: minor.toString(),
  currency: 'INR',
  major,
});
const text = (value: string, source: string | null) => ({ kind: 'text', source, text: value });
const count = (value: number, source: string | null = null) => ({ kind: 'count', source, count: value });
const time = (at: number, source: string | null = null) => ({
  kind: 'time',
  source,
  at: new Date(T0 + at).toISOString(),
});
const duration = (ms: number) => ({ kind: 'duration', source: null, ms });

function explained(laneMs: number, events: readonly SourceEvent[], rules = RULES_V1): Check[] {
  const state = stateOf(...events);
  return explain(state, judge(state, T0 + laneMs, rules), rules);
}

function check(
  name: Reason,
  laneMs: number,
  events: readonly SourceEvent[],
  rules = RULES_V1,
): Check | undefined {
  return explained(laneMs, events, rules).find((each) => each.check === name);
}

describe('an explanation', () => {
  it('says nothing while one source alone waits', () => {
    expect(explained(SLA_MS - 1, [captured()])).toEqual([]);
    expect(explained(SLA_MS, [captured()]).map((each) => each.check)).toContain('MISSING_CORE');
  });

  it('lists every check that applied, passed ones too, in the order of the reasons', () => {
    const checks = explained(0, [posted({ amount: 450_000n }), captured()]);
    expect(checks.map(({ check: name, passed }) => [name, passed])).toEqual([
      ['STATUS_MISMATCH', true],
      ['CURRENCY_MISMATCH', true],
      ['AMOUNT_MISMATCH', false],
      ['TIMESTAMP_MISMATCH', true],
      ['MISSING_CORE', true],
      ['MISSING_GATEWAY', true],
      ['DUPLICATE_EVENT', true],
      ['CONFLICTING_EVENT', true],
      ['TOO_MANY_EVENTS', true],
    ]);
    expect(checks.map(({ reason }) => reason).filter((reason) => reason !== null)).toEqual([
      'AMOUNT_MISMATCH',
    ]);
    for (const each of checks) expect(each.rule).toMatch(/^[A-Z].*\.$/);
  });

  it('is ready for JSON', () => {
    const checks = explained(LONG_MS, [posted({ amount: 2n ** 62n }), captured(), confirmed()]);
    expect(JSON.parse(JSON.stringify(checks))).toEqual(checks);
  });
});

describe('the evidence', () => {
  test.each<[name: Reason, laneMs: number, events: SourceEvent[], evidence: object | undefined]>([
    [
      'STATUS_MISMATCH',
      0,
      [posted(), captured(), appFailed()],
      { passed: false, expected: text('SUCCESS', 'core'), actual: text('FAILED', 'mobile'), limit: null },
    ],
    [
      'STATUS_MISMATCH',
      LONG_MS,
      [posted(), refunded(), appReversed()],
      {
        passed: false,
        expected: text('SUCCESS', 'core'),
        actual: text('REVERSED', 'gateway'),
        limit: time(SLA_MS),
      },
    ],
    [
      'STATUS_MISMATCH',
      0,
      [posted(), refunded()],
      {
        passed: true,
        expected: text('SUCCESS', 'core'),
        actual: text('REVERSED', 'gateway'),
        limit: time(SLA_MS),
      },
    ],
    ['STATUS_MISMATCH', LONG_MS, [captured()], undefined],
    [
      'CURRENCY_MISMATCH',
      0,
      [posted(), captured(), confirmed({ currency: USD })],
      { passed: false, expected: text('INR', 'core'), actual: text('USD', 'mobile'), difference: null },
    ],
    ['CURRENCY_MISMATCH', 0, [posted(), captured()], { passed: true, actual: text('INR', 'gateway') }],
    ['CURRENCY_MISMATCH', 0, [posted(), failed()], undefined],
    [
      'AMOUNT_MISMATCH',
      0,
      [posted({ amount: 450_000n }), captured()],
      {
        passed: false,
        limit: money(100n, '1.00'),
        expected: money(450_000n, '4500.00', 'core'),
        actual: money(500_000n, '5000.00', 'gateway'),
        difference: money(50_000n, '500.00'),
      },
    ],
    [
      'AMOUNT_MISMATCH',
      0,
      [posted(), captured({ amount: 450_000n })],
      { expected: money(500_000n, '5000.00', 'core'), actual: money(450_000n, '4500.00', 'gateway') },
    ],
    ['AMOUNT_MISMATCH', 0, [posted(), captured()], { passed: true, difference: money(0n, '0.00') }],
    ['AMOUNT_MISMATCH', 0, [posted(), captured({ currency: USD })], undefined],
    [
      'FX_ADJUSTMENT',
      0,
      [posted(), captured({ amount: 500_100n })],
      { passed: false, limit: money(0n, '0.00') },
    ],
    ['FX_ADJUSTMENT', 0, [posted(), captured()], { passed: true, difference: money(0n, '0.00') }],
    ['FX_ADJUSTMENT', 0, [posted(), captured({ amount: 500_101n })], undefined],
    ['FX_ADJUSTMENT', 0, [rejected(), failed()], undefined],
    [
      'TIMESTAMP_MISMATCH',
      0,
      [posted({ eventAt: 6 * MINUTE_MS }), captured()],
      {
        passed: false,
        limit: duration(5 * MINUTE_MS),
        expected: time(6 * MINUTE_MS, 'core'),
        actual: time(0, 'gateway'),
        difference: duration(6 * MINUTE_MS),
      },
    ],
    ['TIMESTAMP_MISMATCH', 0, [rejected(), failed()], undefined],
    [
      'MISSING_CORE',
      SLA_MS,
      [captured()],
      { passed: false, limit: time(SLA_MS), expected: time(SLA_MS, 'core'), actual: null, difference: null },
    ],
    [
      'MISSING_CORE',
      LONG_MS,
      [captured(), posted({ appendAt: SLA_MS + 5 })],
      { passed: true, actual: time(SLA_MS + 5, 'core'), difference: duration(5) },
    ],
    ['MISSING_MOBILE', 0, [posted({ channel: 'MOBILE' }), captured()], undefined],
    ['MISSING_MOBILE', LONG_MS, [posted(), captured()], undefined],
    ['MISSING_CORE', LONG_MS, [authorized(), rejected()], undefined],
    [
      'STUCK_PENDING',
      LONG_MS,
      [posted(), authorized()],
      { passed: false, expected: text('FINAL', 'gateway'), actual: text('PENDING', 'gateway') },
    ],
    ['STUCK_PENDING', LONG_MS, [posted(), captured()], { passed: true, actual: text('SUCCESS', 'core') }],
    ['STUCK_PENDING', 0, [posted(), authorized()], undefined],
    ['STUCK_PENDING', LONG_MS, [initiated()], undefined],
    [
      'DUPLICATE_EVENT',
      0,
      [
        posted({ id: 'a' }),
        posted({ id: 'b' }),
        captured({ id: 'a' }),
        captured({ id: 'b' }),
        captured({ id: 'c' }),
      ],
      {
        passed: false,
        limit: count(1),
        expected: count(1, 'gateway'),
        actual: count(3, 'gateway'),
        difference: count(2),
      },
    ],
    [
      'DUPLICATE_EVENT',
      0,
      [rejected(), captured()],
      { passed: true, actual: count(1, 'gateway'), difference: count(0) },
    ],
    ['DUPLICATE_EVENT', 0, [rejected(), failed()], undefined],
    [
      'CONFLICTING_EVENT',
      0,
      [posted(), captured(), captured({ amount: 1n })],
      { passed: false, limit: count(0), actual: text('gateway-1 came with other content', 'gateway') },
    ],
    [
      'CONFLICTING_EVENT',
      0,
      [posted(), captured(), failed({ id: 'x', eventAt: 1 }), failed({ id: 'y', eventAt: 1 })],
      { passed: false, actual: text('y failed after a success', 'gateway'), difference: count(1) },
    ],
    [
      'CONFLICTING_EVENT',
      0,
      [posted(), captured()],
      { passed: true, actual: count(0), difference: count(0) },
    ],
    ['TOO_MANY_EVENTS', 0, [posted(), captured()], { passed: true, actual: count(2), difference: null }],
    [
      'TOO_MANY_EVENTS',
      0,
      [posted(), ...Array.from({ length: EVENTS_MAX }, (_, i) => captured({ id: `g${i}` }))],
      { passed: false, limit: count(100), actual: count(101), difference: count(1) },
    ],
  ])('of %s at %i ms, case %#', (name, laneMs, events, evidence) => {
    const found = check(name, laneMs, events);
    if (evidence) expect(found).toMatchObject(evidence);
    else expect(found).toBeUndefined();
  });

  it('of amounts names the wider of tolerance and FX band', () => {
    const rules = rulesWith({ tolerance: { absoluteMinor: 300n } });
    const events = [posted(), captured({ amount: 500_200n })];
    expect(check('AMOUNT_MISMATCH', 0, events, rules)).toMatchObject({
      passed: true,
      limit: money(300n, '3.00'),
    });
    expect(check('FX_ADJUSTMENT', 0, events, rules)).toMatchObject({
      passed: true,
      limit: money(300n, '3.00'),
    });
  });
});
