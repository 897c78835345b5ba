import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isoTime } from './iso-time.ts';

/** The ends of what a Date can hold. */
const END = 8_640_000_000_000_000;

describe('the text of a time', () => {
  it('is the one of the language', () => {
    const near = fc.integer({ min: 0, max: 3_000 }).map((ms) => Date.UTC(2026, 10, 21) + ms);
    const any = fc.integer({ min: -END, max: END });
    fc.assert(
      fc.property(fc.oneof(near, any), (ms) => {
        expect(isoTime(ms)).toBe(new Date(ms).toISOString());
        expect(isoTime(ms)).toBe(new Date(ms).toISOString());
      }),
      { numRuns: 5_000 },
    );
  });

  it('is refused of what is no time', () => {
    expect(() => isoTime(END + 1000)).toThrow(RangeError);
    expect(() => isoTime(NaN)).toThrow(RangeError);
  });
});
