import { describe, expect, it } from 'vitest';
import { ageText, ageWords } from './age-words.ts';

const MINUTE = 60_000;

describe('an age class', () => {
  it.each([
    [0, 15, 'under 15 min'],
    [15, 60, '15 min – 1 h'],
    [240, 1440, '4 h – 1 d'],
    [4320, null, 'over 3 d'],
  ])('from %s to %s minutes is "%s"', (from, to, words) => {
    expect(ageWords(from * MINUTE, to === null ? null : to * MINUTE)).toBe(words);
  });

  it('is asked for as a filter writes it', () => {
    expect([15, 60, 90, 1440].map((minutes) => ageText(minutes * MINUTE))).toEqual([
      '15m',
      '1h',
      '90m',
      '1d',
    ]);
  });
});
