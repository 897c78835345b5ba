import { describe, expect, it } from 'vitest';
import {
  MINUTE_MS,
  captured,
  confirmed,
  failed,
  inTime,
  ledgerReversed,
  overdue,
  posted,
  refunded,
  rejected,
} from '../testing/payment.ts';

const WINDOW_MS = 5 * MINUTE_MS;

describe('event times of the books', () => {
  it('exactly a window apart agree; a millisecond more is a mismatch, whichever is first', () => {
    for (const sign of [1, -1]) {
      expect(inTime(posted(), captured({ eventAt: sign * WINDOW_MS })).reasons).toEqual([]);
      expect(inTime(posted(), captured({ eventAt: sign * (WINDOW_MS + 1) }))).toMatchObject({
        reasons: ['TIMESTAMP_MISMATCH'],
        severity: 'low',
        atRiskMinor: 0n,
      });
    }
  });

  it('of reversals are compared too', () => {
    expect(inTime(ledgerReversed(), refunded({ eventAt: WINDOW_MS + 1 })).reasons).toEqual([
      'TIMESTAMP_MISMATCH',
    ]);
  });

  it('of failures, or of different outcomes, are not', () => {
    expect(inTime(rejected(), failed({ eventAt: WINDOW_MS + 1 })).reasons).toEqual([]);
    expect(inTime(posted(), refunded({ eventAt: WINDOW_MS + 1 })).reasons).toEqual([]);
  });

  it("are never held against the app's clock", () => {
    expect(overdue(posted(), captured(), confirmed({ eventAt: 99 * WINDOW_MS })).reasons).toEqual([]);
  });
});
