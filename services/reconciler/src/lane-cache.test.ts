import { TieoutError, txnId } from '@tieout/core';
import { createLogger } from '@tieout/runtime';
import type { CacheChange, Deadline, LaneStorage, OwnedLane, TransactionCache } from '@tieout/store';
import { MemoryTransactionCache } from '@tieout/store/memory';
import { beforeEach, describe, expect, it } from 'vitest';
import { LaneCache } from './lane-cache.ts';
import { DEFAULT_LIMITS } from './limits.ts';

const MINUTE_MS = 60_000;
const SWEEP_BACK_MS = 1_000;
const LANE: OwnedLane = { partition: 0, epoch: 3n };
let now = 0;
/** What storage was asked for. */
let swept: [from: number, to: number][] = [];
let inStorage: Deadline[] = [];
let server: FragileCache;
let cache: LaneCache;

/** A cache that can be switched off or emptied, also while it is used. */
class FragileCache extends MemoryTransactionCache {
  down = false;
  cleared = 0;
  /** What happens while the next load is on its way, … */
  meanwhile: () => void = () => {};
  /** … and while a rebuilding ends. */
  whileRebuilt: () => void = () => {};

  override async load(...args: Parameters<TransactionCache['load']>) {
    const happens = this.meanwhile;
    this.meanwhile = () => {};
    happens();
    await settled();
    this.#assertUp();
    return super.load(...args);
  }
  override async apply(...args: Parameters<TransactionCache['apply']>) {
    this.#assertUp();
    return super.apply(...args);
  }
  override async clear(lane: OwnedLane) {
    this.#assertUp();
    this.cleared++;
    return super.clear(lane);
  }
  override async rebuilding(lane: OwnedLane) {
    this.#assertUp();
    return super.rebuilding(lane);
  }
  override async schedule(...args: Parameters<TransactionCache['schedule']>) {
    this.#assertUp();
    return super.schedule(...args);
  }
  override async rebuilt(lane: OwnedLane) {
    this.#assertUp();
    this.whileRebuilt();
    return super.rebuilt(lane);
  }
  #assertUp(): void {
    if (this.down) throw new TieoutError('REDIS_UNAVAILABLE', 'switched off');
  }
}

const nothing = () => {
  throw new Error('not asked for here');
};
const storage: LaneStorage = {
  take: nothing,
  settle: nothing,
  ruleSets: nothing,
  lastRecords: nothing,
  redrives: nothing,
  begin: nothing,
  halt: nothing,
  load: async () => [],
  async *openDeadlines(_, from, to) {
    swept.push([from, to]);
    yield inStorage;
  },
  due: async (_, __, until) => inStorage.filter(({ dueAt }) => dueAt <= until),
};

const deadline = (id: string, dueAt: number): Deadline => ({ txnId: txnId(id), dueAt });
const change = (changes: Partial<CacheChange>): CacheChange => ({
  put: [],
  drop: [],
  reached: null,
  ...changes,
});
const dueAt = async (laneTime: number): Promise<string[]> => {
  const { due } = await cache.load([], laneTime, 10, { laneTime, sweepBackMs: SWEEP_BACK_MS });
  return due.map(({ txnId: id }) => id);
};
/** Lets what was sent without waiting arrive. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

beforeEach(() => {
  now = 0;
  swept = [];
  inStorage = [];
  server = new FragileCache(() => {});
  cache = laneCache(LANE);
});

function laneCache(lane: OwnedLane): LaneCache {
  return new LaneCache(lane, {
    cache: server,
    storage,
    clock: { now: () => now, sleep: nothing },
    limits: DEFAULT_LIMITS,
    observer: { flushed: () => {}, retried: () => {}, cacheAnswers: () => {} },
    logger: createLogger({ process: 'test', level: 'fatal' }),
  });
}

describe('a lane’s deadlines', () => {
  it('are swept from storage before the first flush, as far back as anything may be open', async () => {
    await server.rebuilding(LANE);
    await server.rebuilt(LANE);
    inStorage = [deadline('A', 5_000)];
    expect(await dueAt(5_000)).toEqual(['A']);
    // Three minutes further than the window: the former owner's last sweeps may be missing.
    expect(swept).toEqual([[4_000 - 3 * MINUTE_MS, Number.POSITIVE_INFINITY]]);
    await dueAt(5_000);
    expect(swept).toHaveLength(1);
  });

  it('are not moved by what a former owner sends late, frozen between its commit and that', async () => {
    inStorage = [deadline('A', 5_000)];
    const former = laneCache({ ...LANE, epoch: LANE.epoch - 1n });
    await former.load([], 4_000, 10, { laneTime: 4_000, sweepBackMs: SWEEP_BACK_MS });
    await dueAt(4_000);
    former.apply(change({ put: [{ txnId: txnId('A'), packed: Buffer.alloc(0), dueAt: 90_000 }] }));
    await settled();
    expect(await dueAt(5_000)).toEqual(['A']);
    former.apply(change({ drop: [txnId('A')] }));
    await settled();
    expect(await dueAt(5_000)).toEqual(['A']);
  });

  it('are swept again when the cache lost them', async () => {
    inStorage = [deadline('A', 5_000)];
    await dueAt(4_000);
    server.flushAll();
    expect(await dueAt(5_000)).toEqual(['A']);
    expect(swept).toHaveLength(2);
    expect(server.cleared).toBe(0);
  });

  it('are taken from storage where the cache loses them again and again while they are put into it', async () => {
    inStorage = [deadline('A', 5_000)];
    server.whileRebuilt = () => server.flushAll();
    expect(await dueAt(5_000)).toEqual(['A']);
    expect(swept).toHaveLength(2);
    server.whileRebuilt = () => {};
    expect(await dueAt(5_000)).toEqual(['A']);
    expect(swept).toHaveLength(3);
    await dueAt(5_000);
    expect(swept).toHaveLength(3);
  });

  it('are taken from storage while the cache does not answer, and the cache is asked again a second later', async () => {
    await dueAt(0);
    inStorage = [deadline('A', 5_000)];
    server.down = true;
    expect(await dueAt(5_000)).toEqual(['A']);
    expect(cache.answers).toBe(false);
    server.down = false;
    expect(await dueAt(4_999)).toEqual([]);
    expect(cache.answers).toBe(false);
    now += DEFAULT_LIMITS.cacheRetryMs;
    expect(await dueAt(5_000)).toEqual(['A']);
    expect(cache.answers).toBe(true);
  });

  it('come back to the cache however often the lane flushes while it does not answer', async () => {
    server.down = true;
    await dueAt(0);
    server.down = false;
    for (; now < DEFAULT_LIMITS.cacheRetryMs; now += 100) {
      await dueAt(0);
      cache.apply(change({ reached: { chain: 'lane-0', seq: 1n } }));
      await settled();
    }
    await dueAt(0);
    expect(cache.answers).toBe(true);
  });

  it('are taken from storage where a change was refused while the cache was being asked', async () => {
    await dueAt(0);
    inStorage = [deadline('A', 5_000)];
    server.meanwhile = () => {
      server.down = true;
      cache.apply(change({ put: [{ txnId: txnId('A'), packed: Buffer.alloc(1), dueAt: 5_000 }] }));
      server.down = false;
    };
    expect(await dueAt(5_000)).toEqual(['A']);
    expect(cache.answers).toBe(false);
  });

  it('and closed transactions of a change that did not arrive do not stay in the cache', async () => {
    await dueAt(0);
    cache.apply(change({ put: [{ txnId: txnId('A'), packed: Buffer.alloc(1), dueAt: 9_000 }] }));
    await settled();
    server.down = true;
    cache.apply(change({ drop: [txnId('A')] }));
    await settled();
    server.down = false;
    now += DEFAULT_LIMITS.cacheRetryMs;
    expect(await dueAt(9_000)).toEqual([]);
    expect(server.cleared).toBe(1);
  });

  it('that vanished without a trace are found once a minute, when they should have fired', async () => {
    await dueAt(10_000);
    inStorage = [deadline('A', 10_000)];
    now += MINUTE_MS - 1;
    expect(await dueAt(70_000)).toEqual([]);
    now += 1;
    expect(await dueAt(70_001)).toEqual(['A']);
    expect(swept.at(-1)).toEqual([9_000, 69_001]);
  });
});
