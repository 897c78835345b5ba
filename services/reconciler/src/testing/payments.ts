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
}

interface Encoders {
  readonly core: Encoder<CoreTxn>;
  readonly gateway: Encoder<GatewayTxn>;
  readonly mobile: Encoder<MobileTxn>;
}

const BOOKED_AT = Date.UTC(2026, 10, 21, 10);

/** Framed bytes of one event of a web payment of 5000.00 INR, as each source would send it. */
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

  value(source: Source, txnId: string, { amountMinor = 500_000n, eventId }: Payment = {}): Buffer {
    const shared = {
      event_id: eventId ?? `e-${++this.#events}`,
      txn_id: txnId,
      status: 'SUCCESS',
      currency: 'INR',
      metadata: {},
    } as const;
    switch (source) {
      case 'core':
        return this.#encoders.core.encode({
          ...shared,
          event_type: 'LEDGER_POSTED',
          amount_minor: amountMinor,
          channel: 'WEB',
          direction: 'DEBIT',
          account_ref: 'acct_1',
          posted_at: BOOKED_AT,
        });
      case 'gateway':
        return this.#encoders.gateway.encode({
          ...shared,
          event_type: 'PAYMENT_CAPTURED',
          amount_minor: amountMinor,
          fee_minor: 0n,
          channel: 'WEB',
          rail: 'CARD',
          gateway_ref: 'pay_1',
          card_token: null,
          captured_at: BOOKED_AT,
        });
      case 'mobile':
        return this.#encoders.mobile.encode({
          ...shared,
          event_type: 'PAYMENT_CONFIRMED',
          amount: (Number(amountMinor) / 100).toFixed(2),
          client_time: '2026-11-21T10:00:00Z',
          device_id: 'd1',
          app_version: '1.0',
        });
    }
  }
}
