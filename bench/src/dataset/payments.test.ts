import { describe, expect, test } from 'vitest';
import { arrivals } from './order.ts';
import { type Answer, paymentAt } from './payments.ts';

const TRANSACTIONS = 20_000;

function truth(): Map<Answer, number> {
  const counted = new Map<Answer, number>();
  for (let index = 0; index < TRANSACTIONS; index++) {
    const { answer } = paymentAt('s', index);
    counted.set(answer, (counted.get(answer) ?? 0) + 1);
  }
  return counted;
}

const share = (answers: readonly Answer[]): number =>
  (answers.reduce((sum, answer) => sum + (truth().get(answer) ?? 0), 0) / TRANSACTIONS) * 100;

describe('payments', () => {
  test('go wrong as often as is said', () => {
    expect(share(['MISMATCHED AMOUNT_MISMATCH'])).toBeCloseTo(2, 0);
    expect(share(['MISMATCHED STATUS_MISMATCH'])).toBeCloseTo(1, 0);
    expect(share(['MISMATCHED TIMESTAMP_MISMATCH'])).toBeCloseTo(1, 0);
    expect(share(['MISMATCHED DUPLICATE_EVENT'])).toBeCloseTo(1, 0);
    expect(
      share(['MISMATCHED MISSING_CORE', 'MISMATCHED MISSING_GATEWAY', 'MISMATCHED MISSING_MOBILE']),
    ).toBeCloseTo(3, 0);
    expect(share(['MATCHED'])).toBeCloseTo(92, 0);
  });

  test('are the same for the same seed, and others for another', () => {
    expect(paymentAt('s', 7)).toEqual(paymentAt('s', 7));
    expect(paymentAt('t', 7)).not.toEqual(paymentAt('s', 7));
  });
});

describe('their arrival', () => {
  test('brings each of their records once, mixed within a block and not beyond it', () => {
    const blocks = [...arrivals('s', 12_000)];
    expect(blocks.map(({ answers }) => answers.length)).toEqual([5_000, 5_000, 2_000]);
    const ids = blocks.map(({ records }) => records.map(({ record }) => record.event_id));
    expect(new Set(ids.flat()).size).toBe(ids.flat().length);
    const [first] = blocks;
    const told = Array.from({ length: 5_000 }, (_, index) => paymentAt('s', index)).flatMap(({ records }) =>
      records.map(({ record }) => record.event_id),
    );
    expect(ids[0]).not.toEqual(told);
    expect(ids[0]?.toSorted()).toEqual(told.toSorted());
    expect(first?.answers).toHaveLength(5_000);
  });

  test('is the same every time', () => {
    expect([...arrivals('s', 5_000)]).toEqual([...arrivals('s', 5_000)]);
  });
});
