import { expect, test } from 'vitest';
import { differencesIn } from './truth.ts';

const TABLE = '                        expected       found\nMATCHED                       10          10\n';

test('each difference that check-truth shows is told, and those it leaves out are counted', () => {
  const output = `${TABLE}
10 transactions, 30 distinct events in 30 records.
T-7-1 (settled): amount: expected 5, found 6
T-7-2 (settled): status: expected MATCHED, found CLOSED
… and 1,000 more
1,002 differences
`;
  const found = differencesIn(output);
  expect(found).toHaveLength(1_002);
  expect(found.slice(0, 3)).toEqual([
    'T-7-1 (settled): amount: expected 5, found 6',
    'T-7-2 (settled): status: expected MATCHED, found CLOSED',
    'not shown',
  ]);
});

test('words that do not say how many differences there are, or say none, are an error', () => {
  expect(() => differencesIn(`${TABLE}\nNot checked`)).toThrow('not how many');
  expect(() => differencesIn(`${TABLE}\n0 differences`)).toThrow('not how many');
});
