import { currency, emptyState, eventId, fold, outcomeOf, txnId, type SourceEvent } from '@tieout/core';
import { packTransaction } from '@tieout/store';

/** The packed events of a payment that bank and gateway tell of alike. */
export function sampleState(): Buffer {
  const id = txnId('BULK-000000001');
  const inr = currency('INR');
  if (inr === undefined) throw new Error('INR is a currency');
  const at = Date.parse('2026-03-01T09:00:00Z');
  const event = (source: 'core' | 'gateway', type: SourceEvent['type']): SourceEvent => ({
    source,
    eventId: eventId(`${source}-1`),
    txnId: id,
    type,
    status: 'SUCCESS',
    outcome: outcomeOf(type, 'SUCCESS'),
    amountMinor: 500_000n,
    currency: inr,
    channel: 'WEB',
    direction: source === 'core' ? 'DEBIT' : null,
    rail: source === 'gateway' ? 'CARD' : null,
    feeMinor: source === 'gateway' ? 9_000n : null,
    reference: `${source}-reference`,
    clientTime: null,
    eventTime: at,
    appendTime: at,
    partition: 0,
    offset: 1n,
  });
  const state = fold(emptyState(), [event('core', 'LEDGER_POSTED'), event('gateway', 'PAYMENT_CAPTURED')]);
  return packTransaction({
    txnId: id,
    revision: 1,
    state,
    status: 'MATCHED',
    reasons: [],
    judgedAt: at,
    verdictRevision: 1,
  });
}
