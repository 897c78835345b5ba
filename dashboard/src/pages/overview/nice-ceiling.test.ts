import { describe, expect, it } from 'vitest';
import { niceCeiling } from './nice-ceiling.ts';

describe('the end of an axis', () => {
  it('holds the value, and is a number people can read', () => {
    expect([0, 1, 2, 10, 11, 99, 100, 101, 1181].map(niceCeiling)).toEqual([
      1, 1, 10, 10, 15, 100, 100, 150, 1500,
    ]);
  });
});
