import { deflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { BatchReader } from './batch.ts';

const deflated = (batch: object): Buffer => deflateRawSync(JSON.stringify(batch));
const changes = (from: number, ...items: object[]) => ({
  from: { a: from },
  to: { a: from + items.length },
  items,
  left: 0,
});

test('a batch is read by its ends and how many changes it has', () => {
  const bytes = deflated(changes(4, { txn_id: 'A' }, { txn_id: 'B' }));
  expect(new BatchReader().read(bytes)).toEqual({ from: { a: 4 }, to: { a: 6 }, items: 2 });
});

test('what another client was sent too is read once, what differs in a byte anew', () => {
  const reader = new BatchReader();
  const first = reader.read(deflated(changes(4, { txn_id: 'A' })));
  const other = reader.read(deflated(changes(5, { txn_id: 'A' })));
  expect(other.from).toEqual({ a: 5 });
  expect(reader.read(deflated(changes(4, { txn_id: 'A' })))).toBe(first);
});

test('what is no batch is an error', () => {
  expect(() => new BatchReader().read(deflated({ from: 3 }))).toThrow();
});
