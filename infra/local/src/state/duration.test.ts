import { expect, test } from 'vitest';
import { checkedDuration } from './duration.ts';

test.each(['5s', '500ms', '15m', '2h', '1d'])('%s is a duration', (text) => {
  expect(checkedDuration(text)).toBe(text);
});

test.each(['5', 's', '5 s', '-5s', '1.5s', '0s', '5sec', ''])('"%s" is refused', (text) => {
  expect(() => checkedDuration(text)).toThrow('is not a duration');
});
