import { describe, expect, it } from 'vitest';
import type { LaneHead, LaneTransaction, ResultWrite } from '../lane-ports.ts';
import { sampleEvent, sampleRecord, sampleWrite } from '../testing/sample-flush.ts';
import { PARTITIONS, type TestLanes } from './test-lanes.ts';

const unstorable = (): ResultWrite => sampleWrite(null, [sampleEvent('POISON', 0n, { reference: '\0' })]);

export function itSettlesOutcomes(lanes: TestLanes): void {
  describe('a commit without an answer', () => {
    it('that was carried out is found by the lane’s flush number', async () => {
      const losing = await lanes.bench.openLosing('its answer');
      const head = await lanes.take(losing);
      const transaction = await lanes.begin(head, losing);
      await transaction.write([sampleWrite(null, [sampleEvent('CARRIED', 0n)])]);
      const record = sampleRecord(head, []);
      await expect(transaction.commit(record)).rejects.toMatchObject({ code: 'COMMIT_UNKNOWN' });
      expect(await losing.settle(record.head)).toEqual(record.head);
      expect(await lanes.isStored(head, 'CARRIED')).toBe(true);
    });

    it('that never arrived is found out in the same way', async () => {
      const losing = await lanes.bench.openLosing('the commit');
      const head = await lanes.take(losing);
      const transaction = await lanes.begin(head, losing);
      await transaction.write([sampleWrite(null, [sampleEvent('LOST', 0n)])]);
      const record = sampleRecord(head, []);
      await expect(transaction.commit(record)).rejects.toMatchObject({ code: 'COMMIT_UNKNOWN' });
      expect(await lanes.storage.settle(record.head)).toEqual(head);
      await transaction.abandon();
      expect(await lanes.isStored(head, 'LOST')).toBe(false);
      await lanes.flush(head, []);
    });
  });

  describe('a transaction that is over', () => {
    const ends: [how: string, end: (transaction: LaneTransaction, head: LaneHead) => Promise<unknown>][] = [
      ['committed', (transaction, head) => transaction.commit(sampleRecord(head, []))],
      ['abandoned', (transaction) => transaction.abandon()],
      ['refused', (transaction) => transaction.write([unstorable()]).catch(() => {})],
      [
        'ended by another owner',
        async (transaction, { partition }) => {
          await (await lanes.bench.open()).take(partition, PARTITIONS, 'another');
          await transaction.load([]).catch(() => {});
        },
      ],
    ];
    it.each(ends)('because it was %s does nothing more', async (_, end) => {
      const head = await lanes.take();
      const transaction = await lanes.begin(head);
      await end(transaction, head);
      const settled = await lanes.storage.settle(head);
      const over = { code: 'INVALID_STATE' };
      const write = sampleWrite(null, [sampleEvent('AFTERWARDS', 0n)]);
      await expect(transaction.write([write])).rejects.toMatchObject(over);
      await expect(transaction.load([write.transaction.txnId])).rejects.toMatchObject(over);
      await expect(transaction.commit(sampleRecord(head, []))).rejects.toMatchObject(over);
      await transaction.abandon();
      expect(await lanes.storage.settle(head)).toEqual(settled);
      expect(await lanes.isStored(head, 'AFTERWARDS')).toBe(false);
    });
  });

  describe('settling', () => {
    it('ends a transaction of this owner that is still under way', async () => {
      const head = await lanes.take();
      const transaction = await lanes.begin(head);
      expect(await (await lanes.bench.open()).settle(head)).toEqual(head);
      await expect(transaction.commit(sampleRecord(head, []))).rejects.toMatchObject({ retriable: true });
      await transaction.abandon();
      await lanes.flush(head, []);
    });

    it('of a lane that another owner took says so, and does not disturb their flush', async () => {
      const head = await lanes.take();
      const other = await lanes.bench.open();
      const taken = await other.take(head.partition, PARTITIONS, 'another');
      const transaction = await lanes.begin(taken, other);
      expect(await lanes.storage.settle(head)).toEqual(taken);
      const record = sampleRecord(taken, []);
      await transaction.commit(record);
      expect(await lanes.storage.settle(head)).toEqual(record.head);
    });

    it('of a lane that nobody ever took finds none', async () => {
      const head = await lanes.take();
      const unknown = { ...head, partition: PARTITIONS + 1 };
      await expect(lanes.storage.settle(unknown)).rejects.toMatchObject({ code: 'LANE_LOST' });
      await expect(lanes.storage.begin(unknown)).rejects.toMatchObject({ code: 'LANE_LOST' });
    });
  });
}
