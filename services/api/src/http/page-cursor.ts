import { SOURCES, TieoutError } from '@tieout/core';
import type { Cursor, DeadLetterPageKey, PageKey, RawRecordKey, TxnSort } from '@tieout/store/reading';
import { z } from 'zod';
import { InvalidRequest } from './problem.ts';

/* Cursors are opaque to clients: what they hold may change, and nobody builds one by hand. */

const at = z.iso.datetime({ precision: 3 });
const minor = z.string().regex(/^(-1|\d{1,40})$/);
const txnId = z.string().min(1).max(64);
const TXN_KEYS = {
  time: z.tuple([at, txnId]),
  severity: z.tuple([z.string().regex(/^[1-4]$/), at, txnId]),
  age: z.tuple([at, txnId]),
  at_risk: z.tuple([minor, txnId]),
  discrepancy: z.tuple([minor, txnId]),
} as const satisfies Record<TxnSort, z.ZodType<PageKey>>;
/** What it is a place in, and the place. */
const TxnCursor = z.tuple([z.string().max(64), z.array(z.string().max(64))]);
const DeadLetterCursor = z.tuple([
  z.iso.datetime({ precision: 6 }),
  z.string().max(249),
  z.int().nonnegative().max(0x7fffffff),
  z.string().regex(/^\d{1,18}$/),
]);
const RawEventCursor = z.tuple([
  z.int().nonnegative().max(8.64e15),
  z.enum(SOURCES),
  z.string().regex(/^\d{1,18}$/),
]);
const AccessCursor = z.record(z.string().max(32), z.int().nonnegative());

/** @param list which list the place is in: its filter and order, see `listName` */
export function txnCursor(list: string, key: PageKey): string {
  return encode([list, key]);
}

/** @throws {TieoutError} CURSOR_OF_ANOTHER_QUERY where it is a place in another list */
export function readTxnCursor(list: string, sort: TxnSort, text: string): PageKey {
  const [givenList, key] = decode(TxnCursor, text);
  if (givenList !== list) {
    throw new TieoutError(
      'CURSOR_OF_ANOTHER_QUERY',
      'the cursor was given for another filter or order: begin again without it',
    );
  }
  return checked(TXN_KEYS[sort], key);
}

export function deadLetterCursor({ refusedAt, topic, partition, offset }: DeadLetterPageKey): string {
  return encode([refusedAt, topic, partition, offset]);
}

export function readDeadLetterCursor(text: string): DeadLetterPageKey {
  const [refusedAt, topic, partition, offset] = decode(DeadLetterCursor, text);
  return { refusedAt, topic, partition, offset };
}

export function rawEventCursor({ appendTime, source, offset }: RawRecordKey): string {
  return encode([appendTime, source, offset]);
}

export function readRawEventCursor(text: string): RawRecordKey {
  const [appendTime, source, offset] = decode(RawEventCursor, text);
  return { appendTime, source, offset };
}

export function accessCursor(cursor: Cursor): string {
  return encode(cursor);
}

export function readAccessCursor(text: string): Cursor {
  return decode(AccessCursor, text);
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function decode<T extends z.ZodType>(schema: T, text: string): z.infer<T> {
  let given: unknown;
  try {
    given = JSON.parse(Buffer.from(text, 'base64url').toString());
  } catch {
    throw notACursor();
  }
  return checked(schema, given);
}

function checked<T extends z.ZodType>(schema: T, given: unknown): z.infer<T> {
  const { success, data } = schema.safeParse(given);
  if (!success) throw notACursor();
  return data;
}

function notACursor(): InvalidRequest {
  return new InvalidRequest([{ field: 'cursor', problem: 'not a cursor of this list' }]);
}
