import { coreTxnSchema, gatewayTxnSchema, mobileTxnSchema } from '@tieout/schemas';
import avro, { type Type } from 'avsc';
import type { Entry } from '../entry.ts';
import { readAll } from './kafka-count.ts';
import { measured } from './measured.ts';

/** So that it takes long enough to be measured. */
const PASSES = 10;
const FRAME_BYTES = 5;

/** F2. */
export const avscDecode: Entry = {
  name: 'f2',
  title: 'F2: avsc, decoding',
  about: `decodes the records with bare avsc, from memory, ${PASSES} times`,
  kind: 'floor',
  share: 0.1,
  async run(ground, dataset, onProgress) {
    const { core, gateway, mobile } = dataset.catalogue;
    const types = new Map<string, Type>([
      [core.name, bare(coreTxnSchema)],
      [gateway.name, bare(gatewayTxnSchema)],
      [mobile.name, bare(mobileTxnSchema)],
    ]);
    const values: { readonly type: Type; readonly value: Buffer }[] = [];
    await readAll(
      ground,
      dataset,
      () => {},
      (read, batch, topic) => {
        const type = types.get(topic);
        if (type === undefined) throw new Error(`nobody asked for ${topic}`);
        for (const value of batch) if (value !== null) values.push({ type, value: Buffer.from(value) });
        onProgress(read / dataset.events / 2);
      },
    );
    return measured(ground, values.length * PASSES, async (begin) => {
      begin();
      for (let pass = 1; pass <= PASSES; pass++) {
        for (const { type, value } of values) type.decode(value, FRAME_BYTES);
        await new Promise(setImmediate);
        onProgress(0.5 + pass / PASSES / 2);
      }
    });
  },
};

/** A copy, because avsc writes into what it is given. */
const bare = (schema: object): Type => avro.Type.forSchema(JSON.parse(JSON.stringify(schema)));
