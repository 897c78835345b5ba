import { outcomeOf } from '@tieout/core';
import { type CoreTxn, coreTxnSchema } from '@tieout/schemas';
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

const guardedValues = (record: CoreTxn): string[] => [record.account_ref, ...Object.values(record.metadata)];

/** The core banking ledger: the ledger of record. */
export const core: Normaliser<CoreTxn> = {
  source: 'core',
  schema: coreTxnSchema,
  guardedValues,
  normalise(record, arrival) {
    checkKey(arrival.key, record.txn_id);
    const ids = checkIds(record);
    checkText('currency', record.currency);
    checkText('account_ref', record.account_ref);
    checkMetadata(record.metadata);
    const currency = checkCurrency(record.currency);
    const amountMinor = checkMinorAmount(record.amount_minor);
    const eventTime = checkTime('posted_at', record.posted_at);
    checkNoCardNumber(guardedValues(record));
    checkPartition(ids.txnId, arrival);
    return {
      source: 'core',
      txnId: ids.txnId,
      eventId: ids.eventId,
      type: record.event_type,
      status: record.status,
      outcome: outcomeOf(record.event_type, record.status),
      amountMinor,
      currency,
      channel: record.channel,
      direction: record.direction,
      rail: null,
      feeMinor: null,
      reference: record.account_ref,
      clientTime: null,
      eventTime,
      appendTime: arrival.appendTime,
      partition: arrival.partition,
      offset: arrival.offset,
    };
  },
};
