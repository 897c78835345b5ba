import type { Source } from '@tieout/core';
import type { LogBatch } from '@tieout/runtime';
import { beforeEach, describe, expect, it } from 'vitest';
import { Intake } from './intake.ts';

const calls: string[] = [];
const log = {
  pause: (source: Source) => calls.push(`pause ${source}`),
  resume: (source: Source) => calls.push(`resume ${source}`),
  seek: (source: Source, offset: bigint) => calls.push(`seek ${source} ${offset}`),
};
const limits = { queueBytesMax: 100, alignmentMs: 1_000 };
const atZero = {
  positions: { core: 0n, gateway: 0n, mobile: 0n },
  progress: { core: 0, gateway: 0, mobile: 0 },
};

/** A batch over [from, to] whose records are at `offsets`, each appended at its offset in ms, of `bytes` in all. */
function batch(from: number, to: number, offsets: number[], { bytes = 10, appendTime = 0 } = {}): LogBatch {
  return {
    topic: 't',
    partition: 0,
    firstOffset: BigInt(from),
    lastOffset: BigInt(to),
    highWatermark: BigInt(to + 1),
    bytes,
    records: offsets.map((offset) => ({
      offset: BigInt(offset),
      appendTime: appendTime + offset,
      key: null,
      value: null,
      headers: {},
    })),
  };
}

const offsetsOf = (intake: Intake, source: Source): bigint[] =>
  intake.take(Infinity).records[source].map(({ offset }) => offset);

beforeEach(() => {
  calls.length = 0;
});

describe('a tail', () => {
  it('lets every record through once when batches overlap or come again', () => {
    const intake = new Intake(atZero, log, limits);
    intake.accept('core', batch(0, 2, [0, 1, 2]));
    intake.accept('core', batch(0, 2, [0, 1, 2]));
    intake.accept('core', batch(1, 4, [1, 2, 3, 4]));
    expect(offsetsOf(intake, 'core')).toEqual([0n, 1n, 2n, 3n, 4n]);
    expect(intake.tails.core).toBe(5n);
  });

  it('seeks back to a gap and takes nothing behind it', () => {
    const intake = new Intake(atZero, log, limits);
    intake.accept('core', batch(0, 0, [0]));
    intake.accept('core', batch(3, 4, [3, 4]));
    expect(calls).toEqual(['seek core 1']);
    expect(offsetsOf(intake, 'core')).toEqual([0n]);
  });

  it('moves over offsets that can never be read, and the position with it', () => {
    const intake = new Intake(atZero, log, limits);
    intake.accept('core', batch(0, 4, [1]));
    intake.accept('core', batch(5, 6, []));
    expect(intake.empty).toBe(false);
    expect(intake.take(Infinity).positions).toEqual({ core: 7n, gateway: 0n, mobile: 0n });
    expect(calls).toEqual([]);
  });

  it('starts where the committed row stands', () => {
    const intake = new Intake({ ...atZero, positions: { core: 3n, gateway: 0n, mobile: 0n } }, log, limits);
    intake.accept('core', batch(0, 5, [0, 1, 2, 3, 4, 5]));
    expect(offsetsOf(intake, 'core')).toEqual([3n, 4n, 5n]);
  });
});

describe('taking', () => {
  it('keeps to the byte limit but always makes progress', () => {
    const intake = new Intake(atZero, log, limits);
    intake.accept('core', batch(0, 0, [0], { bytes: 40 }));
    intake.accept('gateway', batch(0, 0, [0], { bytes: 40 }));
    expect(intake.take(30)).toMatchObject({ bytes: 40, positions: { core: 1n, gateway: 0n } });
    expect(intake.take(30)).toMatchObject({ bytes: 40, positions: { core: 1n, gateway: 1n } });
    expect(intake.take(30)).toMatchObject({ bytes: 0, positions: { core: 1n, gateway: 1n } });
  });
});

describe('a full queue', () => {
  it('pauses all of the lane, and resumes it below half', () => {
    const intake = new Intake(atZero, log, limits);
    intake.accept('core', batch(0, 0, [0], { bytes: 60 }));
    intake.accept('core', batch(1, 1, [1], { bytes: 60 }));
    expect(calls).toEqual(['pause core', 'pause gateway', 'pause mobile']);
    intake.take(60);
    expect(calls).toHaveLength(3);
    intake.take(60);
    expect(calls.slice(3)).toEqual(['resume core', 'resume gateway', 'resume mobile']);
  });
});

describe('alignment', () => {
  it('makes the source that is ahead in time wait for the slowest', () => {
    const intake = new Intake(atZero, log, limits);
    intake.accept('gateway', batch(0, 0, [0], { appendTime: 5_000 }));
    expect(calls).toEqual(['pause gateway']);
    intake.accept('core', batch(0, 0, [0], { appendTime: 4_500 }));
    intake.accept('mobile', batch(0, 0, [0], { appendTime: 4_500 }));
    expect(calls).toContain('resume gateway');
  });

  it('is not held up by a source that has nothing to read', () => {
    const intake = new Intake(atZero, log, limits);
    intake.accept('gateway', batch(0, 0, [0], { appendTime: 5_000 }));
    intake.tick({ at: 5_100, high: { core: 0n, gateway: 9n, mobile: 0n } });
    expect(calls).toEqual(['pause gateway', 'resume gateway']);
  });
});
