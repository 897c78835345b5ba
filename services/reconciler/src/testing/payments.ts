// Test data: wire records of payments that agree unless told otherwise.
import type { Source } from '@tieout/core';
import { createEncoder, type Encoder, type SchemaRegistry } from '@tieout/runtime';
import {
  subjectOf,
  type CoreTxn,
  type GatewayTxn,
  type MobileTxn,
  type TopicCatalogue,
} from '@tieout/schemas';

export interface Payment {
  readonly amountMinor?: bigint;
  readonly eventId?: string;
  /** Of the books; the app has none. */
  readonly channel?: CoreTxn['channel'];
}

interface Encoders {
  readonly core: Encoder<CoreTxn>;
  readonly gateway: Encoder<GatewayTxn>;
  readonly mobile: Encoder<MobileTxn>;
}

const BOOKED_AT = Date.UTC(2026, 10, 21, 10);

/** Framed bytes of one event of a web payment of 5000.00 INR, as each source would send it, with whatever fields are told otherwise. */
export class Payments {
  readonly #encoders: Encoders;
  #events = 0;

  private constructor(encoders: Encoders) {
    this.#encoders = encoders;
  }

  /** Registers the three input schemas. */
  static async open(catalogue: TopicCatalogue, registry: SchemaRegistry): Promise<Payments> {
    const encoder = async <T>(source: Source): Promise<Encoder<T>> => {
      const topic = catalogue[source];
      if (topic.record === null) throw new Error(`${topic.name} has no record`);
      await registry.register(subjectOf(topic), JSON.stringify(topic.record));
      return createEncoder<T>(topic.record, subjectOf(topic), registry);
    };
    return new Payments({
      core: await encoder('core'),
      gateway: await encoder('gateway'),
      mobile: await encoder('mobile'),
    });
  }

  value(source: Source, txnId: string, payment: Payment = {}): Buffer {
    const { amountMinor = 500_000n, eventId, channel = 'WEB' } = payment;
    const event = eventId === undefined ? {} : { event_id: eventId };
    switch (source) {
      case 'core':
        return this.core(txnId, { ...event, amount_minor: amountMinor, channel });
      case 'gateway':
        return this.gateway(txnId, { ...event, amount_minor: amountMinor, channel });
      case 'mobile':
        return this.mobile(txnId, { ...event, amount: (Number(amountMinor) / 100).toFixed(2) });
    }
  }

  core(txnId: string, changes: Partial<CoreTxn> = {}): Buffer {
    return this.#encoders.core.encode({
      ...this.#shared(txnId),
      event_type: 'LEDGER_POSTED',
      amount_minor: 500_000n,
      channel: 'WEB',
      direction: 'DEBIT',
      account_ref: 'acct_1',
      posted_at: BOOKED_AT,
      ...changes,
    });
  }

  gateway(txnId: string, changes: Partial<GatewayTxn> = {}): Buffer {
    return this.#encoders.gateway.encode({
      ...this.#shared(txnId),
      event_type: 'PAYMENT_CAPTURED',
      amount_minor: 500_000n,
      fee_minor: 0n,
      channel: 'WEB',
      rail: 'CARD',
      gateway_ref: 'pay_1',
      card_token: null,
      captured_at: BOOKED_AT,
      ...changes,
    });
  }

  mobile(txnId: string, changes: Partial<MobileTxn> = {}): Buffer {
    return this.#encoders.mobile.encode({
      ...this.#shared(txnId),
      event_type: 'PAYMENT_CONFIRMED',
      amount: '5000.00',
      client_time: '2026-11-21T10:00:00Z',
      device_id: 'd1',
      app_version: '1.0',
      ...changes,
    });
  }

  #shared(txnId: string) {
    return {
      event_id: `e-${++this.#events}`,
      txn_id: txnId,
      status: 'SUCCESS',
      currency: 'INR',
      metadata: {},
    } as const;
  }
}
