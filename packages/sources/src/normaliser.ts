import type { DeadLetterCode, Source, SourceEvent } from '@tieout/core';
import type { AvroRecord } from '@tieout/schemas';

/** Where and when the broker stored a record, and under which key. */
export interface Arrival {
  /** Null where the record had none. */
  readonly key: Buffer | null;
  readonly partition: number;
  readonly partitionCount: number;
  readonly offset: bigint;
  /** LogAppendTime, ms UTC. */
  readonly appendTime: number;
}

export type Normalised =
  | { readonly kind: 'event'; readonly event: SourceEvent }
  | { readonly kind: 'refused'; readonly code: DeadLetterCode; readonly error: string };

/** How one source's records become events. Adding a source is one such entry, and one line in the index. */
export interface Normaliser<Wire> {
  readonly source: Source;
  /** The reader's schema. */
  readonly schema: AvroRecord;
  /**
   * Judges the record by the wire contract, check by check in the order of DEAD_LETTER_CODES.
   *
   * @throws {RefusedField} with the first code that fits
   */
  readonly normalise: (record: Wire, arrival: Arrival) => SourceEvent;
  /** The values in which a card number must never be kept. */
  readonly guardedValues: (record: Wire) => string[];
}
