/** The part of Avro's schema language our records use. */
export type AvroSchema =
  | AvroPrimitive
  | { readonly type: 'long'; readonly logicalType: 'timestamp-millis' }
  | { readonly type: 'enum'; readonly name: string; readonly symbols: readonly string[] }
  | { readonly type: 'map'; readonly values: AvroSchema }
  | { readonly type: 'array'; readonly items: AvroSchema }
  | AvroRecord
  | readonly AvroSchema[];

export type AvroPrimitive = 'null' | 'string' | 'long' | 'int' | 'boolean' | 'double' | 'bytes';

export interface AvroField {
  readonly name: string;
  readonly type: AvroSchema;
  readonly default?: unknown;
  readonly doc?: string;
}

export interface AvroRecord {
  readonly type: 'record';
  readonly name: string;
  readonly namespace?: string;
  readonly doc?: string;
  readonly fields: readonly AvroField[];
}

/** Whether a parsed schema file, known to be valid Avro, describes a record. */
export function isAvroRecord(schema: unknown): schema is AvroRecord {
  return typeof schema === 'object' && schema !== null && 'type' in schema && schema.type === 'record';
}
