import type { EventStatus, EventType, Outcome } from '../vocabulary.ts';

/** What an event says about the money. Rows in order; the first that fits decides. */
export function outcomeOf(type: EventType, status: EventStatus): Outcome {
  const undo = type === 'PAYMENT_REFUNDED' || type === 'LEDGER_REVERSED';
  const promise = type === 'PAYMENT_AUTHORIZED' || type === 'PAYMENT_INITIATED';
  const refusal = type === 'PAYMENT_FAILED' || type === 'LEDGER_REJECTED';

  // An undo that failed: what stood before still stands.
  if (undo && status === 'FAILED') return 'IGNORED';
  if (status === 'PENDING' || (promise && status === 'SUCCESS')) return 'PENDING';
  // A promise taken back (a void) never moved money.
  if (status === 'FAILED' || refusal || (promise && status === 'REVERSED')) return 'FAILED';
  if (status === 'REVERSED' || undo) return 'REVERSED';
  return 'SUCCESS';
}
