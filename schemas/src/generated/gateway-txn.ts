// Generated from gateway-txn.avsc by "pnpm --filter @tieout/schemas generate". Do not edit.
import type { AvroRecord } from '../avro-schema.ts';

type GatewayEventType = 'PAYMENT_AUTHORIZED' | 'PAYMENT_CAPTURED' | 'PAYMENT_FAILED' | 'PAYMENT_REFUNDED';
type EventStatus = 'SUCCESS' | 'FAILED' | 'PENDING' | 'REVERSED';
type Channel = 'MOBILE' | 'WEB' | 'POS' | 'ATM' | 'BRANCH';
type Rail = 'CARD' | 'UPI' | 'WALLET' | 'NETBANKING';
/** One event of the payment gateway. */
export interface GatewayTxn {
  /** Unique per source; an event sent again keeps it. 1-64 of [A-Za-z0-9._:-]. */
  event_id: string;
  /** One movement of money, never reused. 1-64 of [A-Za-z0-9._:-]. Equal to the record's key. */
  txn_id: string;
  event_type: GatewayEventType;
  status: EventStatus;
  /** Gross amount in minor units of currency, not negative. */
  amount_minor: bigint;
  /** The gateway's fee in minor units, not negative; carried, not judged. */
  fee_minor: bigint;
  /** ISO 4217, upper case. */
  currency: string;
  channel: Channel;
  rail: Rail;
  /** The gateway's own reference. */
  gateway_ref: string;
  /** A token, never a card number. */
  card_token: null | string;
  /** Booking instant, milliseconds since the epoch, UTC. */
  captured_at: number;
  metadata: Record<string, string>;
}

export const gatewayTxnSchema: AvroRecord = {
  "type": "record",
  "name": "GatewayTxn",
  "namespace": "tieout",
  "doc": "One event of the payment gateway.",
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
        "name": "GatewayEventType",
        "symbols": [
          "PAYMENT_AUTHORIZED",
          "PAYMENT_CAPTURED",
          "PAYMENT_FAILED",
          "PAYMENT_REFUNDED"
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
      "name": "fee_minor",
      "type": "long",
      "default": 0,
      "doc": "The gateway's fee in minor units, not negative; carried, not judged."
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
      "name": "rail",
      "type": {
        "type": "enum",
        "name": "Rail",
        "symbols": [
          "CARD",
          "UPI",
          "WALLET",
          "NETBANKING"
        ]
      }
    },
    {
      "name": "gateway_ref",
      "type": "string",
      "doc": "The gateway's own reference."
    },
    {
      "name": "card_token",
      "type": [
        "null",
        "string"
      ],
      "default": null,
      "doc": "A token, never a card number."
    },
    {
      "name": "captured_at",
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
