const TWO_POW_32 = 0x1_0000_0000;
const SAFE = BigInt(Number.MAX_SAFE_INTEGER);

/** Appends numbers and texts to one growing buffer. `take` copies the bytes out and starts again, so one writer serves a whole flush. */
export class ByteWriter {
  #buffer: Buffer;
  #length = 0;

  constructor(initialBytes = 1024) {
    this.#buffer = Buffer.allocUnsafe(initialBytes);
  }

  byte(value: number): void {
    this.#reserve(1);
    this.#buffer[this.#length++] = value;
  }

  /** A whole number from 0 to 2^53 − 1 in 1 to 8 bytes (LEB128). */
  natural(value: number): void {
    this.#reserve(8);
    let rest = value;
    // Bitwise operators are 32 bits wide in JavaScript: divide until it fits.
    while (rest >= TWO_POW_32) {
      this.#buffer[this.#length++] = (rest % 128) | 128;
      rest = Math.floor(rest / 128);
    }
    while (rest > 127) {
      this.#buffer[this.#length++] = (rest & 127) | 128;
      rest >>>= 7;
    }
    this.#buffer[this.#length++] = rest;
  }

  /** A signed whole number of up to 52 bits, small magnitudes short. */
  integer(value: number): void {
    this.natural(value < 0 ? -2 * value - 1 : 2 * value);
  }

  /** A signed 64-bit number in the same bytes as `integer` where both can hold it. */
  bigint(value: bigint): void {
    let rest = value < 0n ? -2n * value - 1n : 2n * value;
    while (rest > SAFE) {
      this.byte(Number(rest & 127n) | 128);
      rest >>= 7n;
    }
    this.natural(Number(rest));
  }

  /** UTF-8 with its length before it. */
  text(value: string): void {
    const bytes = Buffer.byteLength(value);
    this.natural(bytes);
    this.#reserve(bytes);
    this.#length += this.#buffer.write(value, this.#length);
  }

  /** ASCII of a length the reader knows. */
  ascii(value: string): void {
    this.#reserve(value.length);
    this.#length += this.#buffer.write(value, this.#length, 'latin1');
  }

  hex(value: string): void {
    this.#reserve(value.length / 2);
    this.#length += this.#buffer.write(value, this.#length, 'hex');
  }

  /** A copy of what was written; the writer is empty afterwards. */
  take(): Buffer {
    const bytes = Buffer.from(this.#buffer.subarray(0, this.#length));
    this.#length = 0;
    return bytes;
  }

  #reserve(bytes: number): void {
    if (this.#length + bytes <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, this.#length + bytes));
    this.#buffer.copy(larger, 0, 0, this.#length);
    this.#buffer = larger;
  }
}
