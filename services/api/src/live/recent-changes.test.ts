import { describe, expect, it } from 'vitest';
import type { LiveChanges, LiveTxn } from '../schemas/index.ts';
import { LiveReader } from './reader.ts';
import { RecentChanges, type Place, type RecentChange } from './recent-changes.ts';

const TXN: LiveTxn = {
  txn_id: '',
  status: 'MATCHED',
  previous_status: 'PENDING',
  life_cycle: 'MATCHED',
  reasons: [],
  severity: null,
  at_fault: null,
  hints: [],
  currency: 'INR',
  amount_minor: '100',
  discrepancy_minor: '0',
  at_risk_minor: '0',
  channel: 'WEB',
  sources: ['core', 'gateway'],
  missing: [],
  first_seen_at: '2026-03-01T09:00:00.000Z',
  deadline_at: '2026-03-01T09:01:00.000Z',
  broken_at: null,
  updated_at: '2026-03-01T09:00:01.000Z',
  rule_version: 1,
  revision: 2,
  assignee: null,
  work_state: 'OPEN',
  legs: { core: null, gateway: null, mobile: null },
};
const change = (chain: string, seq: number): RecentChange => ({
  chain,
  seq,
  txn: () => ({ ...TXN, txn_id: `${chain}:${seq}` }),
});
const many = (count: number, from = 1) => Array.from({ length: count }, (_, n) => change('a', from + n));
const ids = (items: readonly LiveTxn[]) => items.map((txn) => txn.txn_id);

function placeIn(recent: RecentChanges, cursor: Record<string, number>): Place {
  const place = recent.placeOf(cursor);
  if (place === null) throw new Error('the cursor is not known');
  return place;
}

describe('the recent changes', () => {
  it('give each reader exactly what came after its cursor, chain by chain in order', () => {
    const recent = new RecentChanges({ a: 10, b: 5 }, 100);
    recent.add([change('a', 11), change('b', 7)], { a: 12, b: 7 });
    recent.add([change('a', 13), change('b', 8)], { a: 13, b: 8 });
    const batch = recent.after(placeIn(recent, { a: 11, b: 5 }), 100);
    expect(ids(batch?.changes.items ?? [])).toEqual(['b:7', 'a:13', 'b:8']);
    expect(batch?.place.cursor).toEqual({ a: 13, b: 8 });
    expect(batch?.changes.left).toBe(0);
  });

  it('give readers that stand at one place one answer, and others their own', () => {
    const recent = new RecentChanges({ a: 10, b: 5 }, 100);
    recent.add([change('a', 11), change('b', 6)], { a: 11, b: 6 });
    const one = recent.after(placeIn(recent, { a: 10, b: 5 }), 100);
    expect(recent.after(placeIn(recent, { a: 10, b: 5 }), 100)).toBe(one);
    expect(ids(recent.after(placeIn(recent, { a: 11, b: 5 }), 100)?.changes.items ?? [])).toEqual(['b:6']);
    expect(ids(recent.after(placeIn(recent, { a: 10, b: 5 }), 1)?.changes.items ?? [])).toEqual(['a:11']);
    recent.add([change('b', 7)], { a: 11, b: 7 });
    expect(ids(recent.after(placeIn(recent, { a: 10, b: 5 }), 100)?.changes.items ?? [])).toEqual([
      'a:11',
      'b:6',
      'b:7',
    ]);
  });

  it('move a reader past rows that changed no verdict', () => {
    const recent = new RecentChanges({ a: 10 }, 100);
    const place = placeIn(recent, { a: 10 });
    recent.add([], { a: 14 });
    expect(recent.after(place, 100)?.place.cursor).toEqual({ a: 14 });
  });

  it('take up a chain that a snapshot did not have yet', () => {
    const recent = new RecentChanges({}, 100);
    const place = placeIn(recent, {});
    recent.add([change('a', 1)], { a: 1 });
    expect(ids(recent.after(place, 100)?.changes.items ?? [])).toEqual(['a:1']);
  });

  it('come in pieces that join without a gap', () => {
    const recent = new RecentChanges({ a: 0 }, 100);
    recent.add(
      [1, 2, 3, 4, 5].map((seq) => change('a', seq)),
      { a: 6 },
    );
    let place = placeIn(recent, { a: 1 });
    const seen: string[] = [];
    for (let left = 1; left > 0;) {
      const batch = recent.after(place, 2);
      if (batch === null) throw new Error('lost');
      seen.push(...ids(batch.changes.items));
      ({
        place,
        changes: { left },
      } = batch);
    }
    expect(seen).toEqual(['a:2', 'a:3', 'a:4', 'a:5']);
    expect(place.cursor).toEqual({ a: 6 });
  });

  it('know no place for a cursor that is older than what is kept, ahead of the log, or of another log', () => {
    const recent = new RecentChanges({ a: 10 }, 4);
    expect(recent.placeOf({ a: 9 })).toBeNull();
    expect(recent.placeOf({ a: 11 })).toBeNull();
    expect(recent.placeOf({ a: 10, z: 0 })).toBeNull();
    expect(recent.placeOf({})).toBeNull();
  });

  it('are bounded, and a reader that was left behind is told', () => {
    const recent = new RecentChanges({ a: 0 }, 4);
    const slow = placeIn(recent, { a: 0 });
    recent.add(
      [1, 2, 3, 4, 5, 6].map((seq) => change('a', seq)),
      { a: 6 },
    );
    expect(recent.after(slow, 100)).toBeNull();
    expect(recent.placeOf({ a: 1 })).toBeNull();
    expect(ids(recent.after(placeIn(recent, { a: 2 }), 100)?.changes.items ?? [])).toEqual([
      'a:3',
      'a:4',
      'a:5',
      'a:6',
    ]);
  });
});

function readerOn(recent: RecentChanges, cursor: Record<string, number>) {
  const sent: LiveChanges[] = [];
  const acknowledge: (() => void)[] = [];
  let resyncs = 0;
  let now = 0;
  const reader = new LiveReader(
    {
      send: (changes) => {
        sent.push(changes);
        return new Promise((resolve) => acknowledge.push(resolve));
      },
      resync: () => (resyncs += 1),
    },
    placeIn(recent, cursor),
    () => now,
  );
  return { reader, sent, acknowledge, resyncs: () => resyncs, wait: (ms: number) => (now += ms) };
}

describe('a reader of the live feed', () => {
  it('gets one batch at a time, of at most 500, the next once it has acknowledged', async () => {
    const recent = new RecentChanges({ a: 0 }, 2000);
    recent.add(many(700), { a: 700 });
    const { reader, sent, acknowledge } = readerOn(recent, { a: 0 });
    const done = reader.advance(recent);
    void reader.advance(recent); // while one is in flight nothing more is sent
    expect(sent.map(({ items, left }) => [items.length, left])).toEqual([[500, 200]]);
    recent.add(many(1, 701), { a: 701 });
    acknowledge[0]?.();
    await Promise.resolve();
    await Promise.resolve();
    expect(sent[1]?.items).toHaveLength(201);
    expect(sent[1]?.from).toEqual(sent[0]?.to);
    acknowledge[1]?.();
    await done;
    expect(reader.delivered).toBe(701);
  });

  it('that was asked again while it waited says so, and goes on with the others from there', async () => {
    const recent = new RecentChanges({ a: 0 }, 100);
    recent.add(many(2), { a: 2 });
    const quick = readerOn(recent, { a: 0 });
    const slow = readerOn(recent, { a: 0 });
    const slowDone = slow.reader.advance(recent);
    const quickDone = quick.reader.advance(recent);
    quick.acknowledge[0]?.();
    expect(await quickDone).toBe(false);
    recent.add(many(1, 3), { a: 3 });
    void quick.reader.advance(recent);
    expect(await slow.reader.advance(recent)).toBe(false);
    recent.add(many(1, 4), { a: 4 });
    slow.acknowledge[0]?.();
    expect(await slowDone).toBe(true);
    expect(slow.sent).toHaveLength(1);
    void slow.reader.advance(recent);
    expect(slow.sent[1]).toMatchObject({ from: { a: 2 }, to: { a: 4 } });
  });

  it('is told where it is, though nothing changes, every few seconds', async () => {
    const recent = new RecentChanges({ a: 0 }, 100);
    const { reader, sent, acknowledge, wait } = readerOn(recent, { a: 0 });
    recent.add([], { a: 9 });
    await reader.advance(recent);
    expect(sent).toEqual([]);
    wait(5_000);
    void reader.advance(recent);
    expect(sent).toEqual([{ from: { a: 0 }, to: { a: 9 }, items: [], left: 0 }]);
    acknowledge[0]?.();
  });

  it('takes a new snapshot when it is too far behind', async () => {
    const recent = new RecentChanges({ a: 0 }, 10_000);
    recent.add(many(5_501), { a: 5_501 });
    const { reader, sent, resyncs } = readerOn(recent, { a: 0 });
    await reader.advance(recent);
    expect(sent).toEqual([]);
    expect(resyncs()).toBe(1);
    await reader.advance(recent);
    expect(resyncs()).toBe(1);
  });
});
