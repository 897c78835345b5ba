import { SOURCES, type Source } from '@tieout/core';
import { partitionOf } from '@tieout/runtime';
import { eventually } from '@tieout/testkit';
import type { Producer, Transaction } from 'kafkajs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { WatchedConsumer } from './testing/watched-consumer.ts';
import { WholePath } from './testing/whole-path.ts';

const SLA_MS = 1_000;
const PARTITIONS = 3;

let path: WholePath;
const producers: Producer[] = [];
/** Offsets that hold no record for a reader, by source. */
const unreadable: Record<Source, number> = { core: 0, gateway: 0, mobile: 0 };

async function transactionalProducer(name: string): Promise<Producer> {
  const transactionalId = `${path.server.prefix}${name}`;
  const producer = path.kafka.producer({ transactionalId, idempotent: true, maxInFlightRequests: 1 });
  await producer.connect();
  producers.push(producer);
  return producer;
}

const laneOf = (id: string): number => partitionOf(Buffer.from(id), PARTITIONS);

function idIn(name: string, partition: number): string {
  for (let n = 0; ; n++) if (laneOf(`${name}-${n}`) === partition) return `${name}-${n}`;
}

async function produceIn(transaction: Transaction, source: Source, txnId: string): Promise<void> {
  await transaction.send({
    topic: path.topics[source],
    messages: [{ key: txnId, value: path.payments.value(source, txnId), partition: laneOf(txnId) }],
  });
}

/** Ends a transaction that wrote one record to each of these. Its marker takes an offset of each partition, its aborted records theirs. */
async function end(
  transaction: Transaction,
  how: 'commit' | 'abort',
  wrote: readonly Source[],
): Promise<void> {
  await transaction[how]();
  for (const source of wrote) unreadable[source] += how === 'commit' ? 1 : 2;
}

async function laneTime(partition: number): Promise<number> {
  const [lane] = await path.rows('SELECT lane_time FROM lanes WHERE partition = $1', [partition]);
  return Number(lane?.['lane_time']);
}

const tracesOf = (pattern: string): Promise<unknown[]> =>
  path.rows(
    `SELECT txn_id FROM raw_events WHERE txn_id LIKE $1 UNION ALL SELECT txn_id FROM reconciliation_results WHERE txn_id LIKE $1
     UNION ALL SELECT txn_id FROM audit_logs WHERE txn_id LIKE $1
     UNION ALL SELECT convert_from(key, 'UTF8') FROM dead_letters`,
    [pattern],
  );

beforeAll(async () => {
  path = await WholePath.open({ slaMs: SLA_MS, partitions: PARTITIONS });
});

afterEach(async () => {
  expect(await path.stopEngines()).toEqual([]);
});

afterAll(async () => {
  for (const producer of producers) await producer.disconnect();
  await path.close();
});

describe('a producer with transactions', () => {
  it('that aborts every second one leaves what it committed, and partitions whose ends no reader is given hold nothing up', async () => {
    const watched = new WatchedConsumer(path.server.config);
    await path.startEngine({ kafka: watched.kafka });
    const producer = await transactionalProducer('alternating');
    for (let n = 0; n < 30; n++) {
      const transaction = await producer.transaction();
      const id = `${n % 2 === 0 ? 'KEPT' : 'ABORTED'}-${n}`;
      await produceIn(transaction, 'gateway', id);
      await produceIn(transaction, 'core', id);
      await end(transaction, n % 2 === 0 ? 'commit' : 'abort', ['gateway', 'core']);
    }
    // In every lane a gateway event whose bank never speaks, and behind it the marker that commits it, a record nobody will see, and its marker.
    const alone = Array.from({ length: PARTITIONS }, (_, lane) => idIn('ALONE', lane));
    for (const id of alone) {
      const committed = await producer.transaction();
      await produceIn(committed, 'gateway', id);
      await end(committed, 'commit', ['gateway']);
      const aborted = await producer.transaction();
      await produceIn(aborted, 'gateway', idIn('ABORTED', laneOf(id)));
      await produceIn(aborted, 'core', idIn('ABORTED', laneOf(id)));
      await end(aborted, 'abort', ['gateway', 'core']);
    }
    for (let n = 0; n < 30; n += 2) await path.verdict(`KEPT-${n}`, 'MATCHED');
    for (const id of alone) await path.verdict(id, 'MISMATCHED', ['MISSING_CORE']);
    expect(await tracesOf('ABORTED%')).toEqual([]);
    // One for each partition as its lane is taken, and none to find a place again.
    expect(watched.seeks).toHaveLength(PARTITIONS * SOURCES.length);
    expect(watched.readTwice()).toEqual([]);
    await path.audit(unreadable);
  });

  it('holds back what follows its open transaction, and lane time with it, only until it ends', async () => {
    await path.startEngine();
    const [committing, aborting, clock] = [0, 1, 2] as const;
    const open = await Promise.all(
      (
        [
          ['commit', committing],
          ['abort', aborting],
        ] as const
      ).map(async ([how, lane]) => {
        const transaction = await (await transactionalProducer(how)).transaction();
        const held = idIn('HELD', lane);
        const behind = idIn('BEHIND', lane);
        await produceIn(transaction, 'gateway', held);
        await path.produce('gateway', behind);
        await path.produce('core', behind);
        await path.produce('core', held);
        return { how, lane, transaction, held, behind };
      }),
    );
    for (const { held } of open) await path.verdict(held, 'PENDING');
    const [latest] = await path.rows('SELECT max(deadline_at) AS deadline FROM reconciliation_results');
    await eventually(
      'a lane without a transaction has passed every deadline',
      async () => (await laneTime(clock)) > Number(latest?.['deadline']),
    );
    for (const { held, behind } of open) {
      await path.verdict(held, 'PENDING');
      await path.verdict(behind, 'PENDING');
    }
    for (const { how, transaction } of open) await end(transaction, how, ['gateway']);
    for (const { how, held, behind } of open) {
      await path.verdict(behind, 'MATCHED');
      if (how === 'commit') await path.verdict(held, 'MATCHED');
      else await path.verdict(held, 'MISMATCHED', ['MISSING_GATEWAY']);
      expect(await path.history(behind)).toEqual(['PENDING', 'MATCHED']);
      expect(await path.history(held)).toEqual(['PENDING', how === 'commit' ? 'MATCHED' : 'MISMATCHED']);
    }
    await path.audit(unreadable);
  });
});
