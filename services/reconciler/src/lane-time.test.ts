import type { Source } from '@tieout/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LaneTime, type LaneProgress, type Reading } from './lane-time.ts';
import type { Tick } from './ports.ts';

const START: LaneProgress = { progress: { core: 1_000, gateway: 1_000, mobile: 1_000 }, laneTime: 500 };
const still: Reading = {
  positions: { core: 5n, gateway: 5n, mobile: 5n },
  lastAppendTimes: { core: null, gateway: null, mobile: null },
};

function perSource<T>(value: fc.Arbitrary<T>): fc.Arbitrary<Record<Source, T>> {
  return fc.record({ core: value, gateway: value, mobile: value });
}

function tick(brokerTime: number, high: Record<Source, bigint>): Tick {
  const end = (source: Source) => ({ low: 0n, high: high[source] });
  return {
    askedAt: 0,
    brokerTime,
    ends: { core: end('core'), gateway: end('gateway'), mobile: end('mobile') },
  };
}

function laneTimeWith(...ticks: Tick[]): LaneTime {
  const laneTime = new LaneTime(200);
  for (const one of ticks) laneTime.add(one);
  return laneTime;
}

describe('lane time', () => {
  it('is the slowest source less the grace: one silent source holds it', () => {
    const lastAppendTimes = { core: 9_001, gateway: 8_001, mobile: null };
    const { progress, laneTime } = laneTimeWith().after(START, { ...still, lastAppendTimes });
    expect(progress).toEqual({ core: 9_000, gateway: 8_000, mobile: 1_000 });
    expect(laneTime).toBe(800);
  });

  it('stays just before the last record, because the next may carry the same millisecond', () => {
    const lastAppendTimes = { core: 9_001, gateway: 9_001, mobile: 9_001 };
    expect(laneTimeWith().after(START, { ...still, lastAppendTimes }).laneTime).toBe(8_800);
  });

  it('follows the broker where the end of every partition has been reached, so silence does not hold it', () => {
    const laneTime = laneTimeWith(tick(60_000, { core: 5n, gateway: 5n, mobile: 0n }));
    expect(laneTime.after(START, still).laneTime).toBe(59_800);
  });

  it('does not follow the broker while a record before the end is still to be read', () => {
    const laneTime = laneTimeWith(tick(60_000, { core: 6n, gateway: 5n, mobile: 5n }));
    const { progress, laneTime: reached } = laneTime.after(START, still);
    expect(progress).toEqual({ core: 1_000, gateway: 60_000, mobile: 60_000 });
    expect(reached).toBe(800);
  });

  it('is proved by an older tick where the newest end is not reached yet', () => {
    const laneTime = laneTimeWith(
      tick(60_000, { core: 5n, gateway: 5n, mobile: 5n }),
      tick(61_000, { core: 9n, gateway: 5n, mobile: 5n }),
    );
    expect(laneTime.after(START, still).progress).toEqual({ core: 60_000, gateway: 61_000, mobile: 61_000 });
  });

  it('keeps the ticks that may still prove something when it forgets the others', () => {
    const laneTime = laneTimeWith(
      tick(60_000, { core: 5n, gateway: 5n, mobile: 5n }),
      tick(61_000, { core: 9n, gateway: 5n, mobile: 5n }),
    );
    laneTime.prune(laneTime.after(START, still));
    const further = { ...still, positions: { core: 9n, gateway: 5n, mobile: 5n } };
    expect(laneTime.after(START, further).progress.core).toBe(61_000);
  });

  it('never goes back, whatever the clocks and the log say', () => {
    const time = fc.integer({ min: 0, max: 10_000 });
    const offset = fc.bigInt({ min: 0n, max: 10n });
    const step = fc.record({
      reading: fc.record({ positions: perSource(offset), lastAppendTimes: perSource(fc.option(time)) }),
      tick: fc.option(fc.record({ at: time, high: perSource(offset) })),
    });
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const laneTime = laneTimeWith();
        let now = START;
        for (const { reading, tick: said } of steps) {
          if (said !== null) laneTime.add(tick(said.at, said.high));
          const next = laneTime.after(now, reading);
          expect(next.laneTime).toBeGreaterThanOrEqual(now.laneTime);
          expect(next.progress.core).toBeGreaterThanOrEqual(now.progress.core);
          laneTime.prune(next);
          now = next;
        }
      }),
    );
  });
});
