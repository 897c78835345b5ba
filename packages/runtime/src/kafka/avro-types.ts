import type { AvroRecord } from '@tieout/schemas';
import avro, { type Schema, type Type, type types } from 'avsc';

const LONG_MAX = 2n ** 63n - 1n;
const LONG_MIN = -(2n ** 63n);

/* eslint-disable no-underscore-dangle -- LongType.__with is avsc's public name for it */

/** Avro's long as bigint: exact over signed 64 bits, where avsc's own throws beyond 2^53. */
const bigintLong = avro.types.LongType.__with({
  fromBuffer: (bytes: Buffer) => bytes.readBigInt64LE(0),
  toBuffer: (value: bigint) => {
    const bytes = Buffer.allocUnsafe(8);
    bytes.writeBigInt64LE(value);
    return bytes;
  },
  // "JSON" is what schema defaults are written in.
  fromJSON: BigInt,
  toJSON: Number,
  isValid: (value: unknown) => typeof value === 'bigint' && value >= LONG_MIN && value <= LONG_MAX,
  compare: (a: bigint, b: bigint) => (a === b ? 0 : a < b ? -1 : 1),
});

/** timestamp-millis as a number. Times beyond 2^53 ms lose digits, but stay as far out of any bound as they were. */
const millisLong = avro.types.LongType.__with({
  fromBuffer: (bytes: Buffer) => bytes.readInt32LE(4) * 2 ** 32 + bytes.readUInt32LE(0),
  toBuffer: (value: number) => {
    const bytes = Buffer.allocUnsafe(8);
    bytes.writeBigInt64LE(BigInt(value));
    return bytes;
  },
  fromJSON: Number,
  toJSON: Number,
  isValid: (value: unknown) => Number.isSafeInteger(value),
  compare: (a: number, b: number) => Math.sign(a - b),
});

/* eslint-enable no-underscore-dangle */

/**
 * The avsc type of a record: money as bigint, times as numbers of milliseconds.
 *
 * @throws Error where the schema is not valid Avro
 */
export function avroType(schema: AvroRecord | Schema): Type {
  // avsc writes into what it is given, so it gets a copy.
  const copy: Schema = JSON.parse(JSON.stringify(schema));
  return avro.Type.forSchema(copy, {
    registry: { long: bigintLong },
    typeHook: (attrs) => (isMillis(attrs) ? millisLong : undefined),
  });
}

export function isRecordType(type: Type): type is types.RecordType {
  return type.typeName === 'record';
}

function isMillis(attrs: unknown): boolean {
  return (
    typeof attrs === 'object' &&
    attrs !== null &&
    'logicalType' in attrs &&
    attrs.logicalType === 'timestamp-millis'
  );
}
