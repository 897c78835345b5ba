import { TieoutError } from '@tieout/core';

/** Reads what ByteWriter wrote. Running past the end is INVALID_STATE. */
export class ByteReader {
  readonly #buffer: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#buffer = bytes;
  }

  get done(): boolean {
    return this.#at === this.#buffer.length;
  }

  byte(): number {
    const value = this.#buffer[this.#at++];
    if (value === undefined) throw new TieoutError('INVALID_STATE', 'a packed transaction ends too early');
    return value;
  }

  natural(): number {
    let value = 0;
    let scale = 1;
    for (;;) {
      const next = this.byte();
      value += (next & 127) * scale;
      if (next < 128) return value;
      scale *= 128;
    }
  }

  integer(): number {
    const value = this.natural();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  bigint(): bigint {
    let low = 0;
    let scale = 1;
    // Seven groups of seven bits fit a number exactly; only what goes on beyond needs bigint arithmetic.
    for (let group = 0; group < 7; group++) {
      const next = this.byte();
      low += (next & 127) * scale;
      if (next < 128) return BigInt(low % 2 === 0 ? low / 2 : -(low + 1) / 2);
      scale *= 128;
    }
    let value = BigInt(low);
    for (let shift = 49n; ; shift += 7n) {
      const next = this.byte();
      value |= BigInt(next & 127) << shift;
      if (next < 128) break;
    }
    return value % 2n === 0n ? value / 2n : -(value + 1n) / 2n;
  }

  text(): string {
    return this.#decode(this.natural(), 'utf8');
  }

  ascii(length: number): string {
    return this.#decode(length, 'latin1');
  }

  hex(bytes: number): string {
    return this.#decode(bytes, 'hex');
  }

  #decode(bytes: number, encoding: BufferEncoding): string {
    const end = this.#at + bytes;
    if (end > this.#buffer.length)
      throw new TieoutError('INVALID_STATE', 'a packed transaction ends too early');
    const text = this.#buffer.toString(encoding, this.#at, end);
    this.#at = end;
    return text;
  }
}
