import { currency, type DeadLetterCode } from '@tieout/core';
import type { Random, ScenarioEvent } from '@tieout/producers';
import { partitionOf } from '@tieout/runtime';
import { RECORD_VALUE_BYTES_MAX } from '@tieout/schemas';
import { LATE_SCHEMA_ID, UNKNOWN_SCHEMA_ID } from '../log/registry.ts';
import type { Outgoing } from './outgoing.ts';
import type { WireFormat } from './wire-format.ts';

export type CoreEvent = Extract<ScenarioEvent, { source: 'core' }>;
type Payload = Outgoing['payload'];

/** How a good record is spoilt, and the code it must be refused with. */
interface Poison {
  readonly code: DeadLetterCode;
  readonly record?: Partial<CoreEvent['record']>;
  readonly payload?: (good: Payload & { readonly value: Buffer }, index: number) => Partial<Payload>;
  readonly elsewhere?: true;
  /** Something can be made of it: once its schema is registered, under its right key, or as it is kept, with its card number masked. */
  readonly curable?: true | Partial<CoreEvent['record']>;
}

const TOO_LARGE = Buffer.alloc(RECORD_VALUE_BYTES_MAX + 1);
/** Passes every check of the wire contract; the simulated database refuses it, as a real one refuses some bytes. */
export const UNSTORABLE = 'unstorable';

const POISONS: readonly Poison[] = [
  { code: 'TOO_LARGE', payload: () => ({ value: TOO_LARGE }) },
  { code: 'UNKNOWN_SCHEMA', payload: ({ value }) => ({ value: framed(value, UNKNOWN_SCHEMA_ID) }) },
  {
    code: 'UNKNOWN_SCHEMA',
    payload: ({ value }, index) => ({ value: framed(value, LATE_SCHEMA_ID + index) }),
    curable: true,
  },
  { code: 'UNDECODABLE', payload: () => ({ value: null }) },
  { code: 'UNDECODABLE', payload: ({ value }) => ({ value: value.subarray(0, value.length - 3) }) },
  { code: 'UNDECODABLE', payload: ({ value }) => ({ value: Buffer.concat([value, Buffer.from([0])]) }) },
  { code: 'UNDECODABLE', payload: ({ value }) => ({ value: Buffer.concat([Buffer.from([7]), value]) }) },
  // The gateway's schema.
  { code: 'UNDECODABLE', payload: ({ value }) => ({ value: framed(value, 2) }) },
  { code: 'KEY_MISMATCH', payload: () => ({ key: null }), curable: true },
  { code: 'KEY_MISMATCH', payload: () => ({ key: Buffer.alloc(0) }), curable: true },
  { code: 'KEY_MISMATCH', payload: () => ({ key: Buffer.from('another') }), curable: true },
  { code: 'INVALID_FIELD', record: { account_ref: 'line\nbreak' } },
  { code: 'INVALID_FIELD', record: { event_id: 'no spaces, please' } },
  { code: 'UNKNOWN_CURRENCY', record: { currency: 'BGN' } },
  { code: 'INVALID_AMOUNT', record: { amount_minor: -1n } },
  { code: 'INVALID_TIME', record: { posted_at: Date.UTC(1999, 11, 31) } },
  {
    code: 'PAN_LIKE',
    record: { account_ref: '4111 1111 1111 1111' },
    curable: { account_ref: '**** **** **** 1111' },
  },
  { code: 'PAN_LIKE', record: { metadata: { note: '5555-5555-5555-4444' } }, curable: true },
  { code: 'WRONG_PARTITION', elsewhere: true, curable: true },
  { code: 'STORE_REFUSED', record: { account_ref: UNSTORABLE } },
];

/**
 * One record that must be refused, of a transaction of its own; whatever was drawn, where the log has but one partition no partition is wrong.
 *
 * @param index of the world's poisons: no two use the same schema id where it is to be registered late
 */
export function poison(
  random: Random,
  index: number,
  txnId: string,
  wire: WireFormat,
  partitionCount: number,
): Outgoing {
  const fitting = POISONS.filter(({ elsewhere }) => elsewhere === undefined || partitionCount > 1);
  const { code, record, payload, elsewhere, curable } = random.pick(
    fitting.map((value) => ({ weight: 1, value })),
  );
  const INR = currency('INR');
  if (INR === undefined) throw new Error('INR is no currency of the contract');
  const event: CoreEvent = {
    source: 'core',
    delayMs: 0,
    record: {
      event_id: `core-${txnId}`,
      txn_id: txnId,
      event_type: 'LEDGER_POSTED',
      status: 'SUCCESS',
      amount_minor: 1_000n,
      currency: INR,
      channel: 'WEB',
      direction: 'DEBIT',
      account_ref: 'acct-1',
      posted_at: Date.UTC(2026, 0, 1),
      metadata: {},
      ...record,
    },
  };
  const key = Buffer.from(txnId);
  const good = { key, value: wire.bytesOf(event), headers: { traceparent: Buffer.from('00-1-2-01') } };
  const partition = partitionOf(key, partitionCount);
  return {
    source: 'core',
    partition: elsewhere === true ? (partition + 1) % partitionCount : partition,
    payload: { ...good, ...payload?.(good, index) },
    about: { kind: 'poison', code, event: cured(event, curable) },
  };
}

function cured(event: CoreEvent, curable: Poison['curable']): CoreEvent | null {
  if (curable === undefined) return null;
  return curable === true ? event : { ...event, record: { ...event.record, ...curable } };
}

/** What the gateway tells of a payment whose core record is poison: so there is a verdict that a redrive changes. */
export function counterpart({ record }: CoreEvent): ScenarioEvent {
  const { txn_id, amount_minor, currency: code, channel, posted_at } = record;
  return {
    source: 'gateway',
    delayMs: 0,
    record: {
      event_id: `gateway-${txn_id}`,
      txn_id,
      event_type: 'PAYMENT_CAPTURED',
      status: 'SUCCESS',
      amount_minor,
      fee_minor: 0n,
      currency: code,
      channel,
      rail: 'CARD',
      gateway_ref: 'gw-1',
      card_token: null,
      captured_at: posted_at,
      metadata: {},
    },
  };
}

function framed(value: Buffer, schemaId: number): Buffer {
  const other = Buffer.from(value);
  other.writeUInt32BE(schemaId, 1);
  return other;
}
