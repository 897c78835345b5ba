import { RefusedField } from './errors.ts';

/** Names one movement of money, never reused. 1–64 characters of `[A-Za-z0-9._:-]`. */
export type TxnId = string & { readonly __brand: 'TxnId' };
/** Unique per source; an event re-sent keeps it. Same alphabet and length as TxnId. */
export type EventId = string & { readonly __brand: 'EventId' };

const ID = /^[A-Za-z0-9._:-]{1,64}$/;
const PROBLEM = 'must be 1 to 64 characters of A–Z a–z 0–9 . _ : -';

export function isTxnId(text: string): text is TxnId {
  return ID.test(text);
}

export function isEventId(text: string): text is EventId {
  return ID.test(text);
}

/** @throws {RefusedField} INVALID_FIELD */
export function txnId(text: string): TxnId {
  if (!isTxnId(text)) throw new RefusedField('txn_id', PROBLEM);
  return text;
}

/** @throws {RefusedField} INVALID_FIELD */
export function eventId(text: string): EventId {
  if (!isEventId(text)) throw new RefusedField('event_id', PROBLEM);
  return text;
}
