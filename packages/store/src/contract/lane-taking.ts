import type { Source } from '@tieout/core';
import { describe, expect, it } from 'vitest';
import { sampleEvent, sampleRecord, sampleWrite } from '../testing/sample-flush.ts';
import { PARTITIONS, type TestLanes } from './test-lanes.ts';

const place = (offset: bigint, appendTime: number, partition: number, source: Source = 'gateway') =>
  sampleEvent('LAST', offset, { partition, appendTime, source });

export function itTakesLanes(lanes: TestLanes): void {
  describe('taking a lane', () => {
    it('raises its epoch, so that a flush of the former owner is turned away', async () => {
      const first = await lanes.take();
      const second = await lanes.storage.take(first.partition, PARTITIONS, 'another');
      expect([first.epoch, second.epoch]).toEqual([1n, 2n]);
      expect(await lanes.storage.begin(first)).toEqual({ moved: second });
    });

    it('finds it where the last commit left it', async () => {
      const left = await lanes.flush(await lanes.take(), [sampleWrite(null, [sampleEvent('LEFT', 0n)])]);
      expect(await lanes.storage.take(left.partition, PARTITIONS, 'another')).toEqual({
        ...left,
        epoch: left.epoch + 1n,
      });
    });

    it('ends a former owner’s transaction that holds the row and says nothing', async () => {
      const head = await lanes.take();
      const stalled = await lanes.begin(head);
      await stalled.write([sampleWrite(null, [sampleEvent('STALLED', 0n)])]);
      const other = await lanes.bench.open();
      const taken = await other.take(head.partition, PARTITIONS, 'another');
      await expect(stalled.commit(sampleRecord(head, []))).rejects.toMatchObject({ retriable: true });
      await stalled.abandon();
      expect(await lanes.storage.settle(head)).toEqual({ ...head, epoch: head.epoch + 1n });
      expect(await lanes.isStored(head, 'STALLED')).toBe(false);
      await (await lanes.begin(taken, other)).commit(sampleRecord(taken, []));
    });

    it('gives each of two owners an epoch of its own', async () => {
      const { partition, epoch } = await lanes.take();
      const other = await lanes.bench.open();
      const heads = await Promise.all([
        lanes.storage.take(partition, PARTITIONS, 'one'),
        other.take(partition, PARTITIONS, 'other'),
      ]);
      const [earlier, later] = heads.toSorted((a, b) => Number(a.epoch - b.epoch));
      expect([earlier?.epoch, later?.epoch]).toEqual([epoch + 1n, epoch + 2n]);
      expect(earlier && (await lanes.storage.begin(earlier))).toEqual({ moved: later });
    });

    it('is refused under another number of partitions, and the former owner has lost it', async () => {
      const head = await lanes.take();
      await expect(lanes.storage.take(head.partition, PARTITIONS + 1, 'another')).rejects.toMatchObject({
        code: 'LANE_HALTED',
      });
      expect(await lanes.storage.begin(head)).toEqual({ moved: { ...head, epoch: head.epoch + 1n } });
    });

    it('tells the last accepted record of each source, by which its log is known again', async () => {
      const head = await lanes.take();
      const { partition } = head;
      expect(await lanes.storage.lastRecords(partition)).toEqual({ core: null, gateway: null, mobile: null });
      const first = [
        place(7n, 1_000, partition),
        place(8n, 2_000, partition),
        place(3n, 500, partition, 'core'),
      ];
      const next = await lanes.flush(head, [], sampleRecord(head, first));
      const elsewhere = await lanes.take();
      await lanes.flush(elsewhere, [], sampleRecord(elsewhere, [place(99n, 9_000, elsewhere.partition)]));
      expect(await lanes.storage.lastRecords(partition)).toEqual({
        core: { offset: 3n, appendTime: 500 },
        gateway: { offset: 8n, appendTime: 2_000 },
        mobile: null,
      });
      await lanes.flush(next, [], sampleRecord(next, [place(10n, 3_000, partition)]));
      expect((await lanes.storage.lastRecords(partition)).gateway).toEqual({
        offset: 10n,
        appendTime: 3_000,
      });
    });

    it('clears the reason for which the lane stood still', async () => {
      const { partition } = await lanes.take();
      await lanes.storage.halt(partition, 'the log is shorter');
      expect((await lanes.bench.evidence(partition)).halted).toBe('the log is shorter');
      await lanes.storage.take(partition, PARTITIONS, 'test');
      expect((await lanes.bench.evidence(partition)).halted).toBeNull();
    });
  });
}
