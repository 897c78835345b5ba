import type { Told } from './event.ts';
import { decimalsOf } from './rules.ts';

interface AnyRecord {
  readonly event_id: string;
  readonly txn_id: string;
  readonly event_type: string;
  readonly status: string;
  readonly currency: string;
}

/** What a source wrote, by section 1. */
export type Wire =
  | {
      readonly source: 'core';
      readonly record: AnyRecord & {
        readonly amount_minor: bigint;
        readonly channel: string;
        readonly direction: string;
        readonly account_ref: string;
        readonly posted_at: number;
      };
    }
  | {
      readonly source: 'gateway';
      readonly record: AnyRecord & {
        readonly amount_minor: bigint;
        readonly fee_minor: bigint;
        readonly channel: string;
        readonly gateway_ref: string;
        readonly captured_at: number;
      };
    }
  | {
      readonly source: 'mobile';
      readonly record: AnyRecord & { readonly amount: string; readonly client_time: string };
    };

/** The normalised event. */
export function readWire(wire: Wire, appendTime: number, offset: bigint): Told {
  const { event_id: eventId, event_type: type, status, currency } = wire.record;
  const shared = { source: wire.source, eventId, type, status, currency, appendTime, offset };
  const unsaid = { fee: null, channel: null, direction: null, reference: null, clientTime: null };
  switch (wire.source) {
    case 'core': {
      const { amount_minor: amount, channel, direction, account_ref: reference, posted_at } = wire.record;
      return { ...shared, ...unsaid, amount, channel, direction, reference, eventTime: posted_at };
    }
    case 'gateway': {
      const { amount_minor: amount, fee_minor: fee, channel, gateway_ref, captured_at } = wire.record;
      return { ...shared, ...unsaid, amount, fee, channel, reference: gateway_ref, eventTime: captured_at };
    }
    case 'mobile': {
      const { amount, client_time: clientTime } = wire.record;
      const eventTime = Date.parse(clientTime);
      return { ...shared, ...unsaid, amount: minorOf(amount, currency), clientTime, eventTime };
    }
  }
}

/** Digits, optionally a point and digits; what is missing of the currency's decimals is zeros. */
function minorOf(amount: string, currency: string): bigint {
  const decimals = decimalsOf(currency);
  const [whole = '', fraction = ''] = amount.split('.');
  return BigInt(whole + fraction.padEnd(decimals, '0').slice(0, decimals));
}
