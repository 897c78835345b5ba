import { randomUUID } from 'node:crypto';
import type { Source } from '@tieout/core';
import { eventually } from '@tieout/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { WholePath } from './testing/whole-path.ts';

/** What docs/RELIABILITY.md says; measured: 330. */
const OPEN_TRANSACTION_BYTES_MAX = 420;
const OPEN = 10_000;

let path: WholePath;

beforeAll(async () => {
  path = await WholePath.open({ slaMs: 600_000, partitions: 6 });
});
afterAll(() => path.close());

/** With ids as the simulated systems make them, and one third of them a UUID as others do. */
async function send(source: Source, ids: readonly string[]): Promise<void> {
  const { payments, topics, producer } = path;
  await producer.send(
    ids.map((id, index) => {
      const eventId = index % 3 === 0 ? randomUUID() : `${id}-${source}-1`;
      const value = payments.value(source, id, { eventId, channel: 'MOBILE' });
      return { topic: topics[source], key: id, value };
    }),
  );
}

it('keeps an open transaction of two events in no more of Redis than is said, its deadline included', async () => {
  const engine = await path.startEngine();
  const ids = Array.from({ length: OPEN }, (_, index) => `T-2026-11-21-${100_000 + index}`);
  await send('gateway', ids);
  await send('core', ids);
  await path.allRead();
  const memory = await eventually('every transaction is cached', async () => {
    const found = await path.redis.memory();
    return [...found.keys()].filter((key) => key.includes(':txn:')).length === OPEN && found;
  });
  expect([...memory.keys()].filter((key) => key.includes(':deadlines:'))).toHaveLength(path.partitions);
  expect(
    await path.rows(
      'SELECT cardinality(sources) AS legs, count(*)::int FROM reconciliation_results GROUP BY 1',
    ),
  ).toEqual([{ legs: 2, count: OPEN }]);
  const each = [...memory.values()].reduce((sum, bytes) => sum + bytes, 0) / OPEN;
  expect(each).toBeLessThanOrEqual(OPEN_TRANSACTION_BYTES_MAX);
  await engine.stop();
  expect(await path.stopEngines()).toEqual([]);
});
