import { describe, expect, it } from 'vitest';
import { axisOf, barsOf, stretchOf } from './histogram-bars.ts';

const at = (minute: number): string => new Date(Date.UTC(2026, 10, 21, 14, minute)).toISOString();
const histogram = {
  width_s: 60,
  buckets: [
    { at: at(0), count: 50, exact: true },
    { at: at(3), count: 100, exact: true },
    { at: at(9), count: 1, exact: true },
  ],
};
const minutes = (from: number, to: number) => ({ from: Date.parse(at(from)), to: Date.parse(at(to)) });
const axis = axisOf(histogram) ?? { from: 0, to: 1 };

describe('the histogram', () => {
  it('spans whole buckets, from the first to the last', () => {
    expect(axis).toEqual({ from: Date.parse(at(0)), to: Date.parse(at(10)) });
    expect(axisOf({ width_s: 60, buckets: [] })).toBeNull();
  });

  it('has each bar where its time is, and none too small to be seen', () => {
    expect(barsOf(histogram, axis)).toMatchObject([
      { x: 0, width: 0.1, height: 0.5 },
      { x: 0.3, width: 0.1, height: 1 },
      { x: 0.9, width: 0.1, height: 0.06 },
    ]);
  });

  it('gives whole buckets for a stretch, in whichever direction it was drawn', () => {
    expect(stretchOf(0.12, 0.35, axis, 60_000)).toEqual(minutes(1, 4));
    expect(stretchOf(0.35, 0.12, axis, 60_000)).toEqual(minutes(1, 4));
    expect(stretchOf(0.31, 0.32, axis, 60_000)).toEqual(minutes(3, 4));
    expect(stretchOf(-1, 2, axis, 60_000)).toEqual(minutes(0, 10));
    expect(stretchOf(1, 1, axis, 60_000)).toEqual(minutes(9, 10));
  });
});
