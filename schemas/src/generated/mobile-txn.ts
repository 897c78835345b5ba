// Generated from mobile-txn.avsc by "pnpm --filter @tieout/schemas generate". Do not edit.
import type { AvroRecord } from '../avro-schema.ts';

type MobileEventType = 'PAYMENT_INITIATED' | 'PAYMENT_CONFIRMED' | 'PAYMENT_FAILED';
type EventStatus = 'SUCCESS' | 'FAILED' | 'PENDING' | 'REVERSED';
/** What the customer's app saw of a payment: a witness, not a book. */
export interface MobileTxn {
  /** Unique per source; an event sent again keeps it. 1-64 of [A-Za-z0-9._:-]. */
  event_id: string;
  /** One movement of money, never reused. 1-64 of [A-Za-z0-9._:-]. Equal to the record's key. */
  txn_id: string;
  event_type: MobileEventType;
  status: EventStatus;
  /** Major units as the app showed them: digits, optionally a point and digits, such as 100.50. */
  amount: string;
  /** ISO 4217, upper case. */
  currency: string;
  /** The phone's clock, ISO 8601 with offset; shown, never judged. */
  client_time: string;
  device_id: string;
  app_version: string;
  metadata: Record<string, string>;
}

export const mobileTxnSchema: AvroRecord = {
  "type": "record",
  "name": "MobileTxn",
  "namespace": "tieout",
  "doc": "What the customer's app saw of a payment: a witness, not a book.",
  "fields": [
    {
      "name": "event_id",
      "type": "string",
      "doc": "Unique per source; an event sent again keeps it. 1-64 of [A-Za-z0-9._:-]."
    },
    {
      "name": "txn_id",
      "type": "string",
      "doc": "One movement of money, never reused. 1-64 of [A-Za-z0-9._:-]. Equal to the record's key."
    },
    {
      "name": "event_type",
      "type": {
        "type": "enum",
        "name": "MobileEventType",
        "symbols": [
          "PAYMENT_INITIATED",
          "PAYMENT_CONFIRMED",
          "PAYMENT_FAILED"
        ]
      }
    },
    {
      "name": "status",
      "type": {
        "type": "enum",
        "name": "EventStatus",
        "symbols": [
          "SUCCESS",
          "FAILED",
          "PENDING",
          "REVERSED"
        ]
      }
    },
    {
      "name": "amount",
      "type": "string",
      "doc": "Major units as the app showed them: digits, optionally a point and digits, such as 100.50."
    },
    {
      "name": "currency",
      "type": "string",
      "doc": "ISO 4217, upper case."
    },
    {
      "name": "client_time",
      "type": "string",
      "doc": "The phone's clock, ISO 8601 with offset; shown, never judged."
    },
    {
      "name": "device_id",
      "type": "string"
    },
    {
      "name": "app_version",
      "type": "string"
    },
    {
      "name": "metadata",
      "type": {
        "type": "map",
        "values": "string"
      },
      "default": {}
    }
  ]
};
