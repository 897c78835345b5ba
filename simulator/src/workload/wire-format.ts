import type { ScenarioEvent } from '@tieout/producers';
import { createEncoder, type Encoder, partitionOf } from '@tieout/runtime';
import {
  coreTxnSchema,
  gatewayTxnSchema,
  mobileTxnSchema,
  type CoreTxn,
  type GatewayTxn,
  type MobileTxn,
} from '@tieout/schemas';
import { VirtualRegistry } from '../log/registry.ts';
import type { Outgoing } from './outgoing.ts';

interface Encoders {
  readonly core: Encoder<CoreTxn>;
  readonly gateway: Encoder<GatewayTxn>;
  readonly mobile: Encoder<MobileTxn>;
}

/** Events as the real bytes of the wire. One serves any number of runs. */
export class WireFormat {
  readonly #encoders: Encoders;

  private constructor(encoders: Encoders) {
    this.#encoders = encoders;
  }

  static async open(): Promise<WireFormat> {
    const registry = new VirtualRegistry().for(null);
    const [core, gateway, mobile] = await Promise.all([
      createEncoder<CoreTxn>(coreTxnSchema, 'core', registry),
      createEncoder<GatewayTxn>(gatewayTxnSchema, 'gateway', registry),
      createEncoder<MobileTxn>(mobileTxnSchema, 'mobile', registry),
    ]);
    return new WireFormat({ core, gateway, mobile });
  }

  bytesOf(event: ScenarioEvent): Buffer {
    switch (event.source) {
      case 'core':
        return this.#encoders.core.encode(event.record);
      case 'gateway':
        return this.#encoders.gateway.encode(event.record);
      case 'mobile':
        return this.#encoders.mobile.encode(event.record);
    }
  }

  outgoing(event: ScenarioEvent, partitionCount: number): Outgoing {
    const key = Buffer.from(event.record.txn_id);
    return {
      source: event.source,
      partition: partitionOf(key, partitionCount),
      payload: { key, value: this.bytesOf(event), headers: {} },
      about: { kind: 'event', event },
    };
  }
}
