/** Milliseconds from the Unix epoch to 2000-01-01, where Postgres counts microseconds from. */
const POSTGRES_EPOCH_MS = 946_684_800_000;
const DAY_MS = 86_400_000;

/** Characters up to which a loop is faster than asking for the encoder: most texts of a row are a word or an id. */
const SHORT = 40;

const JSONB_VERSION = 1;
const NUMERIC_BASE = 10_000n;
const NUMERIC_NEGATIVE = 0x4000;

const OID = { bytea: 17, int8: 20, int4: 23, text: 25, timestamptz: 1184 } as const;
export type ArrayType = keyof typeof OID;

/** Appends values in Postgres's binary wire format to one growing buffer, which the next flush uses again. */
export class BinaryWriter {
  #buffer: Buffer;
  /** The same memory: numbers cost a fraction of what a Buffer's methods do. */
  #view: DataView;
  #length = 0;

  constructor(initialBytes: number) {
    this.#buffer = Buffer.allocUnsafeSlow(initialBytes);
    this.#view = viewOf(this.#buffer);
  }

  /** What was written. It shares the writer's memory: use it before the next `reset`. */
  get bytes(): Buffer {
    return this.#buffer.subarray(0, this.#length);
  }

  get length(): number {
    return this.#length;
  }

  reset(): this {
    this.#length = 0;
    return this;
  }

  int16(value: number): void {
    this.#reserve(2);
    this.#view.setInt16(this.#length, value);
    this.#length += 2;
  }

  int32(value: number): void {
    this.#reserve(4);
    this.#view.setInt32(this.#length, value);
    this.#length += 4;
  }

  raw(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#buffer.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** The methods below write a field: its length in four bytes, then its value. */
  null(): void {
    this.int32(-1);
  }

  int4(value: number): void {
    this.int32(4);
    this.int32(value);
  }

  int8(value: bigint): void {
    this.int32(8);
    this.#reserve(8);
    this.#view.setBigInt64(this.#length, value);
    this.#length += 8;
  }

  /** A time in ms. Two 32-bit halves: cheaper than going through bigint. */
  timestamptz(time: number): void {
    this.int32(8);
    const microseconds = (time - POSTGRES_EPOCH_MS) * 1000;
    const high = Math.floor(microseconds / 0x1_0000_0000);
    this.int32(high);
    this.#reserve(4);
    this.#view.setUint32(this.#length, microseconds - high * 0x1_0000_0000);
    this.#length += 4;
  }

  /** The UTC day of a time in ms. */
  date(time: number): void {
    this.int32(4);
    this.int32(Math.floor((time - POSTGRES_EPOCH_MS) / DAY_MS));
  }

  text(value: string): void {
    const { length } = value;
    this.#reserve(4 + length * 3);
    const start = this.#length + 4;
    const isWritten = length <= SHORT && this.#ascii(value, start);
    const bytes = isWritten ? length : this.#buffer.write(value, start);
    this.#view.setInt32(this.#length, bytes);
    this.#length = start + bytes;
  }

  /** False where it is not ASCII. */
  #ascii(value: string, start: number): boolean {
    const { length } = value;
    const buffer = this.#buffer;
    for (let index = 0; index < length; index++) {
      const code = value.charCodeAt(index);
      if (code > 0x7f) return false;
      buffer[start + index] = code;
    }
    return true;
  }

  /** Bytes, or a text that is there as UTF-8 already: on the wire they are the same. */
  bytea(value: Uint8Array): void {
    this.int32(value.length);
    this.raw(value);
  }

  textOrNull(value: string | null): void {
    if (value === null) this.null();
    else this.text(value);
  }

  uuidOrNull(value: string | null): void {
    if (value === null) this.null();
    else this.bytea(Buffer.from(value.replaceAll('-', ''), 'hex'));
  }

  timestamptzOrNull(time: number | null): void {
    if (time === null) this.null();
    else this.timestamptz(time);
  }

  byteaOrNull(value: Uint8Array | null): void {
    if (value === null) this.null();
    else this.bytea(value);
  }

  /** @param text JSON in UTF-8 */
  jsonb(text: Uint8Array): void {
    this.int32(text.length + 1);
    this.#reserve(1);
    this.#buffer[this.#length++] = JSONB_VERSION;
    this.raw(text);
  }

  /** A whole number: its digits to the base of 10,000, the most significant first. */
  numeric(value: bigint): void {
    const digits: number[] = [];
    for (let rest = value < 0n ? -value : value; rest > 0n; rest /= NUMERIC_BASE)
      digits.push(Number(rest % NUMERIC_BASE));
    this.int32(8 + digits.length * 2);
    this.int16(digits.length);
    this.int16(Math.max(0, digits.length - 1));
    this.int16(value < 0n ? NUMERIC_NEGATIVE : 0);
    this.int16(0);
    for (const digit of digits.toReversed()) this.int16(digit);
  }

  numericOrNull(value: bigint | null): void {
    if (value === null) this.null();
    else this.numeric(value);
  }

  jsonbOrNull(text: string | null): void {
    if (text === null) this.null();
    else this.jsonb(Buffer.from(text));
  }

  textArray(values: readonly string[]): void {
    this.#sized(() => {
      this.array('text', values.length);
      for (const value of values) this.text(value);
    });
  }

  /** A field whose length is known once it is written. */
  #sized(write: () => void): void {
    const start = this.#length;
    this.int32(0);
    write();
    this.#view.setInt32(start, this.#length - start - 4);
  }

  /** Head of a one-dimensional array that may hold NULLs; its elements follow as fields. */
  array(type: ArrayType, length: number): void {
    this.int32(length === 0 ? 0 : 1);
    this.int32(1);
    this.int32(OID[type]);
    if (length === 0) return;
    this.int32(length);
    this.int32(1);
  }

  #reserve(bytes: number): void {
    if (this.#length + bytes <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(this.#buffer.length * 2, this.#length + bytes));
    this.#buffer.copy(larger, 0, 0, this.#length);
    this.#buffer = larger;
    this.#view = viewOf(larger);
  }
}

const viewOf = ({ buffer, byteOffset, length }: Buffer): DataView => new DataView(buffer, byteOffset, length);
