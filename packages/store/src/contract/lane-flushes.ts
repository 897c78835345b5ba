import { firstRuleSet, type RuleSet } from '@tieout/core';
import { describe, expect, it } from 'vitest';
import { SAMPLE_TIME, sampleEvent, sampleRecord, sampleWrite } from '../testing/sample-flush.ts';
import { deadLetter, stat } from './rows.ts';
import type { TestLanes } from './test-lanes.ts';

const later = (version: number): RuleSet => ({
  ...firstRuleSet({ slaMs: 5_000 }),
  version,
  effectiveFrom: SAMPLE_TIME + version,
});

export function itFlushesLanes(lanes: TestLanes): void {
  describe('a flush', () => {
    it('leaves everything it did, and the next one starts from it', async () => {
      const head = await lanes.take();
      const { partition } = head;
      const event = sampleEvent('WHOLE', 0n, { partition });
      const write = sampleWrite(null, [event]);
      const letter = deadLetter(head, 9n);
      const stats = [stat({ measure: 'judged', key: 'gateway', amountMinor: 2n ** 70n })];
      const record = sampleRecord(head, [event], { deadLetters: [letter], stats });
      await lanes.flush(head, [write], record);
      const { key, payload, headers, offset, topic } = letter;
      expect(await lanes.bench.evidence(partition)).toEqual({
        halted: null,
        raw: record.raw.map(({ schemaId, payload: bytes }) => ({
          offset: 0n,
          eventId: event.eventId,
          schemaId,
          payload: bytes,
        })),
        audit: record.audit.map(({ seq, detail, prevHash, hash }) => ({ seq, detail, prevHash, hash })),
        deadLetters: [{ topic, offset, key, payload, headers }],
        commands: [],
        stats: stats.map(({ measure, key: of, count, amountMinor }) => ({
          measure,
          key: of,
          count,
          amountMinor,
        })),
      });
      expect(await lanes.storage.load(partition, [write.transaction.txnId])).toEqual([write.transaction]);
      expect(await lanes.storage.settle(head)).toEqual(record.head);
    });

    it('adds to the statistics of the same minute', async () => {
      const head = await lanes.take();
      const stats = [stat({ count: 2, amountMinor: 3n })];
      const next = await lanes.flush(head, [], sampleRecord(head, [], { stats }));
      await lanes.flush(next, [], sampleRecord(next, [], { stats }));
      expect((await lanes.bench.evidence(head.partition)).stats).toMatchObject([
        { count: 4, amountMinor: 6n },
      ]);
    });

    it('leaves nothing when it is abandoned, however often that is said', async () => {
      const head = await lanes.take();
      const transaction = await lanes.begin(head);
      await transaction.write([sampleWrite(null, [sampleEvent('GONE', 0n)])]);
      await transaction.abandon();
      await transaction.abandon();
      expect(await lanes.isStored(head, 'GONE')).toBe(false);
      expect(await lanes.storage.settle(head)).toEqual(head);
    });

    it('that was committed is not undone by abandoning it', async () => {
      const head = await lanes.take();
      const transaction = await lanes.begin(head);
      await transaction.write([sampleWrite(null, [sampleEvent('KEPT', 0n)])]);
      await transaction.commit(sampleRecord(head, []));
      await transaction.abandon();
      expect(await lanes.isStored(head, 'KEPT')).toBe(true);
    });

    it('shows what it wrote to itself only, until it commits', async () => {
      const head = await lanes.take();
      const other = await lanes.bench.open();
      const write = sampleWrite(null, [sampleEvent('HIDDEN', 0n)]);
      const ids = [write.transaction.txnId];
      const transaction = await lanes.begin(head);
      await transaction.write([write]);
      expect(await transaction.load(ids)).toEqual([write.transaction]);
      expect(await other.load(head.partition, ids)).toEqual([]);
      await transaction.commit(sampleRecord(head, []));
      expect(await other.load(head.partition, ids)).toEqual([write.transaction]);
    });

    it('of an owner that flushed from an older row is turned away', async () => {
      const head = await lanes.take();
      const now = await lanes.flush(head, []);
      expect(await lanes.storage.begin(head)).toEqual({ moved: now });
    });

    it('waits for one that began before it, and is turned away by what that one did', async () => {
      const head = await lanes.take();
      const first = await lanes.begin(head);
      const second = (await lanes.bench.open()).begin(head);
      await first.write([sampleWrite(null, [sampleEvent('FIRST', 0n)])]);
      const record = sampleRecord(head, []);
      await first.commit(record);
      expect(await second).toEqual({ moved: record.head });
    });

    it('goes on where the one it waited for was abandoned', async () => {
      const head = await lanes.take();
      const first = await lanes.begin(head);
      const second = lanes.begin(head, await lanes.bench.open());
      await first.abandon();
      await (await second).commit(sampleRecord(head, []));
      expect((await lanes.storage.settle(head)).flushNumber).toBe(head.flushNumber + 1n);
    });

    it('does not wait for one of another lane', async () => {
      const [one, other] = [await lanes.take(), await lanes.take()];
      const write = sampleWrite(null, [sampleEvent('SAME-ID', 0n)]);
      const first = await lanes.begin(one);
      const second = await lanes.begin(other);
      expect(await first.write([write])).toEqual([]);
      expect(await second.write([write])).toEqual([]);
      await second.commit(sampleRecord(other, []));
      await first.commit(sampleRecord(one, []));
      expect([await lanes.isStored(one, 'SAME-ID'), await lanes.isStored(other, 'SAME-ID')]).toEqual([
        true,
        true,
      ]);
    });
  });

  describe('a change of rules', () => {
    it('turns away a flush that began from the rules before', async () => {
      const head = await lanes.take();
      await lanes.bench.activate(later(2), head);
      expect(await lanes.storage.begin(head)).toEqual({ moved: { ...head, rulesVersion: 2 } });
    });

    it('waits for a flush under way, and is seen by the next', async () => {
      const head = await lanes.take();
      const transaction = await lanes.begin(head);
      const activated = lanes.bench.activate(later(3), head);
      await transaction.write([sampleWrite(null, [sampleEvent('UNDER-OLD-RULES', 0n)])]);
      const record = sampleRecord(head, []);
      await transaction.commit(record);
      await activated;
      expect(await lanes.storage.begin(record.head)).toEqual({ moved: { ...record.head, rulesVersion: 3 } });
    });

    it('leaves every rule set that was ever in force, as it was', async () => {
      const head = await lanes.take();
      await lanes.bench.activate(later(4), head);
      await lanes.bench.activate(later(5), head);
      expect((await lanes.storage.ruleSets()).slice(-2)).toEqual([later(4), later(5)]);
    });
  });
}
