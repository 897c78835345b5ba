import { txnId, type TxnId } from '@tieout/core';
import { describe, expect, it } from 'vitest';
import type { Deadline, LaneHead, ResultWrite } from '../lane-ports.ts';
import { SAMPLE_TIME, sampleEvent, sampleWrite } from '../testing/sample-flush.ts';
import type { TestLanes } from './test-lanes.ts';

const HOUR_MS = 3_600_000;
const WEB_SLA_MS = 60_000;
/** First seen then, open, due a minute later. */
const openSince = (id: string, time: number): ResultWrite =>
  sampleWrite(null, [sampleEvent(id, 0n, { appendTime: time })], time);
const keptAsLate = (write: ResultWrite): ResultWrite => ({
  ...write,
  lateDueAt: write.verdict.nextDueAt,
});
const closed = (previous: ResultWrite): ResultWrite => {
  const write = sampleWrite(previous.transaction, [
    sampleEvent(previous.transaction.txnId, 1n, {
      source: 'core',
      type: 'LEDGER_POSTED',
      direction: 'DEBIT',
      rail: null,
      feeMinor: null,
    }),
  ]);
  expect(write.verdict.closed).toBe(true);
  return write;
};
const named = (deadlines: readonly Deadline[]): [TxnId, number][] =>
  deadlines.map(({ txnId: id, dueAt }) => [id, dueAt - SAMPLE_TIME]);

async function all(pages: AsyncIterable<readonly Deadline[]>): Promise<Deadline[]> {
  const found: Deadline[] = [];
  for await (const page of pages) found.push(...page);
  return found;
}

const ids = (deadlines: readonly Deadline[]): TxnId[] => deadlines.map((deadline) => deadline.txnId);

export function itKeepsDeadlines(lanes: TestLanes): void {
  const swept = ({ partition }: LaneHead, from: number, to: number): Promise<Deadline[]> =>
    all(lanes.storage.openDeadlines(partition, from, to));

  describe('deadlines', () => {
    it('of what is open are found by when it was first seen, edges included; late ones always', async () => {
      const head = await lanes.take();
      await lanes.flush(head, [
        openSince('BEFORE', SAMPLE_TIME - 1),
        openSince('FIRST', SAMPLE_TIME),
        openSince('LAST', SAMPLE_TIME + 9),
        openSince('AFTER', SAMPLE_TIME + 10),
        keptAsLate(openSince('LATE', SAMPLE_TIME - HOUR_MS)),
      ]);
      const window = await swept(head, SAMPLE_TIME, SAMPLE_TIME + 9);
      expect(window).toHaveLength(3);
      expect(new Map(named(window))).toEqual(
        new Map([
          [txnId('FIRST'), WEB_SLA_MS],
          [txnId('LAST'), WEB_SLA_MS + 9],
          [txnId('LATE'), WEB_SLA_MS - HOUR_MS],
        ]),
      );
      const unbounded = await swept(head, SAMPLE_TIME, Number.POSITIVE_INFINITY);
      expect(ids(unbounded).toSorted()).toEqual(['AFTER', 'FIRST', 'LAST', 'LATE']);
    });

    it('that are due come soonest first, the due instant included, late ones among them', async () => {
      const head = await lanes.take();
      await lanes.flush(head, [
        openSince('C', SAMPLE_TIME + 2),
        openSince('A', SAMPLE_TIME),
        openSince('B', SAMPLE_TIME + 1),
        openSince('TOO-OLD', SAMPLE_TIME - 1),
        keptAsLate(openSince('LATE', SAMPLE_TIME - HOUR_MS)),
      ]);
      const due = async (until: number, limit: number) =>
        named(await lanes.storage.due(head.partition, SAMPLE_TIME, SAMPLE_TIME + until, limit));
      expect(await due(WEB_SLA_MS - 1, 10)).toEqual([['LATE', WEB_SLA_MS - HOUR_MS]]);
      expect(await due(WEB_SLA_MS + 1, 10)).toEqual([
        ['LATE', WEB_SLA_MS - HOUR_MS],
        ['A', WEB_SLA_MS],
        ['B', WEB_SLA_MS + 1],
      ]);
      expect((await due(HOUR_MS, 2)).map(([id]) => id)).toEqual(['LATE', 'A']);
      expect((await due(HOUR_MS, 4)).map(([id]) => id)).toEqual(['LATE', 'A', 'B', 'C']);
      expect(await due(HOUR_MS, 0)).toEqual([]);
    });

    it('move with what is written later, and end with what is closed', async () => {
      const head = await lanes.take();
      const moving = openSince('MOVING', SAMPLE_TIME);
      const closing = keptAsLate(openSince('CLOSING', SAMPLE_TIME));
      const next = await lanes.flush(head, [moving, closing]);
      // The same payment seen a second earlier: its deadline comes a second earlier.
      const moved = sampleWrite(moving.transaction, [
        sampleEvent('MOVING', 1n, { appendTime: SAMPLE_TIME - 1_000 }),
      ]);
      await lanes.flush(next, [moved, closed(closing)]);
      expect(named(await swept(head, SAMPLE_TIME - 1_000, SAMPLE_TIME))).toEqual([
        ['MOVING', WEB_SLA_MS - 1_000],
      ]);
      const due = await lanes.storage.due(head.partition, SAMPLE_TIME - 1_000, SAMPLE_TIME + HOUR_MS, 9);
      expect(named(due)).toEqual([['MOVING', WEB_SLA_MS - 1_000]]);
    });

    it('of more than a page at one instant are found, each once', async () => {
      const head = await lanes.take();
      const many = Array.from({ length: 10_001 }, (_, index) => openSince(`PAGED-${index}`, SAMPLE_TIME));
      await lanes.flush(head, many);
      const found = ids(await swept(head, SAMPLE_TIME, SAMPLE_TIME));
      expect(found).toHaveLength(many.length);
      expect(new Set(found)).toEqual(new Set(many.map(({ transaction }) => transaction.txnId)));
    });
  });
}
