import { type AvroRecord, type GatewayTxn, gatewayTxnSchema, mobileTxnSchema } from '@tieout/schemas';
import avro from 'avsc';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createDecoder, createEncoder, type Decoded, type Decoder } from './codec.ts';
import type { SchemaRegistry } from './registry.ts';

/** A registry that holds these schemas under ids 1, 2, … */
function registryOf(...schemas: unknown[]): SchemaRegistry {
  const texts = schemas.map((schema) => JSON.stringify(schema));
  return {
    schemaById: (id) => {
      const text = texts[id - 1];
      return Promise.resolve(text === undefined ? null : { id, type: 'AVRO', text });
    },
    idOf: (_, text) => Promise.resolve(texts.indexOf(text) + 1 || null),
    register: () => Promise.resolve(1),
    setCompatibility: () => Promise.resolve(),
  };
}

const event: GatewayTxn = {
  event_id: 'e-1',
  txn_id: 'TXN1',
  event_type: 'PAYMENT_CAPTURED',
  status: 'SUCCESS',
  amount_minor: 500_000n,
  fee_minor: 25n,
  currency: 'INR',
  channel: 'WEB',
  rail: 'UPI',
  gateway_ref: 'ref ü 😀',
  card_token: null,
  captured_at: 1_790_000_000_123,
  metadata: { note: 'plain', naïve: 'ключ' },
};

async function decodeWith<T>(decoder: Decoder<T>, value: Buffer | null): Promise<Decoded<T>> {
  const first = decoder.decode(value);
  if (first.kind !== 'unseen') return first;
  await decoder.learn(first.schemaId);
  return decoder.decode(value);
}

async function gateway(...others: unknown[]) {
  const registry = registryOf(gatewayTxnSchema, ...others);
  const encoder = await createEncoder<GatewayTxn>(gatewayTxnSchema, 'gateway_txns-value', registry);
  const decoder = createDecoder<GatewayTxn>(gatewayTxnSchema, registry);
  return { encoder, decoder, decode: (value: Buffer | null) => decodeWith(decoder, value) };
}

const UNDECODABLE = expect.objectContaining({ kind: 'refused', code: 'UNDECODABLE' });

test('what was encoded is decoded again, framed by a zero byte and the schema id', async () => {
  const { encoder, decode } = await gateway();
  const bytes = encoder.encode(event);
  expect(bytes.subarray(0, 5)).toEqual(Buffer.from([0, 0, 0, 0, 1]));
  expect(await decode(bytes)).toEqual({ kind: 'record', record: event, schemaId: 1 });
});

test('money is exact over the whole signed 64-bit range', async () => {
  const { encoder, decode } = await gateway();
  await fc.assert(
    fc.asyncProperty(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), async (amount) => {
      const decoded = await decode(encoder.encode({ ...event, amount_minor: amount }));
      expect(decoded).toMatchObject({ record: { amount_minor: amount } });
    }),
  );
  for (const amount of [2n ** 63n - 1n, -(2n ** 63n), 2n ** 53n + 1n]) {
    expect(await decode(encoder.encode({ ...event, amount_minor: amount }))).toMatchObject({
      record: { amount_minor: amount },
    });
  }
  expect(() => encoder.encode({ ...event, amount_minor: 2n ** 63n })).toThrow();
});

describe('a record is undecodable', () => {
  test.each([
    ['without a value', null],
    ['when shorter than its header', Buffer.from([0, 0, 0])],
    ['when it starts with another byte than zero', Buffer.from([1, 0, 0, 0, 1, 2])],
    ['when empty', Buffer.alloc(0)],
  ])('%s', async (_, value) => {
    expect(await (await gateway()).decode(value)).toEqual(UNDECODABLE);
  });

  test('wherever it is cut off', async () => {
    const { encoder, decode } = await gateway();
    const bytes = encoder.encode(event);
    for (let length = 5; length < bytes.length; length++) {
      expect(await decode(bytes.subarray(0, length)), `cut to ${length}`).toEqual(UNDECODABLE);
    }
  });

  test('with a byte too many', async () => {
    const { encoder, decode } = await gateway();
    expect(await decode(Buffer.concat([encoder.encode(event), Buffer.alloc(1)]))).toEqual(UNDECODABLE);
  });

  test('when written with the schema of another record, however alike', async () => {
    const twin = { ...gatewayTxnSchema, name: 'GatewayTxn2' };
    const { encoder, decode } = await gateway(twin, mobileTxnSchema);
    const bytes = encoder.encode(event);
    for (const id of [2, 3]) {
      bytes.writeUInt32BE(id, 1);
      expect(await decode(bytes)).toMatchObject({
        code: 'UNDECODABLE',
        error: expect.stringContaining('not tieout.GatewayTxn'),
      });
    }
  });

  test('with a string of bad UTF-8, though not with a genuine replacement character', async () => {
    const { encoder, decode } = await gateway();
    const genuine = encoder.encode({ ...event, gateway_ref: 'lost: \uFFFD' });
    expect(await decode(genuine)).toMatchObject({ record: { gateway_ref: 'lost: \uFFFD' } });
    const at = genuine.indexOf(Buffer.from('\uFFFD'));
    for (const bad of [
      [0xff, 0x41, 0x41],
      [0xc0, 0xaf, 0x41],
      [0xed, 0xa0, 0x80],
      [0xe2, 0x82, 0x41],
    ]) {
      const bytes = Buffer.from(genuine);
      bytes.set(bad, at);
      expect(await decode(bytes)).toEqual(UNDECODABLE);
    }
  });

  test('with bad UTF-8 in a map key, or in a field this program does not read', async () => {
    const wider = {
      ...gatewayTxnSchema,
      fields: [...gatewayTxnSchema.fields, { name: 'extra', type: 'string' }],
    };
    const { encoder, decode } = await gateway(wider);
    const inKey = encoder.encode({ ...event, metadata: { QQ: 'x' } });
    inKey.set([0xff], inKey.indexOf('QQ'));
    expect(await decode(inKey)).toEqual(UNDECODABLE);
    const inExtra = Buffer.concat([encoder.encode(event), Buffer.from([2, 0xff])]);
    inExtra.writeUInt32BE(2, 1);
    expect(await decode(inExtra)).toEqual(UNDECODABLE);
  });

  test('at once, when it claims more items than it could hold', async () => {
    const { encoder, decode } = await gateway();
    const bytes = encoder.encode({ ...event, metadata: {} });
    // The metadata's end marker becomes a block of 2^55 entries.
    const claim = Buffer.concat([
      bytes.subarray(0, -1),
      Buffer.from([0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01]),
    ]);
    expect(await decode(claim)).toEqual(UNDECODABLE);
  });

  test('with a symbol, a branch, a length or a number out of range', async () => {
    const { encoder, decode } = await gateway();
    const bytes = encoder.encode(event);
    const typeAt = 5 + 1 + 3 + 1 + 4;
    for (const symbol of [8, 1]) {
      const bad = Buffer.from(bytes);
      bad[typeAt] = symbol; // zigzag of 4 (one past the last) and of -1
      expect(await decode(bad)).toEqual(UNDECODABLE);
    }
    const negativeLength = Buffer.from(bytes);
    negativeLength[5] = 5;
    expect(await decode(negativeLength)).toEqual(UNDECODABLE);
    const overlong = Buffer.concat([
      bytes.subarray(0, 5),
      Buffer.alloc(9, 0xff),
      Buffer.from([2]),
      bytes.subarray(6),
    ]);
    expect(await decode(overlong)).toEqual(UNDECODABLE);
  });

  test('or is decoded, but never throws, whatever its bytes', async () => {
    const { encoder, decode } = await gateway();
    const valid = encoder.encode(event);
    await fc.assert(
      fc.asyncProperty(
        fc.nat(valid.length - 6),
        fc.uint8Array({ minLength: 1, maxLength: 12 }),
        async (at, noise) => {
          const bytes = Buffer.from(valid);
          bytes.set(noise.subarray(0, bytes.length - 5 - at), 5 + at);
          expect(['record', 'refused']).toContain((await decode(bytes)).kind);
        },
      ),
    );
  });
});

test('the exact check agrees with avsc on what is valid', async () => {
  const { encoder, decode } = await gateway();
  const text = fc.string({ unit: 'binary', maxLength: 30 }).filter((value) => value.isWellFormed());
  await fc.assert(
    fc.asyncProperty(
      text,
      fc.dictionary(
        text.filter((key) => key !== '__proto__'),
        text,
      ),
      fc.option(text),
      async (ref, metadata, token) => {
        const record: GatewayTxn = {
          ...event,
          gateway_ref: ref,
          metadata: { ...metadata },
          card_token: token,
        };
        expect(await decode(encoder.encode(record))).toEqual({ kind: 'record', record, schemaId: 1 });
      },
    ),
  );
});

describe('the schema of the writer', () => {
  test('with a field more or a field less than ours is resolved', async () => {
    const fields = gatewayTxnSchema.fields.filter(({ name }) => name !== 'fee_minor' && name !== 'metadata');
    const older: AvroRecord = {
      ...gatewayTxnSchema,
      fields: [...fields, { name: 'terminal', type: 'string' }],
    };
    const { decode } = await gateway(older);
    const { fee_minor: _, metadata: __, ...rest } = event;
    const type = avro.Type.forSchema(JSON.parse(JSON.stringify(older)));
    const body = type.toBuffer({ ...rest, amount_minor: Number(rest.amount_minor), terminal: 'T-1' });
    expect(await decode(Buffer.concat([Buffer.from([0, 0, 0, 0, 2]), body]))).toEqual({
      kind: 'record',
      record: { ...event, fee_minor: 0n, metadata: {} },
      schemaId: 2,
    });
  });

  test('that writes money as int is read as bigint all the same', async () => {
    const fields = gatewayTxnSchema.fields.map((field) =>
      field.name === 'amount_minor' ? { ...field, type: 'int' as const } : field,
    );
    const { decode } = await gateway({ ...gatewayTxnSchema, fields });
    const type = avro.Type.forSchema(JSON.parse(JSON.stringify({ ...gatewayTxnSchema, fields })));
    const body = type.toBuffer({ ...event, amount_minor: 77, fee_minor: 1, captured_at: event.captured_at });
    expect(await decode(Buffer.concat([Buffer.from([0, 0, 0, 0, 2]), body]))).toMatchObject({
      record: { amount_minor: 77n, fee_minor: 1n, captured_at: event.captured_at },
    });
  });

  test('that the registry does not know makes the record UNKNOWN_SCHEMA, until it is asked again and knows it', async () => {
    const late: unknown[] = [gatewayTxnSchema];
    const registry: SchemaRegistry = {
      ...registryOf(),
      schemaById: (id) => registryOf(...late).schemaById(id),
    };
    const { encoder } = await gateway();
    const decoder = createDecoder<GatewayTxn>(gatewayTxnSchema, registry);
    const bytes = encoder.encode(event);
    bytes.writeUInt32BE(2, 1);
    expect(await decodeWith(decoder, bytes)).toMatchObject({
      kind: 'refused',
      code: 'UNKNOWN_SCHEMA',
      schemaId: 2,
    });
    late.push(gatewayTxnSchema);
    expect(decoder.decode(bytes)).toMatchObject({ code: 'UNKNOWN_SCHEMA' });
    expect(await decodeWith(decoder.fresh(), bytes)).toMatchObject({ kind: 'record', record: event });
    expect(decoder.decode(bytes), 'what is learnt is shared').toMatchObject({ kind: 'record' });
  });

  test('that one round was told is unknown is neither unknown to, nor forgotten by, another round under way', async () => {
    const { encoder } = await gateway();
    const answers: ((known: boolean) => void)[] = [];
    const registry: SchemaRegistry = {
      ...registryOf(),
      schemaById: (id) =>
        new Promise((resolve) => {
          answers.push((known) =>
            resolve(known ? { id, type: 'AVRO', text: JSON.stringify(gatewayTxnSchema) } : null),
          );
        }),
    };
    const decoder = createDecoder<GatewayTxn>(gatewayTxnSchema, registry);
    const bytes = encoder.encode(event);
    const [first, second] = [decoder.fresh(), decoder.fresh()];
    const learning = [first.learn(1), second.learn(1)];
    answers[0]?.(false);
    await learning[0];
    // A third round begins, which asks anew; the first keeps its answer, and the second waits for its own.
    expect(decoder.fresh().decode(bytes)).toEqual({ kind: 'unseen', schemaId: 1 });
    expect(first.decode(bytes)).toMatchObject({ code: 'UNKNOWN_SCHEMA' });
    expect(second.decode(bytes)).toEqual({ kind: 'unseen', schemaId: 1 });
    answers[1]?.(true);
    await learning[1];
    expect(second.decode(bytes)).toMatchObject({ kind: 'record', record: event });
  });

  test('that cannot be asked for is no verdict on the record', async () => {
    const down: SchemaRegistry = {
      ...registryOf(),
      schemaById: () => Promise.reject(new Error('connection refused')),
    };
    const decoder = createDecoder<GatewayTxn>(gatewayTxnSchema, down);
    const bytes = (await gateway()).encoder.encode(event);
    await expect(decodeWith(decoder, bytes)).rejects.toThrow('connection refused');
    expect(decoder.decode(bytes)).toEqual({ kind: 'unseen', schemaId: 1 });
  });
});

test('an encoder refuses to start with a schema its subject does not have', async () => {
  await expect(
    createEncoder(mobileTxnSchema, 'gateway_txns-value', registryOf(gatewayTxnSchema)),
  ).rejects.toMatchObject({
    code: 'INVALID_SETTING',
    message: expect.stringContaining('gateway_txns-value'),
  });
});
