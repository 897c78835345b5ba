import { expect, test } from 'vitest';
import { ASKED, questionsOn } from './looked-at.ts';

test('people ask for all kinds equally often, and only for what there is', () => {
  const asked = Array.from({ length: 3_000 }, (_, n) => questionsOn(1_000)(n + 1));
  for (const kind of ASKED) expect(asked.filter(([what]) => what === kind)).toHaveLength(1_000);
  const numbers = asked.flatMap(([, path]) => [...path.matchAll(/BULK-(\d{9})$/g)].map(([, n]) => Number(n)));
  expect(new Set(numbers).size).toBe(1_000);
  expect(Math.min(...numbers)).toBe(1);
  expect(Math.max(...numbers)).toBe(1_000);
});
