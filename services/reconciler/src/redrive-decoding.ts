import { SOURCES, TieoutError, type DeadLetterCode } from '@tieout/core';
import { partitionOf, type LogProducer, type OutgoingRecord } from '@tieout/runtime';
import type { Arrival, SourceReader } from '@tieout/sources';
import {
  PARENT_HEADER,
  positionText,
  type FinishedRedrive,
  type PerSource,
  type RawEvent,
  type Redrive,
  type RedriveOutcome,
  type WaitingLetter,
} from '@tieout/store';
import type { LaneIdentity } from './records.ts';

/** What came of decoding a dead letter again. */
export interface DecodedAgain {
  readonly outcome: RedriveOutcome;
  readonly letter: FinishedRedrive['letter'];
  /** To be kept, and judged. */
  readonly raw: RawEvent | null;
}

export interface DecodingParts {
  readonly lane: LaneIdentity;
  readonly readers: PerSource<SourceReader>;
  readonly producer: Pick<LogProducer, 'send'>;
}

/**
 * Reads a refused record again, under its original position and append time; publishes it where all that is wrong is the key it lies under.
 *
 * @throws {TieoutError} REGISTRY_UNAVAILABLE, KAFKA_UNAVAILABLE
 */
export async function decodeAgain(
  { position, letter }: Redrive,
  parts: DecodingParts,
): Promise<DecodedAgain> {
  const { lane, readers } = parts;
  const source = SOURCES.find((one) => lane.topics[one] === position.topic);
  const name = positionText(position);
  if (letter === null || source === undefined)
    return nothingDone('NOT_FOUND', `no record was refused at ${name}`);
  if (letter.redriven) return nothingDone('ALREADY_REDRIVEN', `${name} was redriven before`);
  const arrival: Arrival = {
    key: letter.key,
    partition: position.partition,
    partitionCount: lane.partitionCount,
    offset: position.offset,
    appendTime: letter.appendTime,
  };
  const reader = readers[source].fresh();
  const read = await readLearning(reader, letter.payload, arrival);
  if (read.kind === 'event') {
    const { event, schemaId } = read;
    if (schemaId === null || letter.payload === null)
      throw new TieoutError('INTERNAL', `an event of ${source} without bytes`);
    return {
      outcome: { result: 'accepted', txn_id: event.txnId },
      letter: { redriven: true },
      raw: { event, schemaId, payload: letter.payload },
    };
  }
  if (read.code === 'KEY_MISMATCH' || read.code === 'WRONG_PARTITION')
    return publishAnew(reader, letter, arrival, name, (record) =>
      parts.producer.send([{ topic: position.topic, ...record }]),
    );
  return refusedAgain(read.code, read.error);
}

export function refusedAgain(code: DeadLetterCode, error: string): DecodedAgain {
  return { outcome: { result: 'refused', code, error }, letter: { redriven: false, code, error }, raw: null };
}

function nothingDone(code: 'NOT_FOUND' | 'ALREADY_REDRIVEN', error: string): DecodedAgain {
  return { outcome: { result: 'refused', code, error }, letter: null, raw: null };
}

async function readLearning(
  reader: SourceReader,
  value: Buffer | null,
  arrival: Arrival,
): Promise<Exclude<ReturnType<SourceReader['read']>, { readonly kind: 'unseen' }>> {
  const first = reader.read(value, arrival);
  if (first.kind !== 'unseen') return first;
  await reader.learn(first.schemaId);
  const read = reader.read(value, arrival);
  if (read.kind === 'unseen')
    throw new TieoutError('INTERNAL', `schema ${read.schemaId} was learnt and is still unseen`);
  return read;
}

/** The same bytes under the key they name. Not where they would be refused there as well. */
async function publishAnew(
  reader: SourceReader,
  { payload, headers }: WaitingLetter,
  arrival: Arrival,
  name: string,
  send: (record: Omit<OutgoingRecord, 'topic'>) => ReturnType<LogProducer['send']>,
): Promise<DecodedAgain> {
  const key = payload && reader.rightKey(payload);
  if (payload === null || key === null)
    throw new TieoutError('INTERNAL', `${name} was decoded and cannot be`);
  const partition = partitionOf(key, arrival.partitionCount);
  const there = reader.read(payload, { ...arrival, key, partition });
  if (there.kind === 'unseen') throw new TieoutError('INTERNAL', `${name} was decoded and is unseen`);
  if (there.kind === 'refused') return refusedAgain(there.code, there.error);
  const sent = { ...headersToSend(headers), [PARENT_HEADER]: name };
  const [written] = await send({ key, value: payload, headers: sent });
  const position = `${written?.topicName}:${written?.partition}:${written?.baseOffset}`;
  return {
    outcome: { result: 'published', txn_id: there.event.txnId, position },
    letter: { redriven: true },
    raw: null,
  };
}

const HEX = /^hex:((?:[0-9a-f]{2})*)$/;

/** As they were kept: text, or the bytes in hex where they were none. */
function headersToSend(headers: WaitingLetter['headers']): Record<string, string | Buffer> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, text]) => {
      const hex = HEX.exec(text)?.[1];
      return [name, hex === undefined ? text : Buffer.from(hex, 'hex')];
    }),
  );
}
