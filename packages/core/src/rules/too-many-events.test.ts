import { expect, it } from 'vitest';
import { EVENTS_MAX } from '../event/state.ts';
import { captured, inTime, initiated, posted } from '../testing/payment.ts';

const attempts = (count: number) => Array.from({ length: count }, (_, i) => initiated({ id: `m${i}` }));

it('takes a hundred distinct events; one more is a reason of its own, high, with nothing at risk', () => {
  expect(inTime(posted(), captured(), ...attempts(EVENTS_MAX - 2)).reasons).toEqual([]);
  expect(inTime(posted(), captured(), ...attempts(EVENTS_MAX - 1))).toMatchObject({
    status: 'MISMATCHED',
    reasons: ['TOO_MANY_EVENTS'],
    severity: 'high',
    atRiskMinor: 0n,
  });
});

it('is no reason yet while one source alone has spoken and is in time', () => {
  expect(inTime(...attempts(EVENTS_MAX + 1))).toMatchObject({ status: 'PENDING', reasons: [] });
});
