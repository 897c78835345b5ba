import { expect, test } from 'vitest';
import { assertTruth } from './drain.ts';

const truth = new Map([
  ['MATCHED', 9],
  ['MISMATCHED AMOUNT_MISMATCH', 1],
] as const);
const competitor = { title: 'Somebody' };

test('answers as the truth has them pass, in any order', () => {
  const answers = new Map([...truth].toReversed());
  expect(() => assertTruth(competitor, { truth }, answers)).not.toThrow();
});

test('one answer more, fewer or of another kind is named', () => {
  expect(() => assertTruth(competitor, { truth }, new Map([...truth, ['MATCHED', 8]]))).toThrow(
    'MATCHED: 8 instead of 9',
  );
  expect(() => assertTruth(competitor, { truth }, new Map([['MATCHED', 9]]))).toThrow(
    'AMOUNT_MISMATCH: 0 instead of 1',
  );
  expect(() => assertTruth(competitor, { truth }, new Map([...truth, ['PARTIAL', 1]]))).toThrow(
    'PARTIAL: 1 instead of 0',
  );
});
