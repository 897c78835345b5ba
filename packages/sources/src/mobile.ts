import { outcomeOf, RefusedField } from '@tieout/core';
import { type MobileTxn, mobileTxnSchema } from '@tieout/schemas';
import { parseClientTime } from './client-time.ts';
import {
  checkCurrency,
  checkIds,
  checkKey,
  checkMajorAmount,
  checkMetadata,
  checkNoCardNumber,
  checkPartition,
  checkText,
  checkTime,
} from './fields.ts';
import type { Normaliser } from './normaliser.ts';

const TEXT_FIELDS = ['amount', 'currency', 'client_time', 'device_id', 'app_version'] as const;

const guardedValues = (record: MobileTxn): string[] => Object.values(record.metadata);

/** The mobile app: a witness, what the customer saw. */
export const mobile: Normaliser<MobileTxn> = {
  source: 'mobile',
  schema: mobileTxnSchema,
  guardedValues,
  normalise(record, arrival) {
    checkKey(arrival.key, record.txn_id);
    const ids = checkIds(record);
    for (const field of TEXT_FIELDS) checkText(field, record[field]);
    checkMetadata(record.metadata);
    const currency = checkCurrency(record.currency);
    const amountMinor = checkMajorAmount(record.amount, currency);
    const eventTime = checkClientTime(record.client_time);
    checkNoCardNumber(guardedValues(record));
    checkPartition(ids.txnId, arrival);
    return {
      source: 'mobile',
      txnId: ids.txnId,
      eventId: ids.eventId,
      type: record.event_type,
      status: record.status,
      outcome: outcomeOf(record.event_type, record.status),
      amountMinor,
      currency,
      channel: null,
      direction: null,
      rail: null,
      feeMinor: null,
      reference: null,
      clientTime: record.client_time,
      eventTime,
      appendTime: arrival.appendTime,
      partition: arrival.partition,
      offset: arrival.offset,
    };
  },
};

function checkClientTime(text: string): number {
  const time = parseClientTime(text);
  if (time === undefined) {
    throw new RefusedField(
      'client_time',
      'must be a date and time with offset, such as 2026-01-31T14:03:22.418+05:30',
      'INVALID_TIME',
    );
  }
  return checkTime('client_time', time);
}
