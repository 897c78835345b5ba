import { txnId } from '@tieout/core';
import { describe, expect, it } from 'vitest';
import { appendToChain, laneChain, type AuditEntry } from '../audit/chain.ts';
import { SAMPLE_TIME, sampleEvent, sampleRecord, sampleWrite } from '../testing/sample-flush.ts';
import { byId, rawEvent } from './rows.ts';
import { PARTITIONS, type TestLanes } from './test-lanes.ts';

/** More than a storage sends at a time. */
const MANY = 4_200;

const manyEntries = (count: number): AuditEntry[] =>
  Array.from({ length: count }, (_, n) => ({
    at: SAMPLE_TIME,
    actor: 'system:test',
    action: 'FLUSH',
    txnId: null,
    facts: { n },
  }));

export function itKeepsResults(lanes: TestLanes): void {
  describe('a result', () => {
    it('is written over the revision before and no other, and the rest is named', async () => {
      const head = await lanes.take();
      const first = sampleWrite(null, [sampleEvent('A', 0n)]);
      const second = sampleWrite(first.transaction, [sampleEvent('A', 1n)]);
      const next = await lanes.flush(head, [first, sampleWrite(null, [sampleEvent('B', 2n)])]);
      const transaction = await lanes.begin(next);
      expect(await transaction.write([second])).toEqual([]);
      const stale = sampleWrite(first.transaction, [sampleEvent('A', 3n)]);
      const takenAsNew = sampleWrite(null, [sampleEvent('B', 4n)]);
      const neverStored = { ...second.transaction, txnId: txnId('C') };
      const ghost = sampleWrite(neverStored, [sampleEvent('C', 5n)]);
      const fresh = sampleWrite(null, [sampleEvent('D', 6n)]);
      // A's row has the very revision that the stale write would leave.
      expect(stale.transaction.revision).toBe(second.transaction.revision);
      const unwritten = await transaction.write([stale, takenAsNew, ghost, fresh]);
      expect(unwritten.toSorted()).toEqual(['A', 'B', 'C']);
      const loaded = await transaction.load(unwritten);
      expect(new Map(loaded.map(({ txnId: id, revision }) => [id, revision]))).toEqual(
        new Map([
          [txnId('A'), 2],
          [txnId('B'), 1],
        ]),
      );
      await transaction.commit(sampleRecord(next, []));
      const stored = await lanes.storage.load(head.partition, ['A', 'C', 'D'].map(txnId));
      expect(byId(stored)).toEqual(byId([second.transaction, fresh.transaction]));
    });

    it('that was found stale is written once it was folded into what was loaded', async () => {
      const head = await lanes.take();
      const stored = sampleWrite(null, [sampleEvent('REFOLDED', 0n)]);
      const next = await lanes.flush(head, [stored]);
      const event = sampleEvent('REFOLDED', 1n);
      const transaction = await lanes.begin(next);
      const unwritten = await transaction.write([sampleWrite(null, [event])]);
      const [known] = await transaction.load(unwritten);
      expect(known).toEqual(stored.transaction);
      const again = sampleWrite(known ?? null, [event]);
      expect(await transaction.write([again])).toEqual([]);
      await transaction.commit(sampleRecord(next, []));
      expect(await lanes.storage.load(head.partition, unwritten)).toEqual([again.transaction]);
    });

    it('of two owners is the later one’s, folded into the earlier one’s', async () => {
      const head = await lanes.take();
      const entry = sampleWrite(null, [sampleEvent('TWICE', 0n)]);
      const next = await lanes.flush(head, [entry]);
      const ours = sampleWrite(entry.transaction, [sampleEvent('TWICE', 1n)]);
      await lanes.flush(next, [ours]);
      const other = await lanes.bench.open();
      const taken = await other.take(head.partition, PARTITIONS, 'another');
      const transaction = await lanes.begin(taken, other);
      const theirs = sampleWrite(entry.transaction, [sampleEvent('TWICE', 2n)]);
      expect(await transaction.write([theirs])).toEqual(['TWICE']);
      expect(await transaction.load([txnId('TWICE')])).toEqual([ours.transaction]);
      await transaction.abandon();
    });

    it('and all else of a flush is written and found stale, however many there are', async () => {
      const head = await lanes.take();
      const { partition } = head;
      const events = Array.from({ length: MANY }, (_, index) =>
        sampleEvent(`MANY-${index}`, BigInt(index), { partition }),
      );
      const writes = events.map((event) => sampleWrite(null, [event]));
      const stale = [0, MANY / 2, MANY - 1].flatMap((index) => writes[index] ?? []);
      const next = await lanes.flush(head, stale);
      const transaction = await lanes.begin(next);
      expect(await transaction.write(writes)).toEqual(stale.map(({ transaction: { txnId: id } }) => id));
      const record = sampleRecord(next, events);
      const chain = appendToChain(laneChain(head.partition), next.chain, manyEntries(MANY));
      await transaction.commit({
        ...record,
        audit: chain.rows,
        head: { ...record.head, chain: chain.head },
      });
      const { raw, audit } = await lanes.bench.evidence(head.partition);
      expect(raw.map(({ offset }) => offset)).toEqual(events.map(({ offset }) => offset));
      expect(audit.slice(1).map(({ hash }) => hash)).toEqual(chain.rows.map(({ hash }) => hash));
      const ids = events.map(({ txnId: id }) => id);
      expect(byId(await lanes.storage.load(head.partition, ids))).toEqual(
        byId(writes.map((write) => write.transaction)),
      );
    });

    it('is asked for once, whoever asks twice, and not at all where there is none', async () => {
      const head = await lanes.take();
      const write = sampleWrite(null, [sampleEvent('ASKED', 0n)]);
      await lanes.flush(head, [write]);
      const ids = ['ASKED', 'NOBODY', 'ASKED'].map(txnId);
      expect(await lanes.storage.load(head.partition, ids)).toEqual([write.transaction]);
    });

    it('stays as it was, whatever its writer does with its buffers afterwards', async () => {
      const head = await lanes.take();
      const write = sampleWrite(null, [sampleEvent('COPIED', 0n)]);
      const bytes = Buffer.from([1, 2, 3]);
      const record = sampleRecord(head, [], { raw: [rawEvent(head, 0n, bytes)] });
      await lanes.flush(head, [write], record);
      write.packed.fill(0);
      bytes.fill(0);
      record.head.chain.hash.fill(0);
      const { raw, audit } = await lanes.bench.evidence(head.partition);
      expect(raw[0]?.payload).toEqual(Buffer.from([1, 2, 3]));
      expect((await lanes.storage.settle(head)).chain.hash).toEqual(audit[0]?.hash);
      expect(await lanes.storage.load(head.partition, [txnId('COPIED')])).toEqual([write.transaction]);
    });
  });
}
