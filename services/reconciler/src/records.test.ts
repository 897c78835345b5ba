import { TieoutError, type Source } from '@tieout/core';
import type { SchemaRegistry } from '@tieout/runtime';
import { createSourceReaders } from '@tieout/sources';
import { describe, expect, it } from 'vitest';
import type { QueuedRecord } from './intake.ts';
import { readRecords } from './records.ts';

const lane = { partition: 0, partitionCount: 1, topics: { core: 'c', gateway: 'g', mobile: 'm' } };

const none = (): Promise<never> => Promise.reject(new Error('not asked for here'));

/** Framed by Confluent's header, with nothing behind it. */
function record(offset: number, schemaId: number, source: Source = 'core'): QueuedRecord {
  const value = Buffer.alloc(5);
  value.writeUInt32BE(schemaId, 1);
  return { source, record: { offset: BigInt(offset), appendTime: 0, key: null, value, headers: {} } };
}

/** Knows no schema and answers each question after all others asked meanwhile; below `failsFrom` it is well. */
function emptyRegistry(
  failsFrom = Number.POSITIVE_INFINITY,
): SchemaRegistry & { asked: number[]; most: number } {
  let open = 0;
  return {
    asked: [],
    most: 0,
    async schemaById(id) {
      this.asked.push(id);
      this.most = Math.max(this.most, ++open);
      await new Promise((resolve) => setImmediate(resolve));
      open--;
      if (id >= failsFrom) throw new TieoutError('REGISTRY_UNAVAILABLE', 'switched off');
      return null;
    },
    idOf: none,
    register: none,
    setCompatibility: none,
  };
}

describe('reading a flush’s records', () => {
  it('asks for each schema never seen once, some at a time', async () => {
    const registry = emptyRegistry();
    const records = Array.from({ length: 100 }, (_, index) => record(index, index % 50));
    const read = await readRecords(records, lane, createSourceReaders(registry));
    expect(registry.asked.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, id) => id));
    expect(registry.most).toBe(8);
    expect(read.count).toBe(100);
    expect(read.deadLetters.map(({ offset, code }) => [offset, code])).toEqual(
      records.map(({ record: { offset } }) => [offset, 'UNKNOWN_SCHEMA']),
    );
  });

  it('keeps to the records before the first whose schema it could not ask for', async () => {
    const readers = createSourceReaders(emptyRegistry(7));
    const records = [record(0, 1), record(1, 2), record(2, 7), record(3, 3)];
    const read = await readRecords(records, lane, readers);
    expect(read.count).toBe(2);
    expect(read.deadLetters.map(({ offset }) => offset)).toEqual([0n, 1n]);
    await expect(readRecords(records.slice(2), lane, readers)).rejects.toMatchObject({
      code: 'REGISTRY_UNAVAILABLE',
    });
  });

  it('keeps its own answers while another lane of the process begins a flush', async () => {
    const readers = createSourceReaders(emptyRegistry());
    // Nine questions: the ninth is asked when others are answered already, and then the other lane forgets what it was told.
    const mine = readRecords(
      Array.from({ length: 9 }, (_, id) => record(id, id)),
      lane,
      readers,
    );
    await new Promise((resolve) => setImmediate(resolve));
    const others = readRecords([record(0, 3)], { ...lane, partition: 1 }, readers);
    expect((await mine).deadLetters.map(({ code }) => code)).toEqual(Array(9).fill('UNKNOWN_SCHEMA'));
    expect((await others).deadLetters.map(({ code }) => code)).toEqual(['UNKNOWN_SCHEMA']);
  });
});
