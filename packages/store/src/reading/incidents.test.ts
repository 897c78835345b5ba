import { describe, expect, it } from 'vitest';
import { incidentsOf, type MissingMinute } from './incidents.ts';

const NOON = Date.UTC(2026, 10, 21, 12);
const minute = (after: number, breaks: number, missing = 'core', currency = 'INR'): MissingMinute => ({
  missing,
  minute: NOON + after * 60_000,
  currency,
  breaks,
  atRiskMinor: BigInt(breaks) * 100n,
});
const stretches = (...minutes: MissingMinute[]) =>
  incidentsOf(minutes).map(({ missing, from, to, breaks }) => [
    missing,
    (from - NOON) / 60_000,
    (to - NOON) / 60_000,
    breaks,
  ]);

describe('incidents', () => {
  it('begin with more than 50 breaks that miss one source within five minutes', () => {
    expect(stretches(minute(1, 25), minute(4, 25))).toEqual([]);
    expect(stretches(minute(1, 25), minute(4, 26))).toEqual([['core', 1, 5, 51]]);
    expect(stretches(minute(1, 26), minute(6, 26))).toEqual([]);
    expect(stretches(minute(2, 26), minute(6, 26))).toEqual([['core', 2, 10, 52]]);
  });

  it('are of one source each', () => {
    expect(stretches(minute(1, 30), minute(1, 30, 'gateway'))).toEqual([]);
    expect(stretches(minute(1, 60), minute(20, 70, 'gateway'))).toEqual([
      ['gateway', 20, 25, 70],
      ['core', 1, 5, 60],
    ]);
  });

  it('go on over a few minutes, with the few between', () => {
    expect(stretches(minute(0, 60), minute(7, 60), minute(11, 3), minute(12, 60))).toEqual([
      ['core', 0, 15, 183],
    ]);
    expect(stretches(minute(0, 60), minute(12, 60))).toEqual([
      ['core', 12, 15, 60],
      ['core', 0, 5, 60],
    ]);
  });

  it('say what is at risk in each currency, never in all', () => {
    expect(incidentsOf([minute(0, 40), minute(1, 20), minute(1, 5, 'core', 'USD')])[0]?.atRisk).toEqual([
      { currency: 'INR', atRiskMinor: 6000n },
      { currency: 'USD', atRiskMinor: 500n },
    ]);
  });
});
