import { expect, test } from 'vitest';
import { turnsOf } from './run.ts';

test('each round begins with another one, and who needs fewer rounds sits the others out', () => {
  const all = [{ name: 'a' }, { name: 'b', roundsMost: 1 }, { name: 'c' }];
  expect(turnsOf(all, 3).map(({ one, round }) => `${round}${one.name}`)).toEqual([
    '0a',
    '0b',
    '0c',
    '1c',
    '1a',
    '2a',
    '2c',
  ]);
  expect(turnsOf(all, 1)).toHaveLength(3);
  expect(turnsOf([], 3)).toEqual([]);
});
