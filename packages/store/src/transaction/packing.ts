import {
  CHANNELS,
  DIRECTIONS,
  EVENT_STATUSES,
  isEventId,
  NO_WORK,
  outcomeOf,
  RAILS,
  REASONS,
  SOURCES,
  TieoutError,
  VERDICT_STATUSES,
  type Currency,
  type EventType,
  type Reason,
  type SourceEvent,
  type TxnId,
  type Work,
} from '@tieout/core';
import { ByteReader } from './byte-reader.ts';
import { ByteWriter } from './byte-writer.ts';
import { packResolution, unpackResolution } from './resolution.ts';
import type { StoredTransaction } from './stored-transaction.ts';
import { packWork, unpackWork } from './work.ts';

// Layout 1. A transaction waiting for its second leg takes about 90 bytes, so that millions of open ones fit into Redis. The
// positions in these lists are on disk: a list may only grow at its end, and a change of layout takes a new version number.
const LAYOUT = 1;
const TYPES: readonly EventType[] = [
  'LEDGER_POSTED',
  'LEDGER_REVERSED',
  'LEDGER_REJECTED',
  'PAYMENT_AUTHORIZED',
  'PAYMENT_CAPTURED',
  'PAYMENT_FAILED',
  'PAYMENT_REFUNDED',
  'PAYMENT_INITIATED',
  'PAYMENT_CONFIRMED',
];
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

const HAS_BROKEN_AT = 1 << 4;
const HAS_RESOLUTION = 1 << 5;
const TOO_MANY = 1 << 6;
/** Of few transactions: what people did about it, or a row written again without its visible verdict changing. */
const HAS_WORK = 1 << 7;

const ID_IS_UUID = 1 << 4;
const HAS_REFERENCE = 1 << 5;
const HAS_CLIENT_TIME = 1 << 6;
const HAS_FEE = 1 << 7;

// Packing is synchronous, so one writer serves the whole process without an allocation a transaction.
const writer = new ByteWriter();

/** Bytes of everything but the transaction's id, which is the key they are kept under. */
export function packTransaction(transaction: StoredTransaction): Buffer {
  const { revision, state, status, reasons, judgedAt, verdictRevision } = transaction;
  const hasWork = state.work !== NO_WORK || verdictRevision !== revision;
  writer.byte(LAYOUT);
  writer.natural(revision);
  writer.byte(
    indexIn(VERDICT_STATUSES, status) |
      (state.brokenAt === null ? 0 : HAS_BROKEN_AT) |
      (state.resolution === null ? 0 : HAS_RESOLUTION) |
      (state.tooMany ? TOO_MANY : 0) |
      (hasWork ? HAS_WORK : 0),
  );
  writer.natural(reasons.reduce((mask, reason) => mask | (1 << indexIn(REASONS, reason)), 0));
  writer.integer(judgedAt);
  // Every other time lies near this one and is written as the distance from it.
  if (state.brokenAt !== null) writer.integer(state.brokenAt - judgedAt);
  if (state.resolution !== null) writer.text(packResolution(state.resolution));
  if (hasWork) {
    writer.natural(revision - verdictRevision);
    writer.text(state.work === NO_WORK ? '' : packWork(state.work));
  }
  writer.natural(state.events.length);
  for (const event of state.events) packEvent(event, judgedAt);
  return writer.take();
}

function packEvent(event: SourceEvent, base: number): void {
  const uuid = UUID.test(event.eventId);
  writer.byte(
    indexIn(SOURCES, event.source) |
      (indexIn(EVENT_STATUSES, event.status) << 2) |
      (uuid ? ID_IS_UUID : 0) |
      (event.reference === null ? 0 : HAS_REFERENCE) |
      (event.clientTime === null ? 0 : HAS_CLIENT_TIME) |
      (event.feeMinor === null ? 0 : HAS_FEE),
  );
  writer.byte(indexIn(TYPES, event.type) | (optionalIn(CHANNELS, event.channel) << 4));
  writer.byte(optionalIn(DIRECTIONS, event.direction) | (optionalIn(RAILS, event.rail) << 2));
  if (uuid) writer.hex(event.eventId.replaceAll('-', ''));
  else writer.text(event.eventId);
  writer.bigint(event.amountMinor);
  writer.ascii(event.currency);
  if (event.feeMinor !== null) writer.bigint(event.feeMinor);
  if (event.reference !== null) writer.text(event.reference);
  if (event.clientTime !== null) writer.text(event.clientTime);
  writer.integer(event.eventTime - base);
  writer.integer(event.appendTime - base);
  writer.natural(event.partition);
  writer.bigint(event.offset);
}

/** @throws {TieoutError} INVALID_STATE where the bytes are not a packed transaction of a known layout */
export function unpackTransaction(txnId: TxnId, bytes: Buffer): StoredTransaction {
  const reader = new ByteReader(bytes);
  const layout = reader.byte();
  if (layout !== LAYOUT) throw new TieoutError('INVALID_STATE', `unknown layout ${layout} of ${txnId}`);
  const revision = reader.natural();
  const flags = reader.byte();
  const mask = reader.natural();
  const judgedAt = reader.integer();
  const brokenAt = flags & HAS_BROKEN_AT ? reader.integer() + judgedAt : null;
  const resolution = flags & HAS_RESOLUTION ? unpackResolution(reader.text()) : null;
  const verdictRevision = flags & HAS_WORK ? revision - reader.natural() : revision;
  const work = flags & HAS_WORK ? workOf(reader.text()) : NO_WORK;
  const events: SourceEvent[] = [];
  for (let left = reader.natural(); left > 0; left--) events.push(unpackEvent(reader, txnId, judgedAt));
  if (!reader.done) throw new TieoutError('INVALID_STATE', `trailing bytes after ${txnId}`);
  return {
    txnId,
    revision,
    status: at(VERDICT_STATUSES, flags & 15),
    reasons: reasonsOf(mask),
    judgedAt,
    verdictRevision,
    state: { events, tooMany: (flags & TOO_MANY) !== 0, resolution, work, brokenAt },
  };
}

function unpackEvent(reader: ByteReader, txnId: TxnId, base: number): SourceEvent {
  const flags = reader.byte();
  const kind = reader.byte();
  const way = reader.byte();
  const type = at(TYPES, kind & 15);
  const status = at(EVENT_STATUSES, (flags >> 2) & 3);
  const eventId = flags & ID_IS_UUID ? dashed(reader.hex(16)) : reader.text();
  return {
    source: at(SOURCES, flags & 3),
    eventId: checked(eventId, isEventId),
    txnId,
    type,
    status,
    outcome: outcomeOf(type, status),
    channel: optionalAt(CHANNELS, kind >> 4),
    direction: optionalAt(DIRECTIONS, way & 3),
    rail: optionalAt(RAILS, way >> 2),
    amountMinor: reader.bigint(),
    currency: checked(reader.ascii(3), isCode),
    feeMinor: flags & HAS_FEE ? reader.bigint() : null,
    reference: flags & HAS_REFERENCE ? reader.text() : null,
    clientTime: flags & HAS_CLIENT_TIME ? reader.text() : null,
    eventTime: reader.integer() + base,
    appendTime: reader.integer() + base,
    partition: reader.natural(),
    offset: reader.bigint(),
  };
}

/** Not the table of currencies: what was stored stays readable when a currency leaves it. */
function isCode(text: string): text is Currency {
  return /^[A-Z]{3}$/.test(text);
}

function checked<T extends string>(text: string, is: (text: string) => text is T): T {
  if (is(text)) return text;
  throw new TieoutError('INVALID_STATE', `${JSON.stringify(text)} in a packed transaction`);
}

function dashed(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

function workOf(text: string): Work {
  return text === '' ? NO_WORK : unpackWork(text);
}

function reasonsOf(mask: number): Reason[] {
  return REASONS.filter((_, index) => (mask & (1 << index)) !== 0);
}

function indexIn<T extends string>(list: readonly T[], value: T): number {
  const index = list.indexOf(value);
  if (index === -1) throw new TieoutError('INVALID_STATE', `${value} cannot be packed`);
  return index;
}

/** 0 is "none". */
function optionalIn<T extends string>(list: readonly T[], value: T | null): number {
  return value === null ? 0 : indexIn(list, value) + 1;
}

function at<T>(list: readonly T[], index: number): T {
  const value = list[index];
  if (value === undefined)
    throw new TieoutError('INVALID_STATE', `no value ${index} in a list of ${list.length}`);
  return value;
}

function optionalAt<T>(list: readonly T[], index: number): T | null {
  return index === 0 ? null : at(list, index - 1);
}
