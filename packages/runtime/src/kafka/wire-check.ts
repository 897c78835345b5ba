import { isUtf8 } from 'node:buffer';
import type { Type, types } from 'avsc';

/**
 * Walks the bytes of one value by its writer's schema and returns the position after it. Throws MalformedValue at the first thing that is
 * not valid Avro.
 *
 * It runs before avsc, which trusts its input: avsc replaces bad UTF-8 by U+FFFD (indistinguishable from a genuine one), reads past the end and
 * notices only when done (an array that says it has 2^50 items keeps it busy for days), and drops surplus bits of a varint.
 */
export type WireCheck = (data: Buffer, position: number) => number;

export class MalformedValue extends Error {}

/** @throws Error for a type outside Avro's specification */
export function wireCheck(type: Type): WireCheck {
  return compile(type, new Map());
}

function compile(type: Type, known: Map<Type, WireCheck>): WireCheck {
  const seen = known.get(type);
  if (seen !== undefined) return seen;
  // A record may hold itself: what is compiled meanwhile looks it up when it runs.
  known.set(type, (data, position) => check(data, position));
  const check = compileNew(type, known);
  known.set(type, check);
  return check;
}

function compileNew(type: Type, known: Map<Type, WireCheck>): WireCheck {
  if (isEnum(type)) return index(type.symbols.length, type.name ?? 'enum');
  if (isFixed(type)) return fixed(type.size);
  if (isArray(type)) return blocks(compile(type.itemsType, known));
  if (isMap(type)) {
    const value = compile(type.valuesType, known);
    return blocks((data, position) => value(data, mapKey(data, position)));
  }
  if (isUnion(type)) return union(type.types.map((branch) => compile(branch, known)));
  if (isRecord(type)) return record(type.fields.map((field) => compile(field.type, known)));
  if (isLogical(type)) return compile(type.underlyingType, known);
  switch (type.typeName) {
    case 'null':
      return (_, position) => position;
    case 'boolean':
      return boolean;
    case 'int':
      return int;
    case 'long':
    case 'abstract:long':
      return long;
    case 'float':
      return fixed(4);
    case 'double':
      return fixed(8);
    case 'bytes':
      return bytes;
    case 'string':
      return string;
    default:
      throw new Error(`no such Avro type: ${type.typeName}`);
  }
}

function record(fields: readonly WireCheck[]): WireCheck {
  return (data, position) => {
    let at = position;
    for (const field of fields) at = field(data, at);
    return at;
  };
}

function union(branches: readonly WireCheck[]): WireCheck {
  return (data, position) => {
    const branch = branches[smallNumber(data, position)];
    if (branch === undefined) throw new MalformedValue(`no such branch of a union at byte ${position}`);
    return branch(data, long(data, position));
  };
}

function index(count: number, name: string): WireCheck {
  return (data, position) => {
    const value = smallNumber(data, position);
    if (value < 0 || value >= count)
      throw new MalformedValue(`${value} is no symbol of ${name} at byte ${position}`);
    return long(data, position);
  };
}

/** Arrays and maps: blocks of a count and items; a negative count is followed by the block's size in bytes; count 0 ends them. */
function blocks(item: WireCheck): WireCheck {
  return (data, position) => {
    let at = position;
    for (;;) {
      const count = smallNumber(data, at);
      at = long(data, at);
      if (count === 0) return at;
      let end = -1;
      if (count < 0) {
        const size = smallNumber(data, at);
        at = long(data, at);
        end = at + size;
      }
      // Items may take no bytes (null), so their number needs a bound of its own.
      if (Math.abs(count) > data.length)
        throw new MalformedValue(`a block of ${Math.abs(count)} items at byte ${position}`);
      for (let i = Math.abs(count); i > 0; i--) at = item(data, at);
      if (end >= 0 && at !== end)
        throw new MalformedValue(`a block's size does not fit its items at byte ${position}`);
    }
  };
}

function mapKey(data: Buffer, position: number): number {
  const end = string(data, position);
  // An object cannot carry this key as data; it would vanish without a trace.
  if (end - position === 10 && data.toString('latin1', position + 1, end) === '__proto__') {
    throw new MalformedValue(`a map key named __proto__ at byte ${position}`);
  }
  return end;
}

function fixed(size: number): WireCheck {
  return (data, position) => {
    if (position + size > data.length) throw truncated(position);
    return position + size;
  };
}

function boolean(data: Buffer, position: number): number {
  const value = data[position];
  if (value === undefined) throw truncated(position);
  if (value > 1) throw new MalformedValue(`${value} is no boolean at byte ${position}`);
  return position + 1;
}

function bytes(data: Buffer, position: number): number {
  const length = smallNumber(data, position);
  if (length < 0) throw new MalformedValue(`a length below 0 at byte ${position}`);
  const end = long(data, position) + length;
  if (end > data.length) throw truncated(position);
  return end;
}

function string(data: Buffer, position: number): number {
  const end = bytes(data, position);
  const start = long(data, position);
  for (let at = start; at < end; at++) {
    // Nearly all text is ASCII; the call into native code costs more than a short loop.
    if ((data[at] ?? 0) > 0x7f) {
      if (!isUtf8(data.subarray(start, end))) throw new MalformedValue(`bad UTF-8 at byte ${start}`);
      break;
    }
  }
  return end;
}

/** A zigzag varint of up to 64 bits: at most ten bytes, the tenth no more than one bit. */
function long(data: Buffer, position: number): number {
  for (let at = position; at < position + 10; at++) {
    const byte = data[at];
    if (byte === undefined) throw truncated(position);
    if (byte < 0x80) {
      if (at === position + 9 && byte > 1) break;
      return at + 1;
    }
  }
  throw new MalformedValue(`a number of more than 64 bits at byte ${position}`);
}

function int(data: Buffer, position: number): number {
  const value = smallNumber(data, position);
  if (value !== (value | 0)) throw new MalformedValue(`a number of more than 32 bits at byte ${position}`);
  return long(data, position);
}

/** The number at this position; exact up to 2^53, and beyond every bound it is compared with where it is larger. */
function smallNumber(data: Buffer, position: number): number {
  const end = long(data, position);
  let value = 0;
  for (let at = end - 1; at >= position; at--) value = value * 128 + ((data[at] ?? 0) & 0x7f);
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}

function truncated(position: number): MalformedValue {
  return new MalformedValue(`truncated at byte ${position}`);
}

function isEnum(type: Type): type is types.EnumType {
  return type.typeName === 'enum';
}
function isFixed(type: Type): type is types.FixedType {
  return type.typeName === 'fixed';
}
function isArray(type: Type): type is types.ArrayType {
  return type.typeName === 'array';
}
function isMap(type: Type): type is types.MapType {
  return type.typeName === 'map';
}
function isUnion(type: Type): type is types.UnwrappedUnionType | types.WrappedUnionType {
  return type.typeName.startsWith('union:');
}
function isRecord(type: Type): type is types.RecordType {
  return type.typeName === 'record';
}
function isLogical(type: Type): type is types.LogicalType {
  return type.typeName.startsWith('logical:');
}
