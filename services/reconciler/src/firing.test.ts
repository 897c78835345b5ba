import { txnId } from '@tieout/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firing } from './firing.ts';

const at = (...times: number[]) => times.map((dueAt, index) => ({ txnId: txnId(`T${index}`), dueAt }));

describe('deadlines of a flush', () => {
  it('all fire where they are fewer than it may fire', () => {
    const due = at(5, 6, 6);
    expect(firing(due, 4, 1, 9)).toEqual({ fired: due, laneTime: 9 });
    expect(firing([], 4, 1, 9)).toEqual({ fired: [], laneTime: 9 });
  });

  it('fire up to the last moment, which others may share, and lane time stops before it', () => {
    const due = at(5, 6, 7, 7);
    expect(firing(due, 4, 1, 9)).toEqual({ fired: due.slice(0, 2), laneTime: 6 });
  });

  it('fire also where one moment has more than that', () => {
    const due = at(7, 7, 7);
    expect(firing(due, 3, 1, 9)).toEqual({ fired: due, laneTime: 7 });
  });

  it('fire at once where lane time is past them', () => {
    const due = at(5, 6, 7);
    expect(firing(due, 3, 8, 9)).toEqual({ fired: due, laneTime: 8 });
  });

  it('wait, and lane time with them, where none may fire', () => {
    expect(firing([], 0, 3, 9)).toEqual({ fired: [], laneTime: 3 });
  });

  it('are all behind lane time in the end, none of another moment reached before it has fired', () => {
    const times = fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 30 });
    fc.assert(
      fc.property(times, fc.integer({ min: 1, max: 6 }), (some, dueMax) => {
        let waiting = at(...some).toSorted((a, b) => a.dueAt - b.dueAt);
        let laneTime = 0;
        for (let flush = 0; flush <= some.length; flush++) {
          const page = waiting.slice(0, dueMax);
          const now = firing(page, dueMax, laneTime, 12);
          expect(now.laneTime).toBeGreaterThanOrEqual(laneTime);
          for (const { dueAt } of now.fired) expect(dueAt).toBeLessThanOrEqual(now.laneTime);
          waiting = waiting.filter((one) => !now.fired.includes(one));
          // Only a moment that fills a flush by itself may be cut.
          const cut = waiting.filter(({ dueAt }) => dueAt <= now.laneTime);
          const isOneMoment = new Set(now.fired.map(({ dueAt }) => dueAt)).size === 1;
          expect(cut.length === 0 || (isOneMoment && now.fired.length === dueMax)).toBe(true);
          laneTime = now.laneTime;
        }
        expect(waiting).toEqual([]);
        expect(laneTime).toBe(12);
      }),
    );
  });
});
