import { firstRuleSet, toJson } from '@tieout/core';
import type { LaneReach } from '@tieout/store/reading';
import { describe, expect, test } from 'vitest';
import { EvenPace } from '../scenario/pace.ts';
import { type Expectation, expectations, settledAt, slaOf } from './expectation.ts';
import { recordsBehind, untilDeadlines, waitUntilNothing } from './patience.ts';

const topics = { core: 'c', gateway: 'g', mobile: 'm' };
const lane = (partition: number, laneTime: number, core = 0n): LaneReach => ({
  partition,
  laneTime,
  halted: null,
  positions: { core, gateway: 5n, mobile: 0n },
});
const ends = new Map([
  [
    'c',
    [
      { low: 0n, high: 4n },
      { low: 0n, high: 9n },
    ],
  ],
  [
    'g',
    [
      { low: 0n, high: 5n },
      { low: 0n, high: 5n },
    ],
  ],
  [
    'm',
    [
      { low: 0n, high: 0n },
      { low: 0n, high: 0n },
    ],
  ],
]);

test('every lane is waited for until it has committed what was in the log', () => {
  expect(recordsBehind([lane(0, 0, 4n), lane(1, 0, 7n)], ends, topics).left).toBe(2);
  expect(recordsBehind([lane(0, 0, 4n), lane(1, 0, 9n)], ends, topics).left).toBe(0);
});

test('the lane furthest from its last deadline is waited for', () => {
  const deadlines = new Map([
    [0, 10_000],
    [1, 12_000],
  ]);
  expect(untilDeadlines([lane(0, 4_000), lane(1, 11_500)], deadlines).left).toBe(6_001);
  expect(untilDeadlines([lane(0, 10_001), lane(1, 12_000)], deadlines).left).toBe(1);
  expect(untilDeadlines([lane(0, 10_001), lane(1, 12_001)], deadlines).left).toBe(0);
});

/** Time that passes only where it is waited for. */
function quickClock() {
  let time = 0;
  return { now: () => time, pause: (ms: number) => Promise.resolve(void (time += ms)) };
}
const never = () => ({ left: 1, say: 'one record' });
const ignore = () => {};

describe('the wait', () => {
  test('ends when nothing is left', async () => {
    const clock = quickClock();
    const said: string[] = [];
    await waitUntilNothing(
      () => Promise.resolve([lane(0, clock.now())]),
      (lanes) => untilDeadlines(lanes, new Map([[0, 2_999]])),
      (say) => said.push(say),
      clock,
    );
    expect(said).toEqual([3, 2, 1].map((s) => `${s} s of lane time until the last deadline`));
  });

  test('goes on for as long as something moves, and gives up on a standstill', async () => {
    const clock = quickClock();
    await expect(waitUntilNothing(() => Promise.resolve([lane(0, 0)]), never, ignore, clock)).rejects.toThrow(
      'nothing has moved for 90 s: one record',
    );
    expect(clock.now()).toBeLessThan(100_000);

    const slow = quickClock();
    const left = () => ({ left: Math.max(0, 10 - Math.floor(slow.now() / 60_000)), say: 'some' });
    await waitUntilNothing(() => Promise.resolve([lane(0, 0)]), left, ignore, slow);
    expect(slow.now()).toBe(600_000);
  });

  test('gives up on a lane that has halted', async () => {
    const halted = { ...lane(2, 0), halted: 'the log is shorter' };
    await expect(
      waitUntilNothing(() => Promise.resolve([halted]), never, ignore, quickClock()),
    ).rejects.toThrow('lane 2 has halted: the log is shorter');
  });
});

describe('the truth', () => {
  const sla = { slaMs: 5_000, pendingLimitMs: 75_000 };

  test('holds under the first rule set alone, whatever its SLA', () => {
    const first = toJson(firstRuleSet({ slaMs: 5_000 }));
    expect(slaOf([first])).toEqual(sla);
    expect(slaOf([first, { ...first, version: 2 }])).toBeUndefined();
    expect(slaOf([{ ...first, fx_band: { ...first.fx_band, default_major: '2' } }])).toBeUndefined();
    expect(slaOf([])).toBeUndefined();
  });

  test('is settled an SLA after the last record where money moved, else after the pending limit', () => {
    const workload = { seed: '7', anomalies: 0.5, pace: new EvenPace(0, 50), lateMs: 6_250 };
    const all = expectations(workload, 0, 2_000);
    const named = (name: string): Expectation => {
      const found = all.find(({ caseName }) => caseName === name);
      if (found === undefined) throw new Error(name);
      return found;
    };
    expect(settledAt(named('never posted').truth, 1_000, sla)).toBe(6_000);
    expect(settledAt(named('refunded by the gateway only').truth, 1_000, sla)).toBe(6_000);
    expect(settledAt(named('abandoned in the app').truth, 1_000, sla)).toBe(76_000);
    expect(settledAt(named('authorised, never captured').truth, 1_000, sla)).toBe(76_000);
  });
});
