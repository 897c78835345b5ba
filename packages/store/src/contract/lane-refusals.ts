import { describe, expect, it } from 'vitest';
import type { DeadLetter, FlushRecord, LaneHead } from '../lane-ports.ts';
import { sampleEvent, sampleRecord, sampleWrite } from '../testing/sample-flush.ts';
import { deadLetter, firstAuditRow, rawEvent, stat } from './rows.ts';
import { NOTHING, type TestLanes } from './test-lanes.ts';

function times<T>(n: number, row: T): T[] {
  return Array.from({ length: n }, () => row);
}

function record(head: LaneHead, changes: Partial<FlushRecord>): FlushRecord {
  return sampleRecord(head, [], { audit: [], ...changes });
}

const rows: [what: string, rows: (head: LaneHead, n: number) => Partial<FlushRecord>][] = [
  ['a record', (head, n) => ({ raw: times(n, rawEvent(head, 5n)) })],
  ['a dead letter', (head, n) => ({ deadLetters: times(n, deadLetter(head, 5n)) })],
  ['an audit row', (head, n) => ({ audit: times(n, firstAuditRow(head)) })],
];

export function itRefusesRows(lanes: TestLanes): void {
  describe('a row that is there already', () => {
    it.each(rows)('is refused with its whole flush: %s', async (_, of) => {
      const head = await lanes.take();
      const next = await lanes.flush(head, [], record(head, of(head, 1)));
      const before = await lanes.bench.evidence(head.partition);
      const transaction = await lanes.begin(next);
      await transaction.write([sampleWrite(null, [sampleEvent('REFUSED', 0n)])]);
      await expect(transaction.commit(record(next, of(head, 1)))).rejects.toMatchObject({
        code: 'STORE_REFUSED',
      });
      expect(await lanes.bench.evidence(head.partition)).toEqual(before);
      expect(await lanes.storage.settle(next)).toEqual(next);
      expect(await lanes.isStored(head, 'REFUSED')).toBe(false);
    });

    it.each([
      ...rows,
      ['a statistic', (_, n) => ({ stats: times(n, stat({})) })] satisfies (typeof rows)[number],
    ])('is refused where it comes twice in a flush: %s', async (_, of) => {
      const head = await lanes.take();
      const transaction = await lanes.begin(head);
      await expect(transaction.commit(record(head, of(head, 2)))).rejects.toMatchObject({
        code: 'STORE_REFUSED',
      });
      expect(await lanes.bench.evidence(head.partition)).toEqual(NOTHING);
      await lanes.flush(head, []);
    });
  });

  describe('a text that cannot be stored', () => {
    it.each(['NUL \0', 'half a pair \uD83D'])(
      'in a result is refused, and ends the flush: %j',
      async (reference) => {
        const head = await lanes.take();
        const transaction = await lanes.begin(head);
        const sound = sampleWrite(null, [sampleEvent('SOUND', 0n)]);
        expect(await transaction.write([sound])).toEqual([]);
        const poison = sampleWrite(null, [sampleEvent('POISON', 1n, { reference })]);
        await expect(transaction.write([poison])).rejects.toMatchObject({ code: 'STORE_REFUSED' });
        await transaction.abandon();
        expect(await lanes.isStored(head, 'SOUND')).toBe(false);
        await lanes.flush(head, [sound]);
      },
    );

    it.each<Partial<DeadLetter>>([
      { error: 'NUL \0' },
      { headers: { name: 'NUL \0' } },
      { headers: { 'half a pair \uD83D': '' } },
    ])('in a dead letter is refused: %j', async (changes) => {
      const head = await lanes.take();
      const deadLetters = [{ ...deadLetter(head, 0n), ...changes }];
      const transaction = await lanes.begin(head);
      await expect(transaction.commit(sampleRecord(head, [], { deadLetters }))).rejects.toMatchObject({
        code: 'STORE_REFUSED',
      });
      expect(await lanes.bench.evidence(head.partition)).toEqual(NOTHING);
    });
  });
}
