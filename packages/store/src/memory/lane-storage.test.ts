import { TieoutError } from '@tieout/core';
import { describe, expect, it } from 'vitest';
import { itKeepsLanes } from '../contract/lane-storage.ts';
import type { Evidence } from '../contract/test-lanes.ts';
import type { LaneStorage, LaneTransaction } from '../lane-ports.ts';
import { sampleEvent, sampleRecord, sampleWrite } from '../testing/sample-flush.ts';
import { MemoryLaneStorage } from './lane-storage.ts';

describe('lanes in memory', () => {
  itKeepsLanes(async () => {
    const storage = new MemoryLaneStorage();
    return {
      open: async () => storage,
      openLosing: async (lost) => losing(storage, lost === 'its answer'),
      activate: (ruleSet) => storage.activate(ruleSet),
      ask: async (command, { partition }) => storage.request(partition, command),
      evidence: async (partition) => evidence(storage, partition),
      close: async () => {},
    };
  });

  it('tell an owner that breaks the rules', async () => {
    const storage = new MemoryLaneStorage();
    const head = await storage.take(0, 1, 'test');
    const begun = await storage.begin(head);
    if ('moved' in begun) throw new Error('the lane was moved');
    const write = sampleWrite(null, [sampleEvent('A', 0n)]);
    await expect(begun.write([write, write])).rejects.toMatchObject({ code: 'INVALID_STATE' });
    const record = sampleRecord(head, []);
    const skipping = { ...record.head, flushNumber: 2n };
    await expect(begun.commit({ ...record, head: skipping })).rejects.toMatchObject({
      code: 'INVALID_STATE',
    });
    await begun.commit(record);
    await expect(begun.write([write])).rejects.toMatchObject({ code: 'INVALID_STATE' });
  });
});

/** Loses one commit on its way, or the answer to it on the way back. */
function losing(storage: MemoryLaneStorage, carriedOut: boolean): LaneStorage {
  return {
    take: (...args) => storage.take(...args),
    settle: (head) => storage.settle(head),
    ruleSets: () => storage.ruleSets(),
    lastRecords: (partition) => storage.lastRecords(partition),
    load: (...args) => storage.load(...args),
    redrives: (...args) => storage.redrives(...args),
    openDeadlines: (...args) => storage.openDeadlines(...args),
    due: (...args) => storage.due(...args),
    halt: (...args) => storage.halt(...args),
    async begin(from) {
      const begun = await storage.begin(from);
      if ('moved' in begun) return begun;
      const transaction: LaneTransaction = {
        commands: begun.commands,
        write: (results) => begun.write(results),
        load: (ids) => begun.load(ids),
        finishRedrive: (redrive) => begun.finishRedrive(redrive),
        abandon: () => begun.abandon(),
        async commit(record) {
          if (carriedOut) await begun.commit(record);
          throw new TieoutError('COMMIT_UNKNOWN', 'no answer to COMMIT');
        },
      };
      return transaction;
    },
  };
}

function evidence({ content }: MemoryLaneStorage, partition: number): Evidence {
  const raw = content.rawEvents.filter(({ event }) => event.partition === partition);
  const letters = content.deadLetters.filter((letter) => letter.partition === partition);
  const stats = content.stats.filter((stat) => stat.partition === partition);
  return {
    halted: content.lanes.get(partition)?.halted ?? null,
    raw: raw.map(({ event: { offset, eventId }, schemaId, payload }) => ({
      offset,
      eventId,
      schemaId,
      payload,
    })),
    audit: content.auditRows
      .filter(({ chain }) => chain === `lane-${partition}`)
      .map(({ seq, detail, prevHash, hash }) => ({ seq, detail, prevHash, hash })),
    deadLetters: letters.map(({ topic, offset, key, payload, headers }) => ({
      topic,
      offset,
      key,
      payload,
      headers,
    })),
    commands: [...content.commands.values()]
      .filter((command) => command.partition === partition)
      .map(({ id, answer }) => ({ id, outcome: answer?.outcome ?? null })),
    stats: stats.map(({ measure, key, count, amountMinor }) => ({ measure, key, count, amountMinor })),
  };
}
