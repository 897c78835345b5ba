import { TieoutError } from '@tieout/core';
import type { SchemaRegistry } from '@tieout/runtime';
import { coreTxnSchema, gatewayTxnSchema, mobileTxnSchema } from '@tieout/schemas';
import type { VirtualProcess } from '../process/virtual-process.ts';

const TEXTS = [coreTxnSchema, gatewayTxnSchema, mobileTxnSchema].map((schema) => JSON.stringify(schema));

/** An id the registry has never given out. */
export const UNKNOWN_SCHEMA_ID = 404;

/** Those from here on are schemas of core's that somebody registers only after records were sent with them. */
export const LATE_SCHEMA_ID = 1_000;

/** A schema registry that knows the three input schemas under the ids 1, 2 and 3. */
export class VirtualRegistry {
  reachable = true;
  readonly #late = new Set<number>();

  register(id: number): void {
    this.#late.add(id);
  }

  for(process: VirtualProcess | null): SchemaRegistry {
    /** Answers by what it knows when it is asked; the answer is on its way for a while. */
    const ask = async <T>(answer: () => T): Promise<T> => {
      await process?.pass('registry: sent');
      const answered = answer();
      await process?.pass('registry: answered');
      if (!this.reachable) throw new TieoutError('REGISTRY_UNAVAILABLE', 'the registry is away');
      return answered;
    };
    return {
      schemaById: (id) =>
        ask(() => {
          const text = TEXTS[this.#late.has(id) ? 0 : id - 1];
          return text === undefined ? null : { id, type: 'AVRO', text };
        }),
      idOf: (_, schemaText) =>
        ask(() => {
          const index = TEXTS.indexOf(schemaText);
          return index === -1 ? null : index + 1;
        }),
      register: () => Promise.reject(new TieoutError('INTERNAL', 'nobody registers schemas here')),
      setCompatibility: () => Promise.reject(new TieoutError('INTERNAL', 'nobody sets compatibility here')),
    };
  }
}
