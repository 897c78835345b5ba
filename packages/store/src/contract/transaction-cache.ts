import { txnId, type TxnId } from '@tieout/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CacheChange, OwnedLane, TransactionCache } from '../lane-ports.ts';
import type { StoredTransaction } from '../transaction/stored-transaction.ts';
import { sampleEvent, sampleWrite } from '../testing/sample-flush.ts';

// What every TransactionCache must do. The races replayed here, each by a test of its own:
//
//   a load asked for while a change is on its way · what another owner put last, be it older · the cache emptied between a load and the change that
//   follows it · emptied
//   while it is rebuilt · put, dropped and put again · a deadline swept from storage over the one of an entry, and of
//   an entry that is gone · a former owner that wakes up late · an entry that cannot be read · what the caller does with its buffers afterwards

/** A cache to be tested, and what can be done to it and heard of it from outside. */
export interface CacheBench {
  /** As one more process sees it. */
  open(): Promise<TransactionCache>;
  /** The server loses all it had. */
  lose(): Promise<void>;
  /** What followers are told until `count` hints have come. */
  hints(count: number): Promise<readonly Hint[]>;
  close(): Promise<void>;
}

export type Hint = NonNullable<CacheChange['reached']>;

export function itCachesTransactions(makeBench: () => Promise<CacheBench>): void {
  let bench: CacheBench;
  let cache: TransactionCache;
  let lanes = 0;

  beforeAll(async () => {
    bench = await makeBench();
    cache = await bench.open();
  });
  afterAll(() => bench.close());

  const newLane = (): OwnedLane => ({ partition: lanes++, epoch: 7n });
  const loaded = async (lane: OwnedLane, ...names: string[]): Promise<StoredTransaction[]> => [
    ...(await cache.load(lane, names.map(txnId), -1, 0)).transactions.values(),
  ];
  const due = async (lane: OwnedLane, until = 1e15, limit = 100): Promise<[TxnId, number][]> =>
    (await cache.load(lane, [], until, limit)).due.map(({ txnId: id, dueAt }) => [id, dueAt]);
  const rebuild = async (lane: OwnedLane): Promise<void> => {
    await cache.rebuilding(lane);
    await cache.rebuilt(lane);
  };
  const intact = async (lane: OwnedLane): Promise<boolean> => (await cache.load(lane, [], 0, 1)).intact;

  describe('an entry', () => {
    it('comes back as it was put; what was not put does not', async () => {
      const lane = newLane();
      await cache.apply(lane, change({ put: [put('KNOWN', 5)] }));
      const { transactions } = await cache.load(lane, ['UNKNOWN', 'KNOWN'].map(txnId), 0, 10);
      expect([...transactions]).toEqual([['KNOWN', entry('KNOWN').transaction]]);
    });

    it('is there for a load asked for while its change is on its way', async () => {
      const lane = newLane();
      const applied = cache.apply(lane, change({ put: [put('A', 10)] }));
      expect(await loaded(lane, 'A')).toHaveLength(1);
      await applied;
    });

    it('is what whoever put it last put, be it older', async () => {
      const lane = newLane();
      const other = await bench.open();
      const older = entry('A');
      const newer = sampleWrite(older.transaction, [sampleEvent('A', 2n)]);
      await cache.apply(lane, change({ put: [{ ...put('A', 10), packed: newer.packed }] }));
      await other.apply(lane, change({ put: [{ ...put('A', 20), packed: older.packed }] }));
      expect(await loaded(lane, 'A')).toEqual([older.transaction]);
      expect(await due(lane)).toEqual([['A', 20]]);
    });

    it('goes with its deadline when it is dropped, and comes again when it is put again', async () => {
      const lane = newLane();
      await cache.apply(lane, change({ put: [put('A', 10), put('B', 10)] }));
      await cache.apply(lane, change({ drop: [txnId('A'), txnId('NEVER-PUT')] }));
      expect(await loaded(lane, 'A', 'B')).toEqual([entry('B').transaction]);
      expect(await due(lane)).toEqual([['B', 10]]);
      await cache.apply(lane, change({ put: [put('A', 30)] }));
      expect(await loaded(lane, 'A')).toEqual([entry('A').transaction]);
      expect(await due(lane)).toEqual([
        ['B', 10],
        ['A', 30],
      ]);
    });

    it('that cannot be read is one that is not there; its deadline is', async () => {
      const lane = newLane();
      const unreadable = { ...put('A', 10), packed: Buffer.from([99, 1, 2]) };
      await cache.apply(lane, change({ put: [unreadable, put('B', 20)] }));
      expect(await loaded(lane, 'A', 'B')).toEqual([entry('B').transaction]);
      expect(await due(lane)).toEqual([
        ['A', 10],
        ['B', 20],
      ]);
    });

    it('stays as it was, whatever its owner does with the bytes afterwards', async () => {
      const lane = newLane();
      const entered = put('A', 10);
      await cache.apply(lane, change({ put: [entered] }));
      entered.packed.fill(0);
      expect(await loaded(lane, 'A')).toEqual([entry('A').transaction]);
    });

    it('belongs to its lane', async () => {
      const [one, other] = [newLane(), newLane()];
      await cache.apply(one, change({ put: [put('A', 10)] }));
      await rebuild(one);
      expect(await loaded(other, 'A')).toEqual([]);
      expect([await intact(one), await intact(other)]).toEqual([true, false]);
      await cache.clear(other);
      expect(await loaded(one, 'A')).toHaveLength(1);
      expect(await due(one)).toHaveLength(1);
    });
  });

  describe('deadlines', () => {
    it('come soonest first, the due instant included, no more than asked for, with their transactions', async () => {
      const lane = newLane();
      await cache.apply(lane, change({ put: [put('C', 30), put('A', 10), put('D', 40), put('B', 20)] }));
      const first = await cache.load(lane, [], 30, 2);
      expect(first.due).toEqual([
        { txnId: 'A', dueAt: 10 },
        { txnId: 'B', dueAt: 20 },
      ]);
      expect([...first.transactions.keys()].toSorted()).toEqual(['A', 'B']);
      expect((await due(lane, 30, 9)).map(([id]) => id)).toEqual(['A', 'B', 'C']);
      expect((await due(lane, 29, 9)).map(([id]) => id)).toEqual(['A', 'B']);
      expect(await due(lane, 30, 0)).toEqual([]);
    });

    it('found in storage are added without their entries, and replace those that were there', async () => {
      const lane = newLane();
      await cache.apply(lane, change({ put: [put('A', 10)] }));
      const swept = [
        { txnId: txnId('A'), dueAt: 15 },
        { txnId: txnId('B'), dueAt: 5 },
      ];
      await cache.schedule(lane, swept);
      await cache.schedule(lane, []);
      const { due: found, transactions } = await cache.load(lane, [], 99, 9);
      expect(found).toEqual(swept.toReversed());
      expect([...transactions.keys()]).toEqual(['A']);
    });
  });

  describe('what a former owner sends late', () => {
    it('neither moves nor takes away a deadline of the next one’s', async () => {
      const next = newLane();
      const former = { ...next, epoch: next.epoch - 1n };
      await cache.apply(former, change({ put: [put('A', 90), put('B', 10)] }));
      await rebuild(former);
      await cache.rebuilding(next);
      await cache.schedule(next, [{ txnId: txnId('A'), dueAt: 20 }]);
      await cache.rebuilt(next);
      await cache.apply(next, change({ put: [put('B', 30)] }));
      // Frozen between its commit and these.
      await cache.apply(former, change({ put: [put('A', 90)], drop: [txnId('B')] }));
      await cache.schedule(former, [{ txnId: txnId('A'), dueAt: 90 }]);
      expect(await due(next)).toEqual([
        ['A', 20],
        ['B', 30],
      ]);
      // Of the entries all owners share it has dropped one: the next owner finds it in storage.
      expect(await loaded(next, 'A', 'B')).toHaveLength(1);
    });

    it('does not make whole what the next one has lost', async () => {
      const next = newLane();
      const former = { ...next, epoch: next.epoch - 1n };
      await cache.rebuilding(former);
      await cache.rebuilding(next);
      await cache.rebuilt(former);
      expect(await intact(next)).toBe(false);
      await cache.rebuilt(next);
      expect(await intact(next)).toBe(true);
      await cache.rebuilding(former);
      expect(await intact(next)).toBe(true);
    });

    it('is all that is left of its deadlines once the next one has rebuilt them', async () => {
      const next = newLane();
      const former = { ...next, epoch: next.epoch - 3n };
      await rebuild(former);
      await cache.apply(former, change({ put: [put('A', 10)] }));
      await rebuild(next);
      expect(await due(former)).toEqual([]);
      expect(await intact(former)).toBe(false);
      expect(await loaded(next, 'A')).toHaveLength(1);
    });
  });

  describe('what was lost', () => {
    it('is told until all deadlines are said to be in it again', async () => {
      const lane = newLane();
      expect(await intact(lane)).toBe(false);
      await cache.rebuilding(lane);
      await cache.schedule(lane, [{ txnId: txnId('A'), dueAt: 10 }]);
      expect(await intact(lane)).toBe(false);
      await cache.rebuilt(lane);
      expect(await intact(lane)).toBe(true);
      await bench.lose();
      expect(await intact(lane)).toBe(false);
      expect(await due(lane)).toEqual([]);
    });

    it('while it was rebuilt is told as well', async () => {
      const lane = newLane();
      await cache.rebuilding(lane);
      await cache.schedule(lane, [{ txnId: txnId('A'), dueAt: 10 }]);
      await bench.lose();
      await cache.schedule(lane, [{ txnId: txnId('B'), dueAt: 20 }]);
      await cache.rebuilt(lane);
      expect(await intact(lane)).toBe(false);
    });

    it('may be anything while what was whole is rebuilt once more', async () => {
      const lane = newLane();
      await rebuild(lane);
      await cache.rebuilding(lane);
      expect(await intact(lane)).toBe(false);
      await cache.rebuilt(lane);
      await cache.rebuilt(lane);
      expect(await intact(lane)).toBe(true);
    });

    it('between a load and the change that follows it is told by the next load, which knows that change alone', async () => {
      const lane = newLane();
      await cache.apply(lane, change({ put: [put('A', 10)] }));
      await rebuild(lane);
      expect(await intact(lane)).toBe(true);
      await bench.lose();
      await cache.apply(lane, change({ put: [put('B', 20)] }));
      expect(await intact(lane)).toBe(false);
      expect(await loaded(lane, 'A', 'B')).toEqual([entry('B').transaction]);
      expect(await due(lane)).toEqual([['B', 20]]);
    });

    it('because the lane was cleared is told as well, to every owner', async () => {
      const lane = newLane();
      const other = await bench.open();
      await cache.apply(lane, change({ put: [put('A', 10)] }));
      await rebuild(lane);
      await other.clear(lane);
      expect(await intact(lane)).toBe(false);
      expect(await loaded(lane, 'A')).toEqual([]);
      expect(await due(lane)).toEqual([]);
    });
  });

  describe('followers', () => {
    it('are told how far a chain has come, and nothing where it has not moved', async () => {
      const lane = newLane();
      const reached = { chain: `lane-${lane.partition}`, seq: 123n };
      await cache.apply(lane, change({ put: [put('A', 10)] }));
      await cache.apply(lane, change({ reached }));
      await cache.apply(lane, change({ reached: { ...reached, seq: 124n } }));
      expect(await bench.hints(2)).toEqual([reached, { ...reached, seq: 124n }]);
    });
  });
}

const entry = (id: string) => sampleWrite(null, [sampleEvent(id, 1n)]);

function put(id: string, dueAt: number): CacheChange['put'][number] {
  return { txnId: txnId(id), packed: entry(id).packed, dueAt };
}

function change(changes: Partial<CacheChange>): CacheChange {
  return { put: [], drop: [], reached: null, ...changes };
}
