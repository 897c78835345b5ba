import {
  type Currency,
  type EventId,
  RefusedField,
  type TxnId,
  currency,
  eventId,
  parseMajor,
  txnId,
} from '@tieout/core';
import { partitionOf } from '@tieout/runtime';
import { isCardNumber } from './card-number.ts';
import type { Arrival } from './normaliser.ts';

// The checks of the wire contract that several sources share. Each throws RefusedField with its code; callers run them in the
// order of DEAD_LETTER_CODES, so that a record carries the first that fits.

const TEXT_CODE_POINTS_MAX = 256;
const METADATA_ENTRIES_MAX = 32;
/** Times lie in [2000-01-01, 2100-01-01). */
const TIME_MIN = Date.UTC(2000, 0, 1);
const TIME_END = Date.UTC(2100, 0, 1);
/** U+0000–001F and U+007F–009F: exactly Unicode's category Cc. */
const CONTROL = /\p{Cc}/u;

/** KEY_MISMATCH: the key is the txn_id in UTF-8, so that all records of a payment are in one partition. */
export function checkKey(key: Buffer | null, id: string): void {
  if (key === null || key.length === 0) throw new RefusedField('key', 'must not be empty', 'KEY_MISMATCH');
  if (key.toString('utf8') !== id || key.length !== Buffer.byteLength(id))
    throw new RefusedField('key', 'must be the txn_id', 'KEY_MISMATCH');
}

/** INVALID_FIELD */
export function checkIds(record: { txn_id: string; event_id: string }): { txnId: TxnId; eventId: EventId } {
  return { txnId: txnId(record.txn_id), eventId: eventId(record.event_id) };
}

/** INVALID_FIELD: at most 256 code points, none of them a control character. */
export function checkText(field: string, value: string): void {
  // A string has at least half as many code points as code units: only those between are counted.
  if (value.length > TEXT_CODE_POINTS_MAX && codePoints(value) > TEXT_CODE_POINTS_MAX)
    throw new RefusedField(field, `must have at most ${TEXT_CODE_POINTS_MAX} characters`);
  if (CONTROL.test(value)) throw new RefusedField(field, 'must not contain control characters');
}

/** INVALID_FIELD */
export function checkMetadata(metadata: Readonly<Record<string, string>>): void {
  const entries = Object.entries(metadata);
  if (entries.length > METADATA_ENTRIES_MAX)
    throw new RefusedField('metadata', `must have at most ${METADATA_ENTRIES_MAX} entries`);
  for (const [name, value] of entries) {
    checkText('metadata', name);
    checkText(`metadata.${name}`, value);
  }
}

/** UNKNOWN_CURRENCY */
export function checkCurrency(code: string): Currency {
  const known = currency(code);
  if (known === undefined)
    throw new RefusedField('currency', 'must be a current ISO 4217 code in upper case', 'UNKNOWN_CURRENCY');
  return known;
}

/** INVALID_AMOUNT */
export function checkMinorAmount(amountMinor: bigint): bigint {
  if (amountMinor < 0n) throw new RefusedField('amount_minor', 'must not be negative', 'INVALID_AMOUNT');
  return amountMinor;
}

/** INVALID_AMOUNT */
export function checkMajorAmount(amount: string, code: Currency): bigint {
  const minor = parseMajor(amount, code);
  if (minor === undefined) {
    throw new RefusedField(
      'amount',
      `must be digits, optionally a point and no more decimals than ${code} has, such as 100.50`,
      'INVALID_AMOUNT',
    );
  }
  return minor;
}

/** INVALID_TIME */
export function checkTime(field: string, time: number): number {
  if (!(time >= TIME_MIN && time < TIME_END))
    throw new RefusedField(field, 'must lie between 2000-01-01 and 2100-01-01', 'INVALID_TIME');
  return time;
}

/** PAN_LIKE. The error never repeats the value. */
export function checkNoCardNumber(values: readonly string[]): void {
  if (values.some((value) => isCardNumber(value)))
    throw new RefusedField('value', 'looks like a card number; send a token instead', 'PAN_LIKE');
}

/** WRONG_PARTITION: the partition Kafka's own hash gives the key; else the payment's records would meet in no lane. */
export function checkPartition(id: TxnId, { partition, partitionCount }: Arrival): void {
  const right = partitionOf(Buffer.from(id, 'latin1'), partitionCount);
  if (right !== partition)
    throw new RefusedField('partition', `must be ${right} for this key, not ${partition}`, 'WRONG_PARTITION');
}

function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}
