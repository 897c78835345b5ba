import type { AvroRecord } from '@tieout/schemas';
import { TieoutError } from '@tieout/core';
import type { Resolver, Type } from 'avsc';
import { avroType, isRecordType } from './avro-types.ts';
import type { RegisteredSchema, SchemaRegistry } from './registry.ts';
import { MalformedValue, type WireCheck, wireCheck } from './wire-check.ts';

const MAGIC = 0x00;
/** The magic byte and a four-byte schema id: Confluent's framing. */
const HEADER_BYTES = 5;

export type Decoded<T> =
  | { readonly kind: 'record'; readonly record: T; readonly schemaId: number }
  | {
      readonly kind: 'refused';
      readonly code: 'UNKNOWN_SCHEMA' | 'UNDECODABLE';
      readonly error: string;
      readonly schemaId: number | null;
    }
  /** Not decided: this schema has not been asked for yet. `learn` it and decode again. */
  | { readonly kind: 'unseen'; readonly schemaId: number };

export interface Decoder<T> {
  /** Synchronous, never throws for anything a record may hold. */
  decode(value: Buffer | null): Decoded<T>;
  /**
   * Asks the registry for this id.
   *
   * @throws TieoutError REGISTRY_UNAVAILABLE (retriable): the record is not poison, wait and call again
   */
  learn(schemaId: number): Promise<void>;
  /**
   * A decoder for one round of decoding (a flush): it shares the schemas learnt, and not which ids the registry did not know. An id may be
   * registered any time, and only an answer to a question younger than the record proves that its schema is unknown: neither one of a round
   * before, nor one of another round under way.
   */
  fresh(): Decoder<T>;
}

export interface Encoder<T> {
  /** The framed bytes. @throws Error where the record does not fit the schema, naming the field */
  encode(record: T): Buffer;
}

/** How to read one schema id: the way there, or why there is none. */
type Known =
  | { readonly kind: 'readable'; readonly check: WireCheck; readonly resolver: Resolver | undefined }
  | { readonly kind: 'unreadable'; readonly error: string };

/** A decoder of one topic's records into the reader's schema; a writer's schema is resolved against it once an id. */
export function createDecoder<T>(schema: AvroRecord, registry: SchemaRegistry): Decoder<T> {
  return decoderOver(avroType(schema), registry, new Map());
}

function decoderOver<T>(reader: Type, registry: SchemaRegistry, known: Map<number, Known>): Decoder<T> {
  const unknown = new Set<number>();

  function decode(value: Buffer | null): Decoded<T> {
    if (value === null) return undecodable('the record has no value', null);
    if (value.length < HEADER_BYTES) return undecodable('shorter than the five bytes of its header', null);
    if (value[0] !== MAGIC) return undecodable(`starts with byte ${value[0]}, not with ${MAGIC}`, null);
    const schemaId = value.readUInt32BE(1);
    const way = known.get(schemaId);
    if (way === undefined)
      return unknown.has(schemaId) ? unknownSchema(schemaId) : { kind: 'unseen', schemaId };
    if (way.kind === 'unreadable') return undecodable(way.error, schemaId);
    try {
      const end = way.check(value, HEADER_BYTES);
      if (end !== value.length) return undecodable(`${value.length - end} bytes too many`, schemaId);
      return { kind: 'record', record: reader.decode(value, HEADER_BYTES, way.resolver).value, schemaId };
    } catch (error) {
      if (error instanceof MalformedValue) return undecodable(error.message, schemaId);
      // What the walk accepts and avsc does not: an enum symbol of the writer that the reader does not have.
      return undecodable(error instanceof Error ? error.message : String(error), schemaId);
    }
  }

  return {
    decode,
    async learn(schemaId) {
      const found = await registry.schemaById(schemaId);
      if (found === null) unknown.add(schemaId);
      else known.set(schemaId, wayFrom(found, reader));
    },
    fresh: () => decoderOver(reader, registry, known),
  };
}

/**
 * @param subject where the schema is registered
 * @throws TieoutError REGISTRY_UNAVAILABLE; INVALID_SETTING where the subject does not have this schema
 */
export async function createEncoder<T>(
  schema: AvroRecord,
  subject: string,
  registry: SchemaRegistry,
): Promise<Encoder<T>> {
  const schemaId = await registry.idOf(subject, JSON.stringify(schema));
  if (schemaId === null) {
    throw new TieoutError(
      'INVALID_SETTING',
      `${subject} does not have this program's ${schema.name} schema. Run the setup job of the same version.`,
    );
  }
  const type = avroType(schema);
  const header = Buffer.alloc(HEADER_BYTES, MAGIC);
  header.writeUInt32BE(schemaId, 1);
  return { encode: (record) => Buffer.concat([header, type.toBuffer(record)]) };
}

function wayFrom(found: RegisteredSchema, reader: Type): Known {
  if (found.type !== 'AVRO') return unreadable(`schema ${found.id} is ${found.type}, not Avro`);
  try {
    const writer = avroType(JSON.parse(found.text));
    if (!isRecordType(writer) || writer.name !== reader.name) {
      return unreadable(`schema ${found.id} is ${writer.name ?? writer.typeName}, not ${reader.name}`);
    }
    const same = Buffer.compare(writer.fingerprint(), reader.fingerprint()) === 0;
    return {
      kind: 'readable',
      check: wireCheck(writer),
      resolver: same ? undefined : reader.createResolver(writer),
    };
  } catch (error) {
    return unreadable(
      `schema ${found.id} cannot be read as ${reader.name}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

function unreadable(error: string): Known {
  return { kind: 'unreadable', error };
}

function unknownSchema(schemaId: number): Decoded<never> {
  const error = `the registry does not know schema ${schemaId}`;
  return { kind: 'refused', code: 'UNKNOWN_SCHEMA', error, schemaId };
}

function undecodable(error: string, schemaId: number | null): Decoded<never> {
  return { kind: 'refused', code: 'UNDECODABLE', error, schemaId };
}
