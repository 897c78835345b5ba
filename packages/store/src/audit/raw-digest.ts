import { createHash } from 'node:crypto';

/**
 * SHA-256 over raw rows in order: of each, offset (8 bytes), append time (8 bytes, ms), schema id and payload length (4 bytes each, all
 * big-endian), then the payload. The other columns follow from the payload.
 */
export class RawDigest {
  readonly #hash = createHash('sha256');
  readonly #lead = Buffer.allocUnsafe(24);

  add(offset: bigint, appendTime: number, schemaId: number, payload: Buffer): void {
    const lead = this.#lead;
    lead.writeBigInt64BE(offset, 0);
    lead.writeBigInt64BE(BigInt(appendTime), 8);
    lead.writeInt32BE(schemaId, 16);
    lead.writeInt32BE(payload.length, 20);
    this.#hash.update(lead).update(payload);
  }

  hex(): string {
    return this.#hash.digest('hex');
  }
}
