import { describe, expect, it } from 'vitest';
import { LogEnds } from './log-ends.ts';
import type { Tick } from './ports.ts';

/** An answer asked for at this moment: how long core's log is. */
const answer = (askedAt: number, core: bigint): Tick => ({
  askedAt,
  brokerTime: askedAt,
  ends: { core: { low: 0n, high: core }, gateway: { low: 0n, high: 5n }, mobile: { low: 0n, high: 5n } },
});

describe('the ends of a log', () => {
  it('are believed as long as they do not fall behind', () => {
    const ends = new LogEnds(10_000);
    expect([answer(0, 5n), answer(1_000, 5n), answer(2_000, 9n)].map((tick) => ends.believes(tick))).toEqual([
      true,
      true,
      true,
    ]);
  });

  it('that fall behind for a moment say nothing, and are forgotten', () => {
    const ends = new LogEnds(10_000);
    const told = [
      answer(0, 9n),
      answer(1_000, 7n),
      answer(10_000, 8n),
      answer(11_000, 9n),
      answer(20_000, 7n),
    ];
    expect(told.map((tick) => ends.believes(tick))).toEqual([true, false, false, true, false]);
  });

  it('that stay behind halt the lane, compared with the furthest known, not with the last one told', () => {
    const ends = new LogEnds(10_000);
    for (const tick of [answer(0, 9n), answer(1_000, 3n), answer(2_000, 4n)]) ends.believes(tick);
    expect(() => ends.believes(answer(11_000, 8n))).toThrow('core: the log ends at 8 and ended at 9 before');
  });
});
