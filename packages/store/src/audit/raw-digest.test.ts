import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { RawDigest } from './raw-digest.ts';

const rows = fc.array(
  fc.record({
    offset: fc.bigInt({ min: 0n, max: 2n ** 62n }),
    appendTime: fc.integer({ min: 0, max: 4_102_444_800_000 }),
    schemaId: fc.nat(),
    // Some do not fit what is hashed at a time.
    bytes: fc.oneof(fc.nat(300), fc.integer({ min: 60_000, max: 70_000 })),
  }),
);

it('is over offset, append time, schema id, length and payload of each row', () => {
  fc.assert(
    fc.property(rows, (some) => {
      const digest = new RawDigest();
      const wanted = createHash('sha256');
      for (const { offset, appendTime, schemaId, bytes } of some) {
        const payload = Buffer.alloc(bytes, schemaId);
        digest.add(offset, appendTime, schemaId, payload);
        const lead = Buffer.alloc(24);
        lead.writeBigInt64BE(offset, 0);
        lead.writeBigInt64BE(BigInt(appendTime), 8);
        lead.writeInt32BE(schemaId, 16);
        lead.writeInt32BE(payload.length, 20);
        wanted.update(lead).update(payload);
      }
      expect(digest.hex()).toBe(wanted.digest('hex'));
    }),
  );
});
