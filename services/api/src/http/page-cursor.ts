import { z } from 'zod';
import type { Cursor, PageKey } from '@tieout/store/reading';
import { InvalidRequest } from './problem.ts';

/* Cursors are opaque to clients: what they hold may change, and nobody builds one by hand. */

const TxnCursor = z.tuple([z.int().nonnegative().max(8.64e15), z.string().max(64)]);
const AccessCursor = z.record(z.string().max(32), z.int().nonnegative());

export function txnCursor({ firstSeenAt, txnId }: PageKey): string {
  return encode([firstSeenAt, txnId]);
}

export function readTxnCursor(text: string): PageKey {
  const [firstSeenAt, txnId] = decode(TxnCursor, text);
  return { firstSeenAt, txnId };
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
