import type { LogRecord, RecordHeaders } from '@tieout/runtime';

/** Offset (8), append time (8), lengths of key, value and headers (4 each); then these three. */
export const RECORD_OVERHEAD_BYTES = 28;
/** Length of a header's name and of its value; a repeated name is there as often as it was sent. */
export const HEADER_OVERHEAD_BYTES = 8;

const APPEND_TIME = 8;
const KEY_LENGTH = 16;
const VALUE_LENGTH = 20;
const HEADERS_LENGTH = 24;
/** A length of what was not there: an empty key is another one than none. */
const NONE = -1;
const NO_HEADERS: RecordHeaders = {};

/**
 * Records in one buffer, one after the other. As objects they weigh 380 bytes each besides their own, and the collector walks over all of them; and
 * a queue holds a hundred thousand. Whoever reads goes from place to place: the first record is at 0, the next `bytes` further, none at `end`.
 */
export class PackedRecords {
  readonly #store: Buffer;

  /** Copies what it keeps. */
  constructor(records: readonly LogRecord[]) {
    // Not of the pool: a slice of it would keep other batches' bytes alive.
    this.#store = Buffer.allocUnsafeSlow(records.reduce((sum, record) => sum + bytesOf(record), 0));
    let place = 0;
    for (const record of records) place = this.#write(place, record);
  }

  get end(): number {
    return this.#store.length;
  }

  offset(place: number): bigint {
    return this.#store.readBigInt64LE(place);
  }

  /** What the record takes, all in all. */
  bytes(place: number): number {
    const lengths = [KEY_LENGTH, VALUE_LENGTH, HEADERS_LENGTH] as const;
    return lengths.reduce(
      (sum, at) => sum + Math.max(0, this.#store.readInt32LE(place + at)),
      RECORD_OVERHEAD_BYTES,
    );
  }

  record(place: number): LogRecord {
    return new PackedRecord(this.#store, place);
  }

  #write(place: number, { offset, appendTime, key, value, headers }: LogRecord): number {
    const store = this.#store;
    store.writeBigInt64LE(offset, place);
    store.writeDoubleLE(appendTime, place + APPEND_TIME);
    store.writeInt32LE(key?.length ?? NONE, place + KEY_LENGTH);
    store.writeInt32LE(value?.length ?? NONE, place + VALUE_LENGTH);
    let at = place + RECORD_OVERHEAD_BYTES;
    at += key?.copy(store, at) ?? 0;
    at += value?.copy(store, at) ?? 0;
    const headersAt = at;
    for (const [name, one] of headerValues(headers)) {
      const nameBytes = store.write(name, at + HEADER_OVERHEAD_BYTES);
      store.writeInt32LE(nameBytes, at);
      store.writeInt32LE(one?.length ?? NONE, at + 4);
      at += HEADER_OVERHEAD_BYTES + nameBytes;
      at += one?.copy(store, at) ?? 0;
    }
    store.writeInt32LE(at - headersAt, place + HEADERS_LENGTH);
    return at;
  }
}

/** Reads each part out of the buffer when it is asked for: a flush holds thousands of these from its beginning to its end. */
class PackedRecord implements LogRecord {
  readonly appendTime: number;
  readonly #store: Buffer;
  readonly #place: number;

  constructor(store: Buffer, place: number) {
    this.appendTime = store.readDoubleLE(place + APPEND_TIME);
    this.#store = store;
    this.#place = place;
  }

  get offset(): bigint {
    return this.#store.readBigInt64LE(this.#place);
  }

  get key(): Buffer | null {
    return this.#view(this.#keyAt, this.#length(KEY_LENGTH));
  }

  get value(): Buffer | null {
    return this.#view(this.#valueAt, this.#length(VALUE_LENGTH));
  }

  get headers(): RecordHeaders {
    const length = this.#length(HEADERS_LENGTH);
    if (length === 0) return NO_HEADERS;
    const from = this.#valueAt + Math.max(0, this.#length(VALUE_LENGTH));
    const headers = new Map<string, RecordHeaders[string]>();
    for (let at = from; at < from + length;) {
      const nameAt = at + HEADER_OVERHEAD_BYTES;
      const valueAt = nameAt + this.#store.readInt32LE(at);
      const valueLength = this.#store.readInt32LE(at + 4);
      const name = this.#store.toString('utf8', nameAt, valueAt);
      const value = this.#view(valueAt, valueLength) ?? undefined;
      const before = headers.get(name);
      headers.set(name, headers.has(name) ? [before ?? [], value ?? []].flat() : value);
      at = valueAt + Math.max(0, valueLength);
    }
    return Object.fromEntries(headers);
  }

  get #keyAt(): number {
    return this.#place + RECORD_OVERHEAD_BYTES;
  }

  get #valueAt(): number {
    return this.#keyAt + Math.max(0, this.#length(KEY_LENGTH));
  }

  #length(of: number): number {
    return this.#store.readInt32LE(this.#place + of);
  }

  #view(at: number, length: number): Buffer | null {
    return length === NONE ? null : this.#store.subarray(at, at + length);
  }
}

function bytesOf({ key, value, headers }: LogRecord): number {
  let bytes = RECORD_OVERHEAD_BYTES + (key?.length ?? 0) + (value?.length ?? 0);
  for (const [name, one] of headerValues(headers))
    bytes += HEADER_OVERHEAD_BYTES + Buffer.byteLength(name) + (one?.length ?? 0);
  return bytes;
}

const NO_VALUES: readonly (readonly [string, Buffer | null])[] = [];

/** Each value with its name. A header may have none. */
function headerValues(headers: RecordHeaders): readonly (readonly [string, Buffer | null])[] {
  const names = Object.keys(headers);
  // Most records have none, and this is asked twice of every record there is.
  if (names.length === 0) return NO_VALUES;
  return names.flatMap((name) =>
    [headers[name]]
      .flat()
      .map((one) => [name, typeof one === 'string' ? Buffer.from(one) : (one ?? null)] as const),
  );
}
