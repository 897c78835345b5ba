import type { Source } from '@tieout/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Advance, advance, type Progress } from './lane-time.ts';

const START: Progress = { progress: { core: 1_000, gateway: 1_000, mobile: 1_000 }, laneTime: 500 };
const still: Advance = {
  positions: { core: 5n, gateway: 5n, mobile: 5n },
  lastAppendTime: {},
  tick: null,
  graceMs: 200,
};

function perSource<T>(value: fc.Arbitrary<T>): fc.Arbitrary<Record<Source, T>> {
  return fc.record({ core: value, gateway: value, mobile: value });
}

describe('lane time', () => {
  it('is the slowest source less the grace: one silent source holds it', () => {
    const { progress, laneTime } = advance(START, {
      ...still,
      lastAppendTime: { core: 9_001, gateway: 8_001 },
    });
    expect(progress).toEqual({ core: 9_000, gateway: 8_000, mobile: 1_000 });
    expect(laneTime).toBe(800);
  });

  it('stays just before the last record, because the next may carry the same millisecond', () => {
    const { laneTime } = advance(START, {
      ...still,
      lastAppendTime: { core: 9_001, gateway: 9_001, mobile: 9_001 },
    });
    expect(laneTime).toBe(8_800);
  });

  it('follows the broker where the end of every partition has been reached, so silence does not hold it', () => {
    const tick = { at: 60_000, high: { core: 5n, gateway: 5n, mobile: 0n } };
    expect(advance(START, { ...still, tick }).laneTime).toBe(59_800);
  });

  it('does not follow the broker while a record before the end is still to be read', () => {
    const tick = { at: 60_000, high: { core: 6n, gateway: 5n, mobile: 5n } };
    const { progress, laneTime } = advance(START, { ...still, tick });
    expect(progress).toEqual({ core: 1_000, gateway: 60_000, mobile: 60_000 });
    expect(laneTime).toBe(800);
  });

  it('never goes back, whatever the clocks and the log say', () => {
    const time = fc.integer({ min: 0, max: 10_000 });
    const offset = fc.bigInt({ min: 0n, max: 10n });
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            positions: perSource(offset),
            lastAppendTime: perSource(time),
            tick: fc.option(fc.record({ at: time, high: perSource(offset) })),
            graceMs: fc.constant(200),
          }),
        ),
        (steps) => {
          let now = START;
          for (const step of steps) {
            const next = advance(now, step);
            expect(next.laneTime).toBeGreaterThanOrEqual(now.laneTime);
            expect(next.progress.core).toBeGreaterThanOrEqual(now.progress.core);
            now = next;
          }
        },
      ),
    );
  });
});
