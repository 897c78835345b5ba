import type { LogRecord } from '@tieout/runtime';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { HEADER_OVERHEAD_BYTES, PackedRecords, RECORD_OVERHEAD_BYTES } from './packed-records.ts';

const bytes = fc.uint8Array({ maxLength: 40 }).map((array) => Buffer.from(array));
const headers = fc.dictionary(
  fc.string({ maxLength: 8, unit: 'grapheme' }),
  fc.oneof(bytes, fc.constant(undefined), fc.array(bytes, { minLength: 2, maxLength: 3 })),
  { noNullPrototype: true },
);
const record: fc.Arbitrary<LogRecord> = fc.record({
  offset: fc.bigInt({ min: 0n, max: 2n ** 62n }),
  appendTime: fc.integer({ min: 0, max: 8.64e15 }),
  key: fc.option(bytes),
  value: fc.option(bytes),
  headers,
});

function unpacked(packed: PackedRecords): LogRecord[] {
  const records: LogRecord[] = [];
  for (let place = 0; place < packed.end; place += packed.bytes(place)) {
    const { offset, appendTime, key, value, headers: kept } = packed.record(place);
    records.push({ offset, appendTime, key, value, headers: kept });
    expect(packed.offset(place)).toBe(records.at(-1)?.offset);
  }
  return records;
}

it('gives every record back as it was', () => {
  fc.assert(
    fc.property(fc.array(record, { maxLength: 6 }), (records) => {
      expect(unpacked(new PackedRecords(records))).toEqual(records);
    }),
  );
});

it('takes no more than the bytes themselves and what the limits say', () => {
  const one = { offset: 7n, appendTime: 9, key: Buffer.from('key'), value: Buffer.from('value') };
  const plain = new PackedRecords([{ ...one, headers: {} }]);
  expect(plain.end).toBe(RECORD_OVERHEAD_BYTES + 'keyvalue'.length);
  const traced = new PackedRecords([{ ...one, headers: { é: [Buffer.from('a'), Buffer.from('bc')] } }]);
  expect(traced.end - plain.end).toBe(2 * (HEADER_OVERHEAD_BYTES + 2) + 'abc'.length);
});

it('keeps nothing of what it was made from', () => {
  const fetched = Buffer.from('all that one fetch brought');
  const packed = new PackedRecords([
    {
      offset: 0n,
      appendTime: 0,
      key: null,
      value: fetched.subarray(0, 3),
      headers: { h: fetched.subarray(4, 8) },
    },
  ]);
  fetched.fill(0);
  const { value, headers: kept } = packed.record(0);
  expect([value, kept['h']].map(String)).toEqual(['all', 'that']);
});

it('takes a header that was sent without a value for one', () => {
  // kafkajs gives null there, whatever its types say.
  const sent: LogRecord['headers'] = JSON.parse('{"trace":null}');
  const packed = new PackedRecords([{ offset: 0n, appendTime: 0, key: null, value: null, headers: sent }]);
  expect(packed.record(0).headers).toEqual({ trace: undefined });
});
