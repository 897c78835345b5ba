import { describe, expect, it } from 'vitest';
import { LEFT_PX, RIGHT_PX } from './time-axis.ts';
import { bucketAt, isClick, listBetween } from './bucket-list.ts';

const at = Date.UTC(2026, 10, 21, 14, 3);

describe('a bucket of a chart', () => {
  it('opens the list of what was first seen in it', () => {
    expect(listBetween(at, at + 60_000, [])).toEqual({
      from: '2026-11-21T14:03:00.000Z',
      to: '2026-11-21T14:04:00.000Z',
    });
    expect(listBetween(at, at + 60_000, ['MISMATCHED', 'RESOLVED'])).toMatchObject({
      status: 'MISMATCHED,RESOLVED',
    });
  });

  it('is found by where it stands between the scale and the right edge', () => {
    const widthPx = LEFT_PX + 600 + RIGHT_PX;
    expect(bucketAt(LEFT_PX, widthPx, 60)).toBe(0);
    expect(bucketAt(LEFT_PX + 599, widthPx, 60)).toBe(59);
    expect(bucketAt(LEFT_PX + 305, widthPx, 60)).toBe(30);
    expect(bucketAt(LEFT_PX - 1, widthPx, 60)).toBeNull();
    expect(bucketAt(LEFT_PX + 600, widthPx, 60)).toBeNull();
  });

  it('is chosen by a click, not by the end of a stroke', () => {
    expect(isClick(100, 103)).toBe(true);
    expect(isClick(100, 94)).toBe(false);
    expect(isClick(null, 100)).toBe(false);
  });
});
