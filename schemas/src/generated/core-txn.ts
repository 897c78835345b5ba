// Generated from core-txn.avsc by "pnpm --filter @tieout/schemas generate". Do not edit.
import type { AvroRecord } from '../avro-schema.ts';

type CoreEventType = 'LEDGER_POSTED' | 'LEDGER_REVERSED' | 'LEDGER_REJECTED';
type EventStatus = 'SUCCESS' | 'FAILED' | 'PENDING' | 'REVERSED';
type Channel = 'MOBILE' | 'WEB' | 'POS' | 'ATM' | 'BRANCH';
type Direction = 'DEBIT' | 'CREDIT';
/** One event of the core banking ledger, the ledger of record. */
export interface CoreTxn {
  /** Unique per source; an event sent again keeps it. 1-64 of [A-Za-z0-9._:-]. */
  event_id: string;
  /** One movement of money, never reused. 1-64 of [A-Za-z0-9._:-]. Equal to the record's key. */
  txn_id: string;
  event_type: CoreEventType;
  status: EventStatus;
  /** Gross amount in minor units of currency, not negative. */
  amount_minor: bigint;
  /** ISO 4217, upper case. */
  currency: string;
  channel: Channel;
  direction: Direction;
  /** A token, never a card or account number. */
  account_ref: string;
  /** Booking instant, milliseconds since the epoch, UTC. */
  posted_at: number;
  metadata: Record<string, string>;
}

export const coreTxnSchema: AvroRecord = {
  "type": "record",
  "name": "CoreTxn",
  "namespace": "tieout",
  "doc": "One event of the core banking ledger, the ledger of record.",
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
        "name": "CoreEventType",
        "symbols": [
          "LEDGER_POSTED",
          "LEDGER_REVERSED",
          "LEDGER_REJECTED"
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
      "name": "amount_minor",
      "type": "long",
      "doc": "Gross amount in minor units of currency, not negative."
    },
    {
      "name": "currency",
      "type": "string",
      "doc": "ISO 4217, upper case."
    },
    {
      "name": "channel",
      "type": {
        "type": "enum",
        "name": "Channel",
        "symbols": [
          "MOBILE",
          "WEB",
          "POS",
          "ATM",
          "BRANCH"
        ]
      }
    },
    {
      "name": "direction",
      "type": {
        "type": "enum",
        "name": "Direction",
        "symbols": [
          "DEBIT",
          "CREDIT"
        ]
      }
    },
    {
      "name": "account_ref",
      "type": "string",
      "doc": "A token, never a card or account number."
    },
    {
      "name": "posted_at",
      "type": {
        "type": "long",
        "logicalType": "timestamp-millis"
      },
      "doc": "Booking instant, milliseconds since the epoch, UTC."
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
