import { expect, test } from 'vitest';
import { keyPartitioner, murmur2, partitionOf } from './partitioner.ts';

// Vectors of Kafka's own UtilsTest.testMurmur2 and the hashes its clients agree on.
test.each([
  ['21', -973932308],
  ['foobar', -790332482],
  ['a-little-bit-long-string', -985981536],
  ['a-little-bit-longer-string', -1486304829],
  ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
  ['abc', 479470107],
])('murmur2 of %s is what the Java client computes', (key, hash) => {
  expect(murmur2(Buffer.from(key))).toBe(hash);
});

test('the partition is the hash without its sign bit, modulo the partition count', () => {
  expect(partitionOf(Buffer.from('abc'), 6)).toBe(479470107 % 6);
  expect(partitionOf(Buffer.from('foobar'), 6)).toBe((-790332482 & 0x7fffffff) % 6);
});

test('keys beyond ASCII are hashed as UTF-8 bytes', () => {
  const pick = keyPartitioner();
  const partitionMetadata = Array.from({ length: 6 }, (_, partitionId) => ({
    partitionId,
    partitionErrorCode: 0,
    leader: 1,
    replicas: [1],
    isr: [1],
  }));
  const partitionFor = (key: string | null) =>
    pick({ topic: 't', partitionMetadata, message: { key, value: null } });
  expect(partitionFor('zahlung-ü')).toBe(partitionOf(Buffer.from('zahlung-ü', 'utf8'), 6));
  expect(partitionFor(null)).toBe(0);
});
