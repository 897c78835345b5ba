// Generated from outcome.avsc by "pnpm --filter @tieout/schemas generate". Do not edit.
import type { AvroRecord } from '../avro-schema.ts';

/** One change of a transaction's verdict, published from the audit log at least once: chain and seq tell a repeat. Words are strings, not enums, so that a consumer with an older schema can read a new one. */
export interface Outcome {
  txn_id: string;
  /** The audit chain this change is written in. */
  chain: string;
  /** Position in that chain, without gaps. */
  seq: bigint;
  /** When the change became visible, UTC. */
  at: number;
  status: string;
  previous_status: null | string;
  reasons: string[];
  severity: null | string;
  amount_minor: bigint;
  currency: string;
  discrepancy_minor: null | bigint;
  /** Decimal digits: a sum may exceed 64 bits. */
  at_risk_minor: string;
  channel: string;
  rule_version: number;
}

export const outcomeSchema: AvroRecord = {
  "type": "record",
  "name": "Outcome",
  "namespace": "tieout",
  "doc": "One change of a transaction's verdict, published from the audit log at least once: chain and seq tell a repeat. Words are strings, not enums, so that a consumer with an older schema can read a new one.",
  "fields": [
    {
      "name": "txn_id",
      "type": "string"
    },
    {
      "name": "chain",
      "type": "string",
      "doc": "The audit chain this change is written in."
    },
    {
      "name": "seq",
      "type": "long",
      "doc": "Position in that chain, without gaps."
    },
    {
      "name": "at",
      "type": {
        "type": "long",
        "logicalType": "timestamp-millis"
      },
      "doc": "When the change became visible, UTC."
    },
    {
      "name": "status",
      "type": "string"
    },
    {
      "name": "previous_status",
      "type": [
        "null",
        "string"
      ],
      "default": null
    },
    {
      "name": "reasons",
      "type": {
        "type": "array",
        "items": "string"
      }
    },
    {
      "name": "severity",
      "type": [
        "null",
        "string"
      ],
      "default": null
    },
    {
      "name": "amount_minor",
      "type": "long"
    },
    {
      "name": "currency",
      "type": "string"
    },
    {
      "name": "discrepancy_minor",
      "type": [
        "null",
        "long"
      ],
      "default": null
    },
    {
      "name": "at_risk_minor",
      "type": "string",
      "doc": "Decimal digits: a sum may exceed 64 bits."
    },
    {
      "name": "channel",
      "type": "string"
    },
    {
      "name": "rule_version",
      "type": "int"
    }
  ]
};
