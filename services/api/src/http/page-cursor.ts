import { z } from 'zod';
import type { Cursor, DeadLetterPageKey, PageKey } from '@tieout/store/reading';
import { InvalidRequest } from './problem.ts';

/* Cursors are opaque to clients: what they hold may change, and nobody builds one by hand. */

const TxnCursor = z.tuple([z.int().nonnegative().max(8.64e15), z.string().max(64)]);
const DeadLetterCursor = z.tuple([
  z.iso.datetime({ precision: 6 }),
  z.string().max(249),
  z.int().nonnegative().max(0x7fffffff),
  z.string().regex(/^\d{1,18}$/),
]);
const AccessCursor = z.record(z.string().max(32), z.int().nonnegative());

export function txnCursor({ firstSeenAt, txnId }: PageKey): string {
  return encode([firstSeenAt, txnId]);
}

export function readTxnCursor(text: string): PageKey {
  const [firstSeenAt, txnId] = decode(TxnCursor, text);
  return { firstSeenAt, txnId };
}

export function deadLetterCursor({ refusedAt, topic, partition, offset }: DeadLetterPageKey): string {
  return encode([refusedAt, topic, partition, offset]);
}

export function readDeadLetterCursor(text: string): DeadLetterPageKey {
  const [refusedAt, topic, partition, offset] = decode(DeadLetterCursor, text);
  return { refusedAt, topic, partition, offset };
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
  try {
    return schema.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
  } catch {
    throw new InvalidRequest([{ field: 'cursor', problem: 'not a cursor of this list' }]);
  }
}
