import { randomUUID } from 'node:crypto';
import { type CoreTxn, coreTxnSchema } from '@tieout/schemas';
import { testServers } from '@tieout/testkit';
import { expect, test } from 'vitest';
import { createDecoder, createEncoder } from './codec.ts';
import { createSchemaRegistry } from './registry.ts';

const registry = createSchemaRegistry(testServers().registry_url);
const newSubject = () => `t-${randomUUID()}-value`;

const posted: CoreTxn = {
  event_id: 'e-1',
  txn_id: 'TXN1',
  event_type: 'LEDGER_POSTED',
  status: 'SUCCESS',
  amount_minor: 2n ** 62n,
  currency: 'INR',
  channel: 'WEB',
  direction: 'DEBIT',
  account_ref: 'acct-1',
  posted_at: 1_790_000_000_000,
  metadata: {},
};

test('a record encoded for a registered subject is decoded by a reader that asks the registry for its id', async () => {
  const subject = newSubject();
  const id = await registry.register(subject, JSON.stringify(coreTxnSchema));
  const encoder = await createEncoder<CoreTxn>(coreTxnSchema, subject, registry);
  const decoder = createDecoder<CoreTxn>(coreTxnSchema, registry);
  const bytes = encoder.encode(posted);
  expect(decoder.decode(bytes)).toEqual({ kind: 'unseen', schemaId: id });
  await decoder.learn(id);
  expect(decoder.decode(bytes)).toEqual({ kind: 'record', record: posted, schemaId: id });
});

test('registering twice gives the same id', async () => {
  const subject = newSubject();
  const text = JSON.stringify(coreTxnSchema);
  expect(await registry.register(subject, text)).toBe(await registry.register(subject, text));
});

test('an id the registry does not know is told from a registry that does not answer, and from a wrong address', async () => {
  expect(await registry.schemaById(2 ** 31 - 1)).toBeNull();
  expect(await registry.schemaById(2 ** 32 - 1)).toBeNull();
  const unreachable = createSchemaRegistry('http://127.0.0.1:9/apis/ccompat/v7');
  await expect(unreachable.schemaById(1)).rejects.toMatchObject({
    code: 'REGISTRY_UNAVAILABLE',
    retriable: true,
  });
  const wrongAddress = createSchemaRegistry(testServers().registry_url.replace('/ccompat/', '/no-such/'));
  await expect(wrongAddress.schemaById(1)).rejects.toMatchObject({ code: 'REGISTRY_UNAVAILABLE' });
});

test('a subject without this schema has no id for it', async () => {
  expect(await registry.idOf(newSubject(), JSON.stringify(coreTxnSchema))).toBeNull();
});

test('a schema that old records would not fit is refused with what to do', async () => {
  const subject = newSubject();
  await registry.register(subject, JSON.stringify(coreTxnSchema));
  await registry.setCompatibility(subject, 'BACKWARD');
  const needsMore = {
    ...coreTxnSchema,
    fields: [...coreTxnSchema.fields, { name: 'branch_code', type: 'string' }],
  };
  await expect(registry.register(subject, JSON.stringify(needsMore))).rejects.toMatchObject({
    code: 'INVALID_SETTING',
    message: expect.stringContaining('only add fields with a default'),
  });
  const withDefault = {
    ...coreTxnSchema,
    fields: [...coreTxnSchema.fields, { name: 'branch_code', type: 'string', default: '' }],
  };
  expect(await registry.register(subject, JSON.stringify(withDefault))).toBeGreaterThan(0);
});
