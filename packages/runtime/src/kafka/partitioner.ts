import type { ICustomPartitioner } from 'kafkajs';

// kafkajs' own partitioners do this on BigInt objects, once a record, or (the legacy one) in floating point, which loses bits.

/** murmur2 as Kafka's Java client computes it (org.apache.kafka.common.utils.Utils), a signed 32-bit number. */
export function murmur2(data: Uint8Array): number {
  const M = 0x5bd1e995;
  const length = data.length;
  let h = 0x9747b28c ^ length;
  let i = 0;
  for (; i + 4 <= length; i += 4) {
    let k = byte(data, i) | (byte(data, i + 1) << 8) | (byte(data, i + 2) << 16) | (byte(data, i + 3) << 24);
    k = Math.imul(k, M);
    k ^= k >>> 24;
    h = Math.imul(h, M) ^ Math.imul(k, M);
  }
  const rest = length - i;
  if (rest >= 3) h ^= byte(data, i + 2) << 16;
  if (rest >= 2) h ^= byte(data, i + 1) << 8;
  if (rest >= 1) h = Math.imul(h ^ byte(data, i), M);
  h = Math.imul(h ^ (h >>> 13), M);
  return h ^ (h >>> 15);
}

/** The partition the Java client's default partitioner picks for this key. */
export function partitionOf(key: Uint8Array, partitionCount: number): number {
  return (murmur2(key) & 0x7fffffff) % partitionCount;
}

/** For producers: by key as above; a record without key (the broker's clock ticks) goes to partition 0. */
export const keyPartitioner: ICustomPartitioner =
  () =>
  ({ message, partitionMetadata }) => {
    if (message.partition !== undefined) return message.partition;
    if (message.key === null || message.key === undefined) return 0;
    return partitionOf(
      typeof message.key === 'string' ? Buffer.from(message.key) : message.key,
      partitionMetadata.length,
    );
  };

function byte(data: Uint8Array, index: number): number {
  return data[index] ?? 0;
}
