/** Milliseconds from the Unix epoch to 2000-01-01, where Postgres counts microseconds from. */
const POSTGRES_EPOCH_MS = 946_684_800_000;
const DAY_MS = 86_400_000;

const OID = { bytea: 17, int8: 20, int4: 23, text: 25, timestamptz: 1184 } as const;
export type ArrayType = keyof typeof OID;

/** Appends values in Postgres's binary wire format to one growing buffer, which the next flush uses again. */
export class BinaryWriter {
  #buffer: Buffer;
  #length = 0;

  constructor(initialBytes: number) {
    this.#buffer = Buffer.allocUnsafe(initialBytes);
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
    this.#length = this.#buffer.writeInt16BE(value, this.#length);
  }

  int32(value: number): void {
    this.#reserve(4);
    this.#length = this.#buffer.writeInt32BE(value, this.#length);
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
    this.#length = this.#buffer.writeBigInt64BE(value, this.#length);
  }

  /** A time in ms. Two 32-bit halves: cheaper than going through bigint. */
  timestamptz(time: number): void {
    this.int32(8);
    const microseconds = (time - POSTGRES_EPOCH_MS) * 1000;
    const high = Math.floor(microseconds / 0x1_0000_0000);
    this.int32(high);
    this.#reserve(4);
    this.#length = this.#buffer.writeUInt32BE(microseconds - high * 0x1_0000_0000, this.#length);
  }

  /** The UTC day of a time in ms. */
  date(time: number): void {
    this.int32(4);
    this.int32(Math.floor((time - POSTGRES_EPOCH_MS) / DAY_MS));
  }

  text(value: string): void {
    this.#reserve(4 + value.length * 3);
    const start = this.#length + 4;
    const bytes = this.#buffer.write(value, start);
    this.#buffer.writeInt32BE(bytes, this.#length);
    this.#length = start + bytes;
  }

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
    const larger = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, this.#length + bytes));
    this.#buffer.copy(larger, 0, 0, this.#length);
    this.#buffer = larger;
  }
}
