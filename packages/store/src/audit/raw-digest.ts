import { createHash } from 'node:crypto';

const LEAD_BYTES = 24;
const PIECE_BYTES = 64 * 1024;

/**
 * SHA-256 over raw rows in order: of each, offset (8 bytes), append time (8 bytes, ms), schema id and payload length (4 bytes each, all
 * big-endian), then the payload. The other columns follow from the payload.
 */
export class RawDigest {
  readonly #hash = createHash('sha256');
  /** Rows are small: they are hashed many at a time. */
  readonly #piece = Buffer.allocUnsafe(PIECE_BYTES);
  readonly #view = new DataView(this.#piece.buffer, this.#piece.byteOffset, PIECE_BYTES);
  #length = 0;

  add(offset: bigint, appendTime: number, schemaId: number, payload: Buffer): void {
    if (this.#length + LEAD_BYTES + payload.length > PIECE_BYTES) this.#pass();
    const view = this.#view;
    const at = this.#length;
    view.setBigInt64(at, offset);
    view.setBigInt64(at + 8, BigInt(appendTime));
    view.setInt32(at + 16, schemaId);
    view.setInt32(at + 20, payload.length);
    this.#length += LEAD_BYTES;
    if (this.#length + payload.length <= PIECE_BYTES) {
      this.#piece.set(payload, this.#length);
      this.#length += payload.length;
      return;
    }
    this.#pass();
    this.#hash.update(payload);
  }

  hex(): string {
    this.#pass();
    return this.#hash.digest('hex');
  }

  #pass(): void {
    this.#hash.update(this.#piece.subarray(0, this.#length));
    this.#length = 0;
  }
}
