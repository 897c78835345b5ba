import { TieoutError, type Source, type SourceEvent } from '@tieout/core';
import type { LogRecord, RecordHeaders } from '@tieout/runtime';
import type { Arrival, SourceReader } from '@tieout/sources';
import type { DeadLetter, PerSource, RawEvent } from '@tieout/store';
import type { QueuedRecord } from './intake.ts';

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

/** Questions to the registry at a time: made-up ids must not hold a lane up one by one, nor flood the registry. */
const QUESTIONS_MAX = 8;

/**
 * Decodes and normalises. Synchronous but for schema ids never seen before, each asked for once.
 *
 * @throws {TieoutError} REGISTRY_UNAVAILABLE where not even the first record can be read yet
 */
export async function readRecords(
  records: readonly QueuedRecord[],
  lane: LaneIdentity,
  known: PerSource<SourceReader>,
): Promise<ReadRecords> {
  // The process's lanes share what was learnt. What the registry does not know each flush finds out for itself.
  const readers = { core: known.core.fresh(), gateway: known.gateway.fresh(), mobile: known.mobile.fresh() };
  const read = ({ source, record }: QueuedRecord): ReturnType<SourceReader['read']> =>
    readers[source].read(record.value, arrivalOf(record, lane));
  const results = records.map(read);
  const failure = await learnUnseen(records, results, readers);
  const raw: RawEvent[] = [];
  const deadLetters: ReadRecords['deadLetters'][number][] = [];
  let count = 0;
  for (const queued of records) {
    const { source, record } = queued;
    let result = results[count];
    if (result?.kind === 'unseen') result = read(queued);
    if (result === undefined || result.kind === 'unseen') {
      // The known ones before it need not wait for the registry.
      if (count > 0 && failure instanceof TieoutError && failure.retriable) break;
      throw failure ?? new TieoutError('INTERNAL', `a schema of ${source} was learnt and is still unseen`);
    }
    count++;
    if (result.kind === 'refused')
      deadLetters.push(deadLetterOf(queued, lane, readers[source], result.code, result.error));
    else if (result.schemaId !== null) raw.push(new Accepted(result.event, result.schemaId, record));
    else throw new TieoutError('INTERNAL', `an event of ${source} without bytes`);
  }
  return { raw, deadLetters, count };
}

/** Its payload stays where the record lies until it is written. */
class Accepted implements RawEvent {
  readonly event: SourceEvent;
  readonly schemaId: number;
  readonly #record: LogRecord;

  constructor(event: SourceEvent, schemaId: number, record: LogRecord) {
    this.event = event;
    this.schemaId = schemaId;
    this.#record = record;
  }

  get payload(): Buffer {
    const { value } = this.#record;
    if (value === null) throw new TieoutError('INTERNAL', `an event of ${this.event.source} without bytes`);
    return value;
  }
}

function arrivalOf({ key, offset, appendTime }: QueuedRecord['record'], lane: LaneIdentity): Arrival {
  const { partition, partitionCount } = lane;
  return { key, partition, partitionCount, offset, appendTime };
}

/** Learns what it can, in the order of the records, until the first failure, which it returns. */
async function learnUnseen(
  records: readonly QueuedRecord[],
  results: readonly ReturnType<SourceReader['read']>[],
  readers: PerSource<SourceReader>,
): Promise<unknown> {
  if (!results.some(({ kind }) => kind === 'unseen')) return undefined;
  const unseen = new Map<string, { source: Source; schemaId: number }>();
  for (const [index, { source }] of records.entries()) {
    const result = results[index];
    if (result?.kind === 'unseen')
      unseen.set(`${source} ${result.schemaId}`, { source, schemaId: result.schemaId });
  }
  const waiting = unseen.values();
  let failure: unknown;
  const ask = async (): Promise<void> => {
    for (const { source, schemaId } of waiting) {
      if (failure !== undefined) return;
      try {
        await readers[source].learn(schemaId);
      } catch (error) {
        failure ??= error;
      }
    }
  };
  await Promise.all(Array.from({ length: QUESTIONS_MAX }, ask));
  return failure;
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
