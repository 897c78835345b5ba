import type { Source } from '@tieout/core';
import { createDecoder, type Decoder, type SchemaRegistry } from '@tieout/runtime';
import {
  type CoreTxn,
  coreTxnSchema,
  type GatewayTxn,
  gatewayTxnSchema,
  type MobileTxn,
  mobileTxnSchema,
} from '@tieout/schemas';
import type { Leg } from './judge.ts';

export interface Message {
  readonly txnId: string;
  readonly leg: Leg;
}

/** Reads the three records into one shape. */
export function createReader(
  registry: SchemaRegistry,
): (source: Source, value: Buffer, appendTime: number) => Promise<Message> {
  const core = createDecoder<CoreTxn>(coreTxnSchema, registry);
  const gateway = createDecoder<GatewayTxn>(gatewayTxnSchema, registry);
  const mobile = createDecoder<MobileTxn>(mobileTxnSchema, registry);
  return async (source, value, appendTime) => {
    switch (source) {
      case 'core': {
        const one = await decoded(core, value);
        return message(source, one, Number(one.amount_minor), one.posted_at, appendTime);
      }
      case 'gateway': {
        const one = await decoded(gateway, value);
        return message(source, one, Number(one.amount_minor), one.captured_at, appendTime);
      }
      case 'mobile': {
        const one = await decoded(mobile, value);
        const amount = Math.round(Number(one.amount) * 100);
        return message(source, one, amount, Date.parse(one.client_time), appendTime);
      }
    }
  };
}

async function decoded<T>(decoder: Decoder<T>, value: Buffer): Promise<T> {
  let result = decoder.decode(value);
  if (result.kind === 'unseen') {
    await decoder.learn(result.schemaId);
    result = decoder.decode(value);
  }
  if (result.kind !== 'record') throw new Error(`undecodable: ${JSON.stringify(result)}`);
  return result.record;
}

function message(
  source: Source,
  record: Pick<CoreTxn, 'event_id' | 'txn_id' | 'status' | 'currency'>,
  amountMinor: number,
  eventTime: number,
  appendTime: number,
): Message {
  const { event_id: eventId, txn_id: txnId, status, currency } = record;
  return { txnId, leg: { source, eventId, status, amountMinor, currency, eventTime, appendTime } };
}
