import type { Source } from '@tieout/core';
import type { LogBatch } from '@tieout/runtime';
import type { PerSource, RecordPlace } from '@tieout/store';
import * as fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { Intake } from './intake.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import { HEADER_OVERHEAD_BYTES, RECORD_OVERHEAD_BYTES } from './packed-records.ts';
import type { LogControl, Tick } from './ports.ts';

const calls: string[] = [];
const log: LogControl = {
  pause: (source) => calls.push(`pause ${source}`),
  resume: (source) => calls.push(`resume ${source}`),
  seek: (source, offset) => calls.push(`seek ${source} ${offset}`),
  commit: (source, offset) => calls.push(`commit ${source} ${offset}`),
};
/** A record without key, value and headers. */
const RECORD_BYTES = RECORD_OVERHEAD_BYTES;
const limits = { ...DEFAULT_LIMITS, queueBytesMax: 10 * RECORD_BYTES, alignmentMs: 1_000 };
const nowhere = { core: 0n, gateway: 0n, mobile: 0n };
let now = 0;

const unknown: PerSource<RecordPlace | null> = { core: null, gateway: null, mobile: null };

function newIntake({
  positions = nowhere,
  anchors = unknown,
  flushTransactionsMax = limits.flushTransactionsMax,
} = {}): Intake {
  const from = { positions, progress: { core: 0, gateway: 0, mobile: 0 } };
  const intake = new Intake(log, { ...limits, flushTransactionsMax }, () => now, from, anchors);
  intake.start();
  calls.length = 0;
  return intake;
}

/** A batch over [from, to] whose records are at `offsets`, each appended at `appendTime` + its offset. */
function batch(
  from: number,
  to: number,
  offsets: number[],
  { appendTime = 0, high = to + 1 } = {},
): LogBatch {
  return {
    topic: 't',
    partition: 0,
    firstOffset: BigInt(from),
    lastOffset: BigInt(to),
    highWatermark: BigInt(high),
    records: offsets.map((offset) => ({
      offset: BigInt(offset),
      appendTime: appendTime + offset,
      key: null,
      value: null,
      headers: {},
    })),
  };
}

function tick(high: Record<Source, bigint>, { askedAt = 0, brokerTime = 0, low = nowhere } = {}): Tick {
  const ends = (source: Source) => ({ low: low[source], high: high[source] });
  return {
    askedAt,
    brokerTime,
    ends: { core: ends('core'), gateway: ends('gateway'), mobile: ends('mobile') },
  };
}

const all = (intake: Intake) => intake.take(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY);
const taken = (intake: Intake): string[] =>
  all(intake).records.map(({ source, record }) => `${source} ${record.offset}`);
const offsetsOf = (intake: Intake, source: Source): bigint[] =>
  all(intake)
    .records.filter((queued) => queued.source === source)
    .map(({ record }) => record.offset);

beforeEach(() => {
  calls.length = 0;
  now = 0;
});

describe('a tail', () => {
  it('lets every record through once when batches overlap or come again', () => {
    const intake = newIntake();
    intake.offer('core', batch(0, 2, [0, 1, 2]));
    intake.offer('core', batch(0, 2, [0, 1, 2]));
    intake.offer('core', batch(1, 4, [1, 2, 3, 4]));
    expect(offsetsOf(intake, 'core')).toEqual([0n, 1n, 2n, 3n, 4n]);
  });

  it('seeks back to a gap and takes nothing behind it', () => {
    const intake = newIntake();
    intake.offer('core', batch(0, 0, [0]));
    intake.offer('core', batch(3, 4, [3, 4]));
    expect(calls).toEqual(['seek core 1']);
    expect(offsetsOf(intake, 'core')).toEqual([0n]);
  });

  it('moves over offsets that can never be read, and the position with it, without seeking', () => {
    const intake = newIntake();
    intake.offer('core', batch(0, 4, [1]));
    intake.offer('core', batch(5, 6, []));
    expect(intake.isEmpty).toBe(false);
    expect(all(intake).positions).toEqual({ core: 7n, gateway: 0n, mobile: 0n });
    expect(calls).toEqual([]);
  });

  it('starts where the committed row stands, and after a rejoin at the last record it took', () => {
    const intake = newIntake({ positions: { ...nowhere, core: 3n } });
    intake.offer('core', batch(0, 5, [0, 1, 2, 3, 4, 5]));
    expect(offsetsOf(intake, 'core')).toEqual([3n, 4n, 5n]);
    intake.start();
    expect(calls).toEqual([
      'seek core 5',
      'seek gateway 0',
      'seek mobile 0',
      'resume core',
      'resume gateway',
      'resume mobile',
    ]);
  });

  it('takes each offset once and in order, whatever the client delivers', () => {
    const delivery = fc.record({ from: fc.nat(40), length: fc.integer({ min: 1, max: 12 }) });
    fc.assert(
      fc.property(fc.array(delivery, { maxLength: 60 }), (deliveries) => {
        const intake = newIntake();
        const got: bigint[] = [];
        for (const { from, length } of deliveries) {
          const offsets = Array.from({ length }, (_, index) => from + index);
          intake.offer('core', batch(from, from + length - 1, offsets));
          const some = intake.take(3 * RECORD_BYTES, 5);
          got.push(...some.records.map(({ record }) => record.offset));
          intake.drop(some.positions);
        }
        got.push(...offsetsOf(intake, 'core'));
        expect(got).toEqual(got.map((_, index) => BigInt(index)));
      }),
    );
  });
});

describe('what is taken', () => {
  it('stays queued until it is dropped, so that a flush that failed takes it again', () => {
    const intake = newIntake();
    intake.offer('core', batch(0, 1, [0, 1]));
    expect(all(intake)).toEqual(all(intake));
    intake.drop(all(intake).positions);
    expect(intake.isEmpty).toBe(true);
    expect(intake.bytes).toBe(0);
    expect(calls).toContain('commit core 2');
  });

  it('keeps to both limits but is never nothing', () => {
    const intake = newIntake();
    intake.offer('core', batch(0, 3, [0, 1, 2, 3]));
    intake.offer('gateway', batch(0, 0, [0]));
    expect(intake.take(1, 9).records).toHaveLength(1);
    expect(intake.take(2 * RECORD_BYTES, 9).records).toHaveLength(2);
    const three = intake.take(Number.POSITIVE_INFINITY, 3);
    expect(three.positions).toEqual({ core: 2n, gateway: 1n, mobile: 0n });
    intake.drop(three.positions);
    expect(taken(intake)).toEqual(['core 2', 'core 3']);
  });

  it('is of no more transactions than a flush may have, and what comes before one more', () => {
    const intake = newIntake({ flushTransactionsMax: 2 });
    const keyed = ['A', 'B', 'A', 'B', 'C', 'A'].map((key, offset) => ({
      offset: BigInt(offset),
      appendTime: offset,
      key: Buffer.from(key),
      value: null,
      headers: {},
    }));
    intake.offer('core', { ...batch(0, 5, []), records: keyed });
    expect(taken(intake)).toEqual(['core 0', 'core 1', 'core 2', 'core 3']);
    intake.drop({ ...nowhere, core: 4n });
    expect(taken(intake)).toEqual(['core 4', 'core 5']);
  });

  it('is the oldest of all sources, each in its order', () => {
    const intake = newIntake();
    intake.offer('mobile', batch(0, 1, [0, 1], { appendTime: 30 }));
    intake.offer('core', batch(0, 2, [0, 1, 2], { appendTime: 10 }));
    intake.offer('core', batch(3, 3, [3], { appendTime: 40 }));
    intake.offer('gateway', batch(0, 0, [0], { appendTime: 11 }));
    expect(taken(intake)).toEqual([
      'core 0',
      'core 1',
      'gateway 0',
      'core 2',
      'mobile 0',
      'mobile 1',
      'core 3',
    ]);
  });

  it('goes, in a backlog, no further than every source has been fetched', () => {
    const intake = newIntake();
    intake.tick(tick({ core: 9n, gateway: 9n, mobile: 0n }));
    intake.offer('core', batch(0, 2, [0, 1, 2], { appendTime: 100, high: 9 }));
    expect(taken(intake)).toEqual([]);
    intake.offer('gateway', batch(0, 1, [0, 1], { appendTime: 100, high: 9 }));
    expect(taken(intake)).toEqual(['core 0', 'gateway 0', 'core 1', 'gateway 1']);
    intake.offer('gateway', batch(2, 8, [2], { appendTime: 200, high: 9 }));
    expect(taken(intake)).toEqual(['core 0', 'gateway 0', 'core 1', 'gateway 1', 'core 2']);
  });

  it('waits for no source that has given nothing for a while, nor for one that is held back here', () => {
    const intake = newIntake();
    intake.tick(tick({ core: 9n, gateway: 9n, mobile: 0n }));
    intake.offer('core', batch(0, 2, [0, 1, 2], { appendTime: 100, high: 9 }));
    now = limits.stepMsMax;
    expect(taken(intake)).toEqual([]);
    now++;
    expect(taken(intake)).toEqual(['core 0', 'core 1', 'core 2']);
    intake.offer('gateway', batch(0, 0, [0], { appendTime: 50, high: 9 }));
    expect(taken(intake)).toEqual(['gateway 0']);
    intake.offer('core', batch(3, 8, [3, 4, 5, 6, 7, 8], { appendTime: 100 }));
    intake.offer('gateway', batch(1, 4, [1, 2, 3, 4], { appendTime: 50, high: 9 }));
    expect(calls).toContain('pause gateway');
    expect(taken(intake)).toHaveLength(14);
  });
});

describe('a full queue', () => {
  it('is full of headers as well', () => {
    const intake = newIntake();
    const headers = { trace: Buffer.alloc(8 * RECORD_BYTES), twice: [Buffer.alloc(RECORD_BYTES), 'é'] };
    const record = { offset: 0n, appendTime: 0, key: null, value: null, headers };
    intake.offer('core', { ...batch(0, 0, []), records: [record] });
    expect(intake.bytes).toBe(10 * RECORD_BYTES + 3 * HEADER_OVERHEAD_BYTES + 'tracetwicetwiceé'.length + 1);
    expect(calls).toEqual(['pause core', 'pause gateway', 'pause mobile']);
    intake.drop({ ...nowhere, core: 1n });
    expect(intake.bytes).toBe(0);
  });

  it('pauses all of the lane, and resumes it at half', () => {
    const intake = newIntake();
    intake.offer('core', batch(0, 10, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]));
    expect(calls).toEqual(['pause core', 'pause gateway', 'pause mobile']);
    calls.length = 0;
    intake.drop({ ...nowhere, core: 5n });
    expect(calls.filter((call) => call.startsWith('resume'))).toEqual([]);
    intake.drop({ ...nowhere, core: 6n });
    expect(calls.filter((call) => call.startsWith('resume'))).toEqual([
      'resume core',
      'resume gateway',
      'resume mobile',
    ]);
  });
});

describe('alignment', () => {
  it('makes the source that is ahead in time wait for the slowest', () => {
    const intake = newIntake();
    intake.tick(tick({ core: 9n, gateway: 9n, mobile: 0n }));
    intake.offer('gateway', batch(0, 0, [0], { appendTime: 5_000, high: 9 }));
    expect(calls).toEqual(['pause gateway']);
    intake.offer('core', batch(0, 0, [0], { appendTime: 4_500, high: 9 }));
    expect(calls).toEqual(['pause gateway', 'resume gateway']);
  });

  it('is not held up by a source that has nothing to read', () => {
    const intake = newIntake();
    intake.offer('gateway', batch(0, 0, [0], { appendTime: 5_000, high: 9 }));
    expect(calls).toEqual([]);
  });

  it('does not take a source for slow that speaks after a long silence', () => {
    const intake = newIntake();
    intake.tick(tick(nowhere, { brokerTime: 60_000 }));
    intake.tick(tick({ core: 1n, gateway: 0n, mobile: 0n }, { brokerTime: 60_500 }));
    intake.offer('gateway', batch(0, 0, [0], { appendTime: 60_400 }));
    expect(calls).toEqual([]);
  });
});

describe('a log that lost its beginning', () => {
  it('is gone on with at its first record, and the loss is told once', () => {
    const intake = newIntake();
    intake.offer('core', batch(0, 1, [0, 1]));
    const lost = tick({ core: 9n, gateway: 0n, mobile: 0n }, { low: { ...nowhere, core: 5n } });
    intake.tick(lost);
    intake.tick(lost);
    expect(calls.filter((call) => call.startsWith('seek'))).toEqual(['seek core 5']);
    const some = all(intake);
    expect(some.losses).toEqual([{ source: 'core', from: 2n, to: 5n }]);
    expect(some.positions.core).toBe(5n);
    intake.drop(some.positions);
    expect(all(intake).losses).toEqual([]);
  });
});

describe('a log that may be another one by now', () => {
  /** Offsets 0 to 2 of core were read, then nothing was heard of the log for too long. */
  function unwatched(): Intake {
    const intake = newIntake();
    intake.offer('core', batch(0, 2, [0, 1, 2]));
    intake.tick(tick({ core: 3n, gateway: 0n, mobile: 0n }, { askedAt: 1_000 }));
    calls.length = 0;
    intake.tick(tick({ core: 9n, gateway: 0n, mobile: 0n }, { askedAt: 1_001 + limits.unwatchedMsMax }));
    return intake;
  }

  it('is read again from the last record on, and goes on where that is the same', () => {
    const intake = unwatched();
    expect(calls).toEqual(['seek core 2']);
    intake.offer('core', batch(2, 4, [2, 3, 4]));
    expect(offsetsOf(intake, 'core')).toEqual([0n, 1n, 2n, 3n, 4n]);
    expect(intake.replaced).toBeNull();
    calls.length = 0;
    intake.offer('core', batch(5, 5, [5]));
    expect(offsetsOf(intake, 'core')).toEqual([0n, 1n, 2n, 3n, 4n, 5n]);
    expect(calls).toEqual([]);
  });

  it('gives nothing before that record was seen again, whatever the client delivers', () => {
    const intake = unwatched();
    calls.length = 0;
    intake.offer('core', batch(3, 4, [3, 4]));
    intake.offer('core', batch(0, 1, [0, 1]));
    intake.offer('core', batch(3, 4, [3, 4]));
    expect(offsetsOf(intake, 'core')).toEqual([0n, 1n, 2n]);
    expect(calls).toEqual(['seek core 2', 'seek core 2']);
    intake.offer('core', batch(2, 2, [2]));
    intake.offer('core', batch(3, 4, [3, 4]));
    expect(offsetsOf(intake, 'core')).toEqual([0n, 1n, 2n, 3n, 4n]);
  });

  it.each([
    ['appended at another time', batch(2, 4, [2, 3, 4], { appendTime: 7 })],
    ['not there', batch(1, 4, [1, 3, 4])],
  ])('is told, and nothing more is taken from it, where that record is %s', (_, found) => {
    const intake = unwatched();
    intake.offer('core', found);
    expect(intake.replaced).toMatchObject({
      code: 'LANE_HALTED',
      message: expect.stringContaining('core: the log was replaced: offset 2'),
    });
    intake.offer('core', batch(3, 4, [3, 4]));
    expect(all(intake).records.map(({ record }) => record.offset)).toEqual([0n, 1n, 2n]);
  });

  it('is not asked for a record it no longer keeps', () => {
    const intake = newIntake();
    intake.offer('core', batch(0, 2, [0, 1, 2]));
    intake.start();
    calls.length = 0;
    intake.tick(tick({ core: 9n, gateway: 0n, mobile: 0n }, { low: { ...nowhere, core: 3n } }));
    expect(calls).toEqual(['seek core 3']);
    intake.offer('core', batch(3, 4, [3, 4]));
    expect(offsetsOf(intake, 'core')).toEqual([0n, 1n, 2n, 3n, 4n]);
    expect(all(intake).losses).toEqual([]);
  });

  it('shows itself where the client went back, as it does when the log is too short', () => {
    const intake = newIntake();
    intake.offer('core', batch(0, 2, [0, 1, 2]));
    intake.offer('core', batch(0, 1, [0, 1], { appendTime: 50 }));
    intake.offer('core', batch(2, 5, [2, 3, 4, 5], { appendTime: 50 }));
    expect(intake.replaced).toMatchObject({ code: 'LANE_HALTED' });
    expect(offsetsOf(intake, 'core')).toEqual([0n, 1n, 2n]);
  });

  it('is told from the one that was committed from, by the last record that was accepted', () => {
    const anchors = { ...unknown, core: { offset: 3n, appendTime: 3 } };
    const positions = { ...nowhere, core: 6n };
    const same = newIntake({ positions, anchors });
    same.offer('core', batch(6, 7, [6, 7]));
    expect(calls).toEqual(['seek core 3']);
    same.offer('core', batch(3, 5, [3, 4, 5]));
    same.offer('core', batch(6, 7, [6, 7]));
    expect(offsetsOf(same, 'core')).toEqual([6n, 7n]);
    const other = newIntake({ positions, anchors });
    other.offer('core', batch(3, 7, [3, 4, 5, 6, 7], { appendTime: 1 }));
    expect(other.replaced).toMatchObject({ code: 'LANE_HALTED' });
    expect(offsetsOf(other, 'core')).toEqual([]);
  });

  it('is not read again over all that was refused since', () => {
    const anchors = { ...unknown, core: { offset: 3n, appendTime: 3 } };
    const intake = newIntake({ positions: { ...nowhere, core: 20_000n }, anchors });
    intake.offer('core', batch(20_000, 20_000, [20_000]));
    expect(offsetsOf(intake, 'core')).toEqual([20_000n]);
  });

  it('is not suspected while its ends are heard of', () => {
    const intake = newIntake();
    intake.offer('core', batch(0, 2, [0, 1, 2]));
    calls.length = 0;
    for (let askedAt = 0; askedAt < 60_000; askedAt += limits.unwatchedMsMax)
      intake.tick(tick({ core: 3n, gateway: 0n, mobile: 0n }, { askedAt }));
    expect(calls).toEqual([]);
  });
});

describe('silence', () => {
  it('is counted from the last delivery while the log goes on', () => {
    const intake = newIntake();
    intake.offer('core', batch(0, 0, [0], { high: 5 }));
    now = 70_000;
    expect(intake.silentSince()).toBe(0);
    intake.offer('core', batch(1, 1, [1], { high: 5 }));
    expect(intake.silentSince()).toBe(70_000);
  });

  it('is not broken by batches that were taken before, or that cannot be taken yet', () => {
    const intake = newIntake();
    intake.offer('core', batch(0, 0, [0], { high: 5 }));
    now = 70_000;
    intake.offer('core', batch(0, 0, [0], { high: 5 }));
    intake.offer('core', batch(3, 3, [3], { high: 5 }));
    expect(intake.silentSince()).toBe(0);
  });

  it('of a log that ends, or of a paused source, is none', () => {
    const intake = newIntake();
    intake.offer('core', batch(0, 0, [0]));
    expect(intake.silentSince()).toBeNull();
    intake.offer('core', batch(1, 11, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], { high: 50 }));
    expect(intake.silentSince()).toBeNull();
  });
});
