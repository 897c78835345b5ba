import { describe, expect, it } from 'vitest';
import { changeWords, rateText, withinText } from './figure-words.ts';

describe('a rate', () => {
  it('says 100 % only when nothing is left over', () => {
    expect([1, 0.99999, 0.5, 0, null].map(rateText)).toEqual([
      '100.00 %',
      '99.99 %',
      '50.00 %',
      '0.00 %',
      '–',
    ]);
  });

  it.each([
    [0.99, 0.986, 'last hour +0.40 points on last week'],
    [0.98, 0.99, 'last hour \u22121.00 points on last week'],
    [0.98, 0.98, 'last hour ±0.00 points on last week'],
    [0.98, null, '98.00 % in the last hour'],
    [null, 0.98, 'nothing decided in the last hour'],
  ])('of %s beside %s is told as "%s"', (last_hour, week_before, words) => {
    expect(changeWords({ last_hour, week_before })).toBe(words);
  });
});

describe('a bound of time', () => {
  it.each([
    [150, '150 ms'],
    [1500, '1.5 s'],
    [70_000, '70 s'],
    [150_000, '3 min'],
    [30_000_000, '8 h'],
    [null, '–'],
  ])('of %s ms is %s', (ms, text) => {
    expect(withinText(ms)).toBe(text);
  });
});
