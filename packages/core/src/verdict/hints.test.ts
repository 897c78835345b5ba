import { describe, expect, it, test } from 'vitest';
import {
  MINUTE_MS,
  SLA_MS,
  T0,
  captured,
  confirmed,
  failed,
  inTime,
  overdue,
  posted,
  refunded,
  rulesWith,
  stateOf,
  verdictAt,
} from '../testing/payment.ts';
import { judge } from './judge.ts';

const HOUR_MS = 60 * MINUTE_MS;

describe('FEE_SIZED', () => {
  test.each([
    ['an amount mismatch', 1000n, 1000n, ['FEE_SIZED']],
    ['an FX difference', 50n, 50n, ['FEE_SIZED']],
    ['one off the fee', 1000n, 999n, []],
    ['no fee', 1000n, 0n, []],
    ['an unknown fee', 1000n, null, []],
  ])('marks a difference that is the fee: %s', (_, difference, fee, hints) => {
    expect(
      inTime(posted({ amount: 700_000n - difference }), captured({ amount: 700_000n, fee })).hints,
    ).toEqual(hints);
  });

  it('is not said of amounts that agree', () => {
    expect(inTime(posted(), captured({ fee: 0n })).hints).toEqual([]);
  });
});

describe('MINOR_UNIT_SLIP', () => {
  test.each([
    [5000n, 50_000n, ['MINOR_UNIT_SLIP']],
    [50_000n, 5000n, ['MINOR_UNIT_SLIP']],
    [5000n, 500_000n, ['MINOR_UNIT_SLIP']],
    [5000n, 5_000_000n, ['MINOR_UNIT_SLIP']],
    [5000n, 50_000_000n, []],
    [5000n, 50_001n, []],
    [5000n, 25_000n, []],
    [0n, 5000n, []],
    // Ten times, but within the FX band.
    [1n, 10n, []],
  ])('marks a misplaced decimal point: %i against %i', (core, gateway, hints) => {
    expect(inTime(posted({ amount: core }), captured({ amount: gateway })).hints).toEqual(hints);
  });
});

describe('TIMEZONE_SIZED', () => {
  test.each([
    [HOUR_MS, true],
    [-HOUR_MS, true],
    [30 * MINUTE_MS, true],
    [5 * HOUR_MS + 30 * MINUTE_MS, true],
    [14 * HOUR_MS, true],
    [14 * HOUR_MS + 1000, true],
    [14 * HOUR_MS + 1001, false],
    [14 * HOUR_MS + 30 * MINUTE_MS, false],
    [HOUR_MS + 1000, true],
    [HOUR_MS - 1000, true],
    [HOUR_MS + 1001, false],
    [HOUR_MS - 1001, false],
    [45 * MINUTE_MS, false],
    [6 * MINUTE_MS, false],
  ])('marks a whole half-hour, up to 14 hours, a second allowed: %i ms is %s', (apart, is) => {
    const verdict = inTime(posted(), captured({ eventAt: apart }));
    expect(verdict).toMatchObject({ reasons: ['TIMESTAMP_MISMATCH'], hints: is ? ['TIMEZONE_SIZED'] : [] });
  });

  it('is not said of zero half-hours', () => {
    const rules = rulesWith({ policy: { windowMs: 100 } });
    const verdict = judge(stateOf(posted(), captured({ eventAt: 900 })), T0, rules);
    expect(verdict).toMatchObject({ reasons: ['TIMESTAMP_MISMATCH'], hints: [] });
  });

  it('is not said of times that agree', () => {
    const rules = rulesWith({ policy: { windowMs: 2 * HOUR_MS } });
    const verdict = judge(stateOf(posted({ amount: 7n }), captured({ eventAt: HOUR_MS })), T0, rules);
    expect(verdict).toMatchObject({ reasons: ['AMOUNT_MISMATCH'], hints: [] });
  });
});

describe('IDENTICAL_COPY', () => {
  const a = { id: 'a' };
  const b = { id: 'b' };

  it('marks a duplicate whose content is the same', () => {
    expect(inTime(posted(), captured(a), captured(b)).hints).toEqual(['IDENTICAL_COPY']);
    expect(inTime(captured(), posted(a), posted(b)).hints).toEqual(['IDENTICAL_COPY']);
  });

  it('does not mark one that differs in content', () => {
    expect(inTime(posted(), captured(a), captured({ ...b, eventAt: 1 })).hints).toEqual([]);
    expect(inTime(posted(), captured(a), captured({ ...b, amount: 499_999n, eventAt: 1 })).hints).toEqual([]);
  });

  it('looks only among the ids counted together', () => {
    const events = [
      posted(),
      captured(a),
      captured({ ...b, eventAt: 1 }),
      failed({ id: 'c' }),
      failed({ id: 'd' }),
    ];
    expect(inTime(...events)).toMatchObject({ reasons: ['DUPLICATE_EVENT'], hints: [] });
  });

  it('finds the copy among more than two', () => {
    const events = [captured({ id: 'z', eventAt: 5 }), captured(a), captured(b)];
    expect(inTime(posted(), ...events).hints).toEqual(['IDENTICAL_COPY']);
  });
});

it('says nothing without reasons, several things in one order, and nothing of legs that are not compared', () => {
  expect(overdue(posted(), captured(), confirmed()).hints).toEqual([]);
  const verdict = inTime(
    posted({ amount: 1000n, eventAt: HOUR_MS }),
    captured({ id: 'a', amount: 100_000n, fee: 99_000n }),
    captured({ id: 'b', amount: 100_000n, fee: 99_000n }),
  );
  expect(verdict.hints).toEqual(['FEE_SIZED', 'MINOR_UNIT_SLIP', 'TIMEZONE_SIZED', 'IDENTICAL_COPY']);
  expect(verdictAt(SLA_MS, posted({ amount: 1n }), refunded({ amount: 1000n, fee: 999n })).hints).toEqual([]);
});
