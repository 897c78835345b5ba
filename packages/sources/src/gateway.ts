import { outcomeOf, RefusedField } from '@tieout/core';
import { type GatewayTxn, gatewayTxnSchema } from '@tieout/schemas';
import {
  checkCurrency,
  checkIds,
  checkKey,
  checkMetadata,
  checkMinorAmount,
  checkNoCardNumber,
  checkPartition,
  checkText,
  checkTime,
} from './fields.ts';
import type { Normaliser } from './normaliser.ts';

const guardedValues = (record: GatewayTxn): string[] => [
  record.gateway_ref,
  record.card_token ?? '',
  ...Object.values(record.metadata),
];

/** The payment gateway: the other book. */
export const gateway: Normaliser<GatewayTxn> = {
  source: 'gateway',
  schema: gatewayTxnSchema,
  guardedValues,
  normalise(record, arrival) {
    checkKey(arrival.key, record.txn_id);
    const ids = checkIds(record);
    checkText('currency', record.currency);
    checkText('gateway_ref', record.gateway_ref);
    if (record.card_token !== null) checkText('card_token', record.card_token);
    checkMetadata(record.metadata);
    if (record.fee_minor < 0n) throw new RefusedField('fee_minor', 'must not be negative');
    const currency = checkCurrency(record.currency);
    const amountMinor = checkMinorAmount(record.amount_minor);
    const eventTime = checkTime('captured_at', record.captured_at);
    checkNoCardNumber(guardedValues(record));
    checkPartition(ids.txnId, arrival);
    return {
      source: 'gateway',
      txnId: ids.txnId,
      eventId: ids.eventId,
      type: record.event_type,
      status: record.status,
      outcome: outcomeOf(record.event_type, record.status),
      amountMinor,
      currency,
      channel: record.channel,
      direction: null,
      rail: record.rail,
      feeMinor: record.fee_minor,
      reference: record.gateway_ref,
      clientTime: null,
      eventTime,
      appendTime: arrival.appendTime,
      partition: arrival.partition,
      offset: arrival.offset,
    };
  },
};
