import { txnId } from '@tieout/core';
import { eventually, testRedis } from '@tieout/testkit';
import { Redis } from 'ioredis';
import { afterAll, describe, expect, it } from 'vitest';
import { itCachesTransactions, type Hint } from '../contract/transaction-cache.ts';
import type { CacheChange } from '../lane-ports.ts';
import { sampleEvent, sampleWrite } from '../testing/sample-flush.ts';
import { RedisTransactionCache } from './transaction-cache.ts';

const server = testRedis();
const redis = new Redis(server.url);
const follower = new Redis(server.url);
const caches: RedisTransactionCache[] = [];
/** No lane of the suite's. */
const LANE = { partition: 1_000, epoch: 7n };
const OTHER = { partition: 1_001, epoch: 7n };
const KEYS = `${server.prefix}{${LANE.partition}}:`;
const entryOf = (id: string): string => `${KEYS}txn:${id}`;

function open(url = server.url): RedisTransactionCache {
  const cache = new RedisTransactionCache(url, server.prefix, () => {
    // A server that is not there is what one of these tests is about.
  });
  caches.push(cache);
  return cache;
}

/** Connected: the cache does not wait for its connection, it says that it has none. */
async function connected(): Promise<RedisTransactionCache> {
  const cache = open();
  await eventually('the cache connects', async () => {
    await cache.load(LANE, [], 0, 1);
    return true;
  });
  return cache;
}

const put = (id: string, dueAt: number): CacheChange['put'][number] => ({
  txnId: txnId(id),
  packed: sampleWrite(null, [sampleEvent(id, 1n, { reference: 'acct_4f7d2b9a61c3' })]).packed,
  dueAt,
});
const used = async (key: string): Promise<number> => (await redis.memory('USAGE', key, 'SAMPLES', 0)) ?? 0;

afterAll(async () => {
  for (const cache of caches) cache.end();
  await server.flush();
  redis.disconnect();
  follower.disconnect();
});

describe('the cache in Redis', () => {
  itCachesTransactions(async () => {
    const heard: Hint[] = [];
    follower.on('message', (_, message) => {
      // The wire format is the followers' contract: {"chain":"lane-0","seq":123}
      const { chain, seq }: { chain: string; seq: number } = JSON.parse(message);
      heard.push({ chain, seq: BigInt(seq) });
    });
    await follower.subscribe(`${server.prefix}lane-advanced`);
    return {
      open: connected,
      lose: () => server.flush(),
      hints: (count) => eventually('the hints arrive', () => heard.length >= count && heard),
      close: async () => {},
    };
  });
});

describe('in Redis', () => {
  it('a lane that was cleared leaves no key', async () => {
    const cache = await connected();
    await cache.apply(LANE, { put: [put('A', 10), put('B', 20)], drop: [], reached: null });
    await cache.rebuilding(LANE);
    await cache.rebuilt(LANE);
    // Two entries, the deadlines, the sentinel, the epochs.
    expect(await redis.keys(`${KEYS}*`)).toHaveLength(5);
    await cache.clear(LANE);
    expect(await redis.keys(`${KEYS}*`)).toEqual([]);
  });

  it('what an owner knows of deadlines goes by itself, and first of all that they are whole', async () => {
    const cache = await connected();
    await cache.apply(LANE, { put: [put('A', 10)], drop: [], reached: null });
    await cache.rebuilding(LANE);
    await cache.rebuilt(LANE);
    const left = async (name: string): Promise<number> => redis.pttl(`${KEYS}${name}:${LANE.epoch}`);
    const [sentinel, deadlines] = [await left('sentinel'), await left('deadlines')];
    expect(sentinel).toBeGreaterThan(0);
    expect(deadlines).toBeGreaterThan(sentinel);
    // Each change renews both.
    await redis.pexpire(`${KEYS}sentinel:${LANE.epoch}`, 5_000);
    await cache.apply(LANE, { put: [put('B', 10)], drop: [], reached: null });
    expect(await left('sentinel')).toBeGreaterThan(5_000);
  });

  it('more entries are moved at once than one command takes', async () => {
    const cache = await connected();
    const many = Array.from({ length: 12_001 }, (_, index) => put(`M${index}`, index));
    const ids = many.map((entry) => entry.txnId);
    await cache.apply(OTHER, { put: many, drop: [], reached: null });
    expect((await cache.load(OTHER, ids, -1, 1)).transactions.size).toBe(12_001);
    await cache.apply(OTHER, { put: [], drop: ids, reached: null });
    const left = await cache.load(OTHER, ids, 99_999, 9);
    expect([left.due.length, left.transactions.size]).toEqual([0, 0]);
  });

  it('a server that is not there is told within seconds', async () => {
    const cache = open('redis://127.0.0.1:1');
    const unavailable = { code: 'REDIS_UNAVAILABLE', retriable: true };
    const ids = [txnId('A')];
    await expect(cache.load(LANE, ids, 0, 1)).rejects.toMatchObject(unavailable);
    await expect(cache.apply(LANE, { put: [], drop: ids, reached: null })).rejects.toMatchObject(unavailable);
    await expect(cache.clear(LANE)).rejects.toMatchObject(unavailable);
  });

  it('an entry of another transaction, one cut short and one with a bit turned are entries that are not there', async () => {
    const cache = await connected();
    const ids = ['A', 'B', 'C', 'D'].map(txnId);
    await cache.apply(LANE, { put: ids.map((id) => put(id, 10)), drop: [], reached: null });
    const entry = (await redis.getBuffer(entryOf('A'))) ?? expect.fail('nothing was put');
    await redis.set(entryOf('B'), entry);
    await redis.set(entryOf('C'), entry.subarray(0, 3));
    const turned = (await redis.getBuffer(entryOf('D'))) ?? expect.fail('nothing was put');
    turned[turned.length - 1] = (turned.at(-1) ?? 0) ^ 1;
    await redis.set(entryOf('D'), turned);
    const { transactions } = await cache.load(LANE, ids, -1, 0);
    expect([...transactions.keys()]).toEqual(['A']);
  });

  it('an open transaction takes no more than 420 bytes', async () => {
    const cache = await connected();
    const count = 2_000;
    const entries = Array.from({ length: count }, (_, index) =>
      put(`TXN-2026-11-21-${100_000 + index}`, 1e12 + index),
    );
    await cache.apply(LANE, { put: entries, drop: [], reached: null });
    const deadlines = await used(`${KEYS}deadlines:${LANE.epoch}`);
    const entry = await used(entryOf(entries[0]?.txnId ?? ''));
    expect(entry + deadlines / count).toBeLessThanOrEqual(420);
  });
});
