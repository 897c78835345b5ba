import { describe, expect, it } from 'vitest';
import type { SourceHealth } from '../../api/schema.ts';
import { changeWords, latenessWords, rateWords } from './source-words.ts';

const HEALTH: SourceHealth = {
  source: 'core',
  per_minute: 120,
  per_minute_last_week: 100,
  lag_ms: 10,
  last_record_at: null,
  lateness: null,
  looked_at: 0,
  again: 0,
  refused_last_hour: 0,
  usual_gap_ms: null,
  silent_since: null,
  schema_ids: [],
};

describe('a source in words', () => {
  it('has a rate, told finer where little comes', () => {
    expect([0, 0.4, 9.96, 1204.4].map(rateWords)).toEqual([
      '0 / min',
      '0.4 / min',
      '10.0 / min',
      '1,204 / min',
    ]);
  });

  it.each([
    [120, 100, '+20 % on last week'],
    [50, 100, '\u221250 % on last week'],
    [100, 100, '±0 % on last week'],
    [100, 0, 'nothing at this time last week'],
  ])('has %s a minute beside %s a week ago: "%s"', (per_minute, per_minute_last_week, words) => {
    expect(changeWords({ ...HEALTH, per_minute, per_minute_last_week })).toBe(words);
  });

  it.each([
    [null, '–'],
    [40, '40 ms'],
    [1_240, '1.2 s'],
    [-3_000, '\u22123.0 s'],
    [270_000, '4.5 min'],
    [7_200_000, '2.0 h'],
    [-777_600_000, '\u22129 d'],
  ])('is late by %s ms: "%s"', (ms, words) => {
    expect(latenessWords(ms)).toBe(words);
  });
});
