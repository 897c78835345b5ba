import { createHash } from 'node:crypto';
import type { RawRow } from '../evidence.ts';

/** SHA-256 over offset, append time, schema id, length and bytes of each row. */
export function digestOf(rows: readonly RawRow[]): string {
  const digest = createHash('sha256');
  for (const { offset, appendTime, schemaId, payload } of rows) {
    const lead = Buffer.alloc(24);
    lead.writeBigInt64BE(offset, 0);
    lead.writeBigInt64BE(BigInt(appendTime), 8);
    lead.writeInt32BE(schemaId, 16);
    lead.writeInt32BE(payload.length, 20);
    digest.update(lead).update(payload);
  }
  return digest.digest('hex');
}
