import { TieoutError } from '@tieout/core';
import type { SchemaRegistry } from '@tieout/runtime';
import { coreTxnSchema, gatewayTxnSchema, mobileTxnSchema } from '@tieout/schemas';
import type { VirtualProcess } from '../process/virtual-process.ts';

const TEXTS = [coreTxnSchema, gatewayTxnSchema, mobileTxnSchema].map((schema) => JSON.stringify(schema));

/** An id the registry has never given out. */
export const UNKNOWN_SCHEMA_ID = 404;

/** A schema registry that knows the three input schemas under the ids 1, 2 and 3. */
export class VirtualRegistry {
  reachable = true;

  for(process: VirtualProcess | null): SchemaRegistry {
    const ask = async (): Promise<void> => {
      await process?.pass('registry: sent');
      await process?.pass('registry: answered');
      if (!this.reachable) throw new TieoutError('REGISTRY_UNAVAILABLE', 'the registry is away');
    };
    return {
      async schemaById(id) {
        await ask();
        const text = TEXTS[id - 1];
        return text === undefined ? null : { id, type: 'AVRO', text };
      },
      async idOf(_, schemaText) {
        await ask();
        const index = TEXTS.indexOf(schemaText);
        return index === -1 ? null : index + 1;
      },
      register: () => Promise.reject(new TieoutError('INTERNAL', 'nobody registers schemas here')),
      setCompatibility: () => Promise.reject(new TieoutError('INTERNAL', 'nobody sets compatibility here')),
    };
  }
}
