import { SOURCES, TieoutError, type Source, type SourceEvent } from '@tieout/core';
import type { RecordHeaders } from '@tieout/runtime';
import type { DeadLetter, PerSource, RawEvent } from '@tieout/store';
import type { QueuedRecord } from './intake.ts';
import type { Arrival, SourceReader } from './sources/index.ts';

export interface LaneIdentity {
  readonly partition: number;
  readonly partitionCount: number;
  readonly topics: PerSource<string>;
}

/** What a flush's records came to, each side in the order of the log within a source. */
export interface ReadRecords {
  readonly raw: readonly RawEvent[];
  readonly deadLetters: readonly (DeadLetter & { readonly source: Source })[];
  /** How many of the records these are: all, or those before the first whose schema the registry could not be asked for. */
  readonly count: number;
}

/**
 * Decodes and normalises. Synchronous but for a schema id never seen before.
 *
 * @throws {TieoutError} REGISTRY_UNAVAILABLE where not even the first record can be read yet
 */
export async function readRecords(
  records: readonly QueuedRecord[],
  lane: LaneIdentity,
  readers: PerSource<SourceReader>,
): Promise<ReadRecords> {
  for (const source of SOURCES) readers[source].forgetUnknown();
  const raw: RawEvent[] = [];
  const deadLetters: ReadRecords['deadLetters'][number][] = [];
  let count = 0;
  for (const queued of records) {
    const reader = readers[queued.source];
    const { record } = queued;
    const arrival: Arrival = {
      key: record.key,
      partition: lane.partition,
      partitionCount: lane.partitionCount,
      offset: record.offset,
      appendTime: record.appendTime,
    };
    let read = reader.read(record.value, arrival);
    if (read.kind === 'unseen') {
      try {
        await reader.learn(read.schemaId);
      } catch (error) {
        // The known ones before it need not wait for the registry.
        if (count > 0 && error instanceof TieoutError && error.retriable) break;
        throw error;
      }
      read = reader.read(record.value, arrival);
    }
    count++;
    if (read.kind === 'event' && read.schemaId !== null && record.value !== null)
      raw.push({ event: read.event, schemaId: read.schemaId, payload: record.value });
    else if (read.kind === 'refused')
      deadLetters.push(deadLetterOf(queued, lane, reader, read.code, read.error));
    else throw new TieoutError('INTERNAL', `schema ${read.schemaId} was learnt and is still unseen`);
  }
  return { raw, deadLetters, count };
}

/** @param code why; the bytes are kept as they are, but for card numbers */
export function deadLetterOf(
  { source, record }: QueuedRecord,
  lane: LaneIdentity,
  reader: SourceReader,
  code: DeadLetter['code'],
  error: string,
): ReadRecords['deadLetters'][number] {
  return {
    source,
    topic: lane.topics[source],
    partition: lane.partition,
    offset: record.offset,
    appendTime: record.appendTime,
    key: record.key,
    code,
    error,
    payload: record.value === null ? null : reader.keepable(record.value),
    headers: headersAsText(record.headers),
  };
}

/** Events of each transaction. IGNORED ones are kept raw only. */
export function eventsByTransaction(raw: readonly RawEvent[]): Map<SourceEvent['txnId'], SourceEvent[]> {
  const byTransaction = new Map<SourceEvent['txnId'], SourceEvent[]>();
  for (const { event } of raw) {
    if (event.outcome === 'IGNORED') continue;
    const known = byTransaction.get(event.txnId);
    if (known === undefined) byTransaction.set(event.txnId, [event]);
    else known.push(event);
  }
  return byTransaction;
}

/** Header values as text where they are UTF-8 without NUL, which jsonb cannot hold; else in hex, said so. */
function headersAsText(headers: RecordHeaders): Record<string, string> {
  const text: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    const values = Array.isArray(value) ? value : [value];
    text[storable(Buffer.from(name))] = values
      .filter((one) => one !== undefined)
      .map((one) => storable(typeof one === 'string' ? Buffer.from(one) : one))
      .join(', ');
  }
  return text;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function storable(bytes: Buffer): string {
  try {
    const text = utf8.decode(bytes);
    if (!text.includes('\0')) return text;
  } catch {
    // Not UTF-8: shown in hex below.
  }
  return `hex:${bytes.toString('hex')}`;
}
