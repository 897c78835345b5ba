import { TieoutError, type Source } from '@tieout/core';
import { createDecoder, type Decoded, type Decoder, type SchemaRegistry } from '@tieout/runtime';
import { coreTxnSchema, gatewayTxnSchema, mobileTxnSchema } from '@tieout/schemas';

/** A record's fields, or why they cannot be shown. */
type DecodedRecord =
  | { readonly fields: Readonly<Record<string, unknown>>; readonly error: null }
  | { readonly fields: null; readonly error: string };

export type DecodeRaw = (source: Source, payload: Buffer) => Promise<DecodedRecord>;

type Fields = Record<string, unknown>;

/** Reads values as the engine does, for people: amounts as digits. A registry that is away is told, and shuts nobody out from the bytes. */
export function createRawDecoder(registry: SchemaRegistry): DecodeRaw {
  const decoders: Readonly<Record<Source, Decoder<Fields>>> = {
    core: createDecoder(coreTxnSchema, registry),
    gateway: createDecoder(gatewayTxnSchema, registry),
    mobile: createDecoder(mobileTxnSchema, registry),
  };
  return async (source, payload) => {
    // What the registry did not know a while ago is asked for again.
    const decoder = decoders[source].fresh();
    const first = decoder.decode(payload);
    if (first.kind !== 'unseen') return shown(first);
    try {
      await decoder.learn(first.schemaId);
    } catch (error) {
      if (!(error instanceof TieoutError) || !error.retriable) throw error;
      return { fields: null, error: `schema ${first.schemaId} cannot be read now: the registry is away` };
    }
    return shown(decoder.decode(payload));
  };
}

function shown(decoded: Decoded<Fields>): DecodedRecord {
  switch (decoded.kind) {
    case 'record':
      return { fields: withDigits(decoded.record), error: null };
    case 'refused':
      return { fields: null, error: decoded.error };
    case 'unseen':
      return { fields: null, error: `schema ${decoded.schemaId} has not been learnt` };
  }
}

function withDigits(record: Fields): Fields {
  return Object.fromEntries(
    Object.entries(record).map(([name, value]) => [
      name,
      typeof value === 'bigint' ? value.toString() : value,
    ]),
  );
}
