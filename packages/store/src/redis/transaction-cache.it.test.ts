import { txnId, type TxnId } from '@tieout/core';
import { eventually, testRedis } from '@tieout/testkit';
import { Redis } from 'ioredis';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { sampleEvent, sampleWrite } from '../testing/sample-flush.ts';
import type { CacheChange } from '../lane-ports.ts';
import { RedisTransactionCache } from './transaction-cache.ts';

const server = testRedis();
const redis = new Redis(server.url);
const caches: RedisTransactionCache[] = [];
let lanes = 0;

async function openCache(url = server.url): Promise<RedisTransactionCache> {
  const cache = new RedisTransactionCache(url, server.prefix, () => {
    // A server that is not there is what one of these tests is about.
  });
  caches.push(cache);
  return cache;
}

/** Connected: the cache does not wait for its connection, it says that it has none. */
async function readyCache(): Promise<RedisTransactionCache> {
  const cache = await openCache();
  await eventually('the cache connects', async () => {
    await cache.load(lanes, [], 0, 1);
    return true;
  });
  return cache;
}

const put = (id: string, dueAt: number, reference = 'acct_4f7d2b9a61c3'): CacheChange['put'][number] => ({
  txnId: txnId(id),
  packed: sampleWrite(null, [sampleEvent(id, 1n, { reference })]).packed,
  dueAt,
});
const change = (changes: Partial<CacheChange>): CacheChange => ({
  put: [],
  drop: [],
  reached: null,
  ...changes,
});
const used = async (key: string): Promise<number> => (await redis.memory('USAGE', key, 'SAMPLES', 0)) ?? 0;
const ids = (...names: string[]): TxnId[] => names.map(txnId);

afterEach(() => {
  for (const cache of caches.splice(0)) cache.end();
});

afterAll(async () => {
  await server.flush();
  redis.disconnect();
});

describe('the cache', () => {
  it('gives back what was put into it, and nothing for what was not', async () => {
    const lane = lanes++;
    const cache = await readyCache();
    const entry = put('KNOWN', 5);
    await cache.apply(lane, change({ put: [entry] }));
    const { transactions } = await cache.load(lane, ids('UNKNOWN', 'KNOWN'), 0, 10);
    expect([...transactions]).toEqual([
      [
        'KNOWN',
        sampleWrite(null, [sampleEvent('KNOWN', 1n, { reference: 'acct_4f7d2b9a61c3' })]).transaction,
      ],
    ]);
  });

  it('gives what is due, soonest first and no more than asked for, with its transactions', async () => {
    const lane = lanes++;
    const cache = await readyCache();
    await cache.apply(lane, change({ put: [put('C', 30), put('A', 10), put('D', 40), put('B', 20)] }));
    const { due, transactions } = await cache.load(lane, [], 30, 2);
    expect(due).toEqual([
      { txnId: 'A', dueAt: 10 },
      { txnId: 'B', dueAt: 20 },
    ]);
    expect([...transactions.keys()].toSorted()).toEqual(['A', 'B']);
    expect((await cache.load(lane, [], 30, 9)).due.map(({ txnId: id }) => id)).toEqual(['A', 'B', 'C']);
  });

  it('forgets a closed transaction and its deadline', async () => {
    const lane = lanes++;
    const cache = await readyCache();
    await cache.apply(lane, change({ put: [put('A', 10), put('B', 10)] }));
    await cache.apply(lane, change({ drop: ids('A') }));
    const { due, transactions } = await cache.load(lane, ids('A', 'B'), 99, 9);
    expect([...transactions.keys()]).toEqual(['B']);
    expect(due).toEqual([{ txnId: 'B', dueAt: 10 }]);
  });

  it('applies a change before a load that is asked for while it is on its way', async () => {
    const lane = lanes++;
    const cache = await readyCache();
    const applied = cache.apply(lane, change({ put: [put('A', 10)] }));
    const { transactions } = await cache.load(lane, ids('A'), 0, 1);
    await applied;
    expect(transactions.has(txnId('A'))).toBe(true);
  });

  it('keeps lanes apart', async () => {
    const [one, other] = [lanes++, lanes++];
    const cache = await readyCache();
    await cache.apply(one, change({ put: [put('A', 10)] }));
    await cache.clear(other);
    expect((await cache.load(other, ids('A'), 99, 9)).transactions.size).toBe(0);
    expect((await cache.load(one, ids('A'), 99, 9)).due).toHaveLength(1);
  });

  it('tells that it was lost until it is rebuilt', async () => {
    const lane = lanes++;
    const cache = await readyCache();
    const intact = async (): Promise<boolean> => (await cache.load(lane, [], 0, 1)).intact;
    expect(await intact()).toBe(false);
    await cache.schedule(lane, [{ txnId: txnId('A'), dueAt: 10 }]);
    await cache.rebuilt(lane);
    expect(await intact()).toBe(true);
    await server.flush();
    expect(await intact()).toBe(false);
  });

  it('takes an entry it cannot read for one that is not there', async () => {
    const lane = lanes++;
    const cache = await readyCache();
    await cache.apply(lane, change({ put: [put('A', 10), put('B', 10)] }));
    await redis.set(`${server.prefix}{${lane}}:txn:A`, Buffer.from([99, 1, 2]));
    expect([...(await cache.load(lane, ids('A', 'B'), 0, 1)).transactions.keys()]).toEqual(['B']);
  });

  it('clears all of a lane', async () => {
    const lane = lanes++;
    const cache = await readyCache();
    await cache.apply(lane, change({ put: [put('A', 10), put('B', 20)] }));
    await cache.rebuilt(lane);
    await cache.clear(lane);
    expect(await redis.keys(`${server.prefix}{${lane}}:*`)).toEqual([]);
  });

  it('moves more entries at once than one command takes', async () => {
    const lane = lanes++;
    const cache = await readyCache();
    const many = Array.from({ length: 12_001 }, (_, index) => put(`M${index}`, index));
    await cache.apply(lane, change({ put: many }));
    const loaded = await cache.load(
      lane,
      many.map(({ txnId: id }) => id),
      -1,
      1,
    );
    expect(loaded.transactions.size).toBe(12_001);
    await cache.apply(lane, change({ drop: many.map(({ txnId: id }) => id) }));
    expect((await cache.load(lane, [], 99_999, 9)).due).toEqual([]);
  });

  it('tells followers how far the lane has come', async () => {
    const lane = lanes++;
    const cache = await readyCache();
    const follower = new Redis(server.url);
    const heard: string[] = [];
    follower.on('message', (_, message) => heard.push(message));
    await follower.subscribe(`${server.prefix}lane-advanced`);
    await cache.apply(lane, change({ reached: { chain: `lane-${lane}`, seq: 123n } }));
    await eventually('the hint arrives', () => heard.length > 0);
    follower.disconnect();
    expect(heard.map((message): unknown => JSON.parse(message))).toEqual([
      { chain: `lane-${lane}`, seq: 123 },
    ]);
  });

  it('says within seconds that a server is not there', async () => {
    const cache = await openCache('redis://127.0.0.1:1');
    await expect(cache.load(0, ids('A'), 0, 1)).rejects.toMatchObject({
      code: 'REDIS_UNAVAILABLE',
      retriable: true,
    });
    await expect(cache.apply(0, change({ drop: ids('A') }))).rejects.toMatchObject({
      code: 'REDIS_UNAVAILABLE',
    });
    await expect(cache.clear(0)).rejects.toMatchObject({ code: 'REDIS_UNAVAILABLE' });
  });

  it('takes no more than 420 bytes an open transaction', async () => {
    const lane = lanes++;
    const cache = await readyCache();
    const count = 2_000;
    const entries = Array.from({ length: count }, (_, index) =>
      put(`TXN-2026-11-21-${100_000 + index}`, 1e12 + index),
    );
    await cache.apply(lane, change({ put: entries }));
    const deadlines = await used(`${server.prefix}{${lane}}:deadlines`);
    const entry = await used(`${server.prefix}{${lane}}:txn:${entries[0]?.txnId}`);
    expect(entry + deadlines / count).toBeLessThanOrEqual(420);
  });
});
