import type { AvroField, AvroPrimitive, AvroRecord, AvroSchema } from './avro-schema.ts';

const PRIMITIVES: Readonly<Record<AvroPrimitive, string>> = {
  null: 'null',
  string: 'string',
  boolean: 'boolean',
  long: 'bigint',
  int: 'number',
  double: 'number',
  bytes: 'Buffer',
};

/**
 * The TypeScript module of one record: its interface and the schema itself, so that a process needs no file at run time.
 * Every long is a bigint (money must be exact over 64 bits) but timestamp-millis, which are plain numbers of milliseconds.
 */
export function moduleOf(schema: AvroRecord, sourceFile: string): string {
  const enums = new Map<string, readonly string[]>();
  const fields = schema.fields.map((field) => fieldText(field, enums)).join('\n');
  const enumTypes = [...enums].map(([name, symbols]) => enumText(name, symbols)).join('');
  const valueName = schema.name.charAt(0).toLowerCase() + schema.name.slice(1);
  return `// Generated from ${sourceFile} by "pnpm --filter @tieout/schemas generate". Do not edit.
import type { AvroRecord } from '../avro-schema.ts';
${enumTypes}
${docText(schema.doc, '')}export interface ${schema.name} {
${fields}
}

export const ${valueName}Schema: AvroRecord = ${JSON.stringify(schema, null, 2)};
`;
}

function fieldText(field: AvroField, enums: Map<string, readonly string[]>): string {
  return `${docText(field.doc, '  ')}  ${field.name}: ${typeText(field.type, enums)};`;
}

function docText(doc: string | undefined, indent: string): string {
  return doc === undefined ? '' : `${indent}/** ${doc} */\n`;
}

function enumText(name: string, symbols: readonly string[]): string {
  return `\ntype ${name} = ${symbols.map((symbol) => `'${symbol}'`).join(' | ')};`;
}

function typeText(schema: AvroSchema, enums: Map<string, readonly string[]>): string {
  if (typeof schema === 'string') return PRIMITIVES[schema];
  if (isUnion(schema)) return schema.map((branch) => typeText(branch, enums)).join(' | ');
  switch (schema.type) {
    case 'long':
      return 'number';
    case 'enum':
      enums.set(schema.name, schema.symbols);
      return schema.name;
    case 'map':
      return `Record<string, ${typeText(schema.values, enums)}>`;
    case 'array':
      return `${typeText(schema.items, enums)}[]`;
    default:
      throw new Error(
        `record ${schema.name}: a record within a record is not supported; our records are flat`,
      );
  }
}

function isUnion(schema: AvroSchema): schema is readonly AvroSchema[] {
  return Array.isArray(schema);
}
