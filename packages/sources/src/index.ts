import { RefusedField, type Source } from '@tieout/core';
import { createDecoder, type Decoder, type SchemaRegistry } from '@tieout/runtime';
import { RECORD_VALUE_BYTES_MAX } from '@tieout/schemas';
import { maskRuns, maskValues } from './card-number.ts';
import { core } from './core.ts';
import { gateway } from './gateway.ts';
import { mobile } from './mobile.ts';
import type { Arrival, Normalised, Normaliser } from './normaliser.ts';

export type { Arrival } from './normaliser.ts';

/** How the engine reads one source's records, whatever their shape. */
export interface SourceReader {
  readonly source: Source;
  /** Synchronous. `unseen`: the registry has to be asked for this schema id first; `learn` it, then read again. */
  read(
    value: Buffer | null,
    arrival: Arrival,
  ):
    | (Normalised & { readonly schemaId: number | null })
    | { readonly kind: 'unseen'; readonly schemaId: number };
  /** @throws TieoutError REGISTRY_UNAVAILABLE, retriable */
  learn(schemaId: number): Promise<void>;
  /** For one flush: an id that the registry did not know a while ago, or does not know by somebody else's question, is asked for again. */
  fresh(): SourceReader;
  /** The bytes to keep of a refused record: exact, but for card numbers. */
  keepable(value: Buffer): Buffer;
  /** The key the record should have: its txn_id in UTF-8. Null where it cannot be decoded. */
  rightKey(value: Buffer): Buffer | null;
}

/** One reader a source. A new source is one more line here. */
export function createSourceReaders(registry: SchemaRegistry): Readonly<Record<Source, SourceReader>> {
  return {
    core: createReader(core, createDecoder(core.schema, registry)),
    gateway: createReader(gateway, createDecoder(gateway.schema, registry)),
    mobile: createReader(mobile, createDecoder(mobile.schema, registry)),
  };
}

function createReader<Wire extends { readonly txn_id: string }>(
  normaliser: Normaliser<Wire>,
  decoder: Decoder<Wire>,
): SourceReader {
  return {
    source: normaliser.source,
    read(value, arrival) {
      if (value !== null && value.length > RECORD_VALUE_BYTES_MAX) {
        const error = `the value has ${value.length} bytes, ${RECORD_VALUE_BYTES_MAX} are allowed`;
        return { kind: 'refused', code: 'TOO_LARGE', error, schemaId: null };
      }
      const decoded = decoder.decode(value);
      if (decoded.kind !== 'record') return decoded;
      const { schemaId } = decoded;
      try {
        return { kind: 'event', event: normaliser.normalise(decoded.record, arrival), schemaId };
      } catch (error) {
        if (!(error instanceof RefusedField)) throw error;
        return { kind: 'refused', code: error.code, error: error.message, schemaId };
      }
    },
    learn: (schemaId) => decoder.learn(schemaId),
    fresh: () => createReader(normaliser, decoder.fresh()),
    keepable(value) {
      const decoded = decoder.decode(value);
      return decoded.kind === 'record'
        ? maskValues(value, normaliser.guardedValues(decoded.record))
        : maskRuns(value);
    },
    rightKey(value) {
      const decoded = decoder.decode(value);
      return decoded.kind === 'record' ? Buffer.from(decoded.record.txn_id) : null;
    },
  };
}
