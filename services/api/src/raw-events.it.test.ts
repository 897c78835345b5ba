import { createEncoder, createSchemaRegistry, type Encoder } from '@tieout/runtime';
import { coreTxnSchema, subjectOf, topicCatalogue, type CoreTxn } from '@tieout/schemas';
import { testServers } from '@tieout/testkit';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AccessPage, Problem, RawEventPage } from './schemas/index.ts';
import { startApi, type TestApi } from './testing/api.ts';

const AT = Date.parse('2026-03-01T09:00:00Z');
const RECORD: CoreTxn = {
  event_id: 'core-1',
  txn_id: 'RAW-1',
  event_type: 'LEDGER_POSTED',
  status: 'SUCCESS',
  amount_minor: 9_007_199_254_740_993n,
  currency: 'INR',
  channel: 'WEB',
  account_ref: 'acct_1',
  direction: 'DEBIT',
  posted_at: AT,
  metadata: { note: 'exact' },
};

let api: TestApi;
let database: Client;
let encoder: Encoder<CoreTxn>;
let operator: string;

beforeAll(async () => {
  const registry = createSchemaRegistry(testServers().registry_url);
  const subject = subjectOf(topicCatalogue({ prefix: 'raw-events-' }).core);
  await registry.register(subject, JSON.stringify(coreTxnSchema));
  encoder = await createEncoder<CoreTxn>(coreTxnSchema, subject, registry);
  api = await startApi();
  operator = await api.tokenOf('operator');
  database = new Client({ connectionString: api.database.url });
  await database.connect();
  for (let offset = 0; offset < 5; offset++) await store(offset, encoder.encode(RECORD));
});
afterAll(async () => {
  await database.end();
  await api.stop();
});

async function store(offset: number, payload: Buffer, id = 'RAW-1'): Promise<void> {
  await database.query(
    `INSERT INTO raw_events (source, partition, "offset", append_time, event_id, txn_id, event_type, status, outcome, amount_minor, currency,
       event_time, schema_id, payload, ingested_on)
     VALUES ('core', 3, $1, $2, 'core-1', $3, 'LEDGER_POSTED', 'SUCCESS', 'SUCCESS', 1, 'INR', $2, $4, $5, current_date)`,
    [offset, new Date(AT + offset), id, payload.length < 5 ? 0 : payload.readUInt32BE(1), payload],
  );
}

async function page(path: string, token = operator): Promise<RawEventPage> {
  const { status, body } = await api.get(`/api/v1/transactions/${path}`, token);
  expect(status, JSON.stringify(body)).toBe(200);
  return RawEventPage.parse(body);
}

describe('the records of a transaction', () => {
  it.each(['operator', 'auditor', 'admin'] as const)(
    'come byte by byte and field by field for %s',
    async (role) => {
      const { items, payload_withheld } = await page('RAW-1/events?limit=1', await api.tokenOf(role));
      expect(payload_withheld).toBe(false);
      expect(items).toMatchObject([
        {
          position: { topic: 'core_txns', partition: 3, offset: '4' },
          size: encoder.encode(RECORD).length,
          decoded: { amount_minor: '9007199254740993', posted_at: AT, metadata: { note: 'exact' } },
          decode_error: null,
        },
      ]);
      expect(Buffer.from(items[0]?.payload ?? '', 'base64')).toEqual(encoder.encode(RECORD));
    },
  );

  it('come without their values for a viewer, and say so', async () => {
    const { items, payload_withheld } = await page('RAW-1/events', await api.tokenOf('viewer'));
    expect(payload_withheld).toBe(true);
    expect(items).toHaveLength(5);
    for (const item of items)
      expect(item).toMatchObject({ payload: null, decoded: null, decode_error: null });
  });

  it('come newest first, page by page, each once', async () => {
    const offsets: string[] = [];
    let cursor: string | null = null;
    do {
      const next: RawEventPage = await page(
        `RAW-1/events?limit=2${cursor === null ? '' : `&cursor=${cursor}`}`,
      );
      offsets.push(...next.items.map(({ position }) => position.offset));
      cursor = next.next_cursor;
    } while (cursor !== null);
    expect(offsets).toEqual(['4', '3', '2', '1', '0']);
  });

  it('can be asked for by where they lie', async () => {
    const { items } = await page('RAW-1/events?position=core_txns:3:2');
    expect(items.map(({ position }) => position.offset)).toEqual(['2']);
    expect((await page('RAW-1/events?position=core_txns:3:9')).items).toEqual([]);
    const { status, body } = await api.get(
      '/api/v1/transactions/RAW-1/events?position=nowhere:3:2',
      operator,
    );
    expect([status, Problem.parse(body).errors?.[0]?.field]).toEqual([400, 'position']);
  });

  it('show their bytes where their fields cannot be read, and why', async () => {
    const cut = encoder.encode(RECORD).subarray(0, 12);
    await store(90, cut, 'RAW-CUT');
    const [item] = (await page('RAW-CUT/events')).items;
    expect(item).toMatchObject({ decoded: null, decode_error: expect.stringMatching(/\w+/) });
    expect(Buffer.from(item?.payload ?? '', 'base64')).toEqual(cut);
  });

  it('show their bytes while the registry is away', async () => {
    const shared = { database: api.database, redis: api.redis, identity: api.identity };
    const apart = await startApi({ shared, registryUrl: 'http://127.0.0.1:1' });
    try {
      const { body } = await apart.get('/api/v1/transactions/RAW-1/events?limit=1', operator);
      const [item] = RawEventPage.parse(body).items;
      expect(item?.payload).not.toBeNull();
      expect(item).toMatchObject({
        decoded: null,
        decode_error: expect.stringContaining('registry is away'),
      });
    } finally {
      await apart.stop();
    }
  });

  it('of nobody are a problem with its own code; who asked is written down, with what they were given', async () => {
    const { status, body } = await api.get('/api/v1/transactions/NOBODY/events', operator);
    expect([status, Problem.parse(body).code]).toEqual([404, 'TXN_NOT_FOUND']);
    await page('RAW-1/events?position=core_txns:3:0');
    await page('RAW-1/events?position=core_txns:3:0', await api.tokenOf('viewer'));
    const access = AccessPage.parse(
      (await api.get('/api/v1/audit/access', await api.tokenOf('auditor'))).body,
    );
    expect(access.items.slice(0, 3)).toMatchObject([
      { who: 'viewer', what: 'records', filter_or_id: 'RAW-1 core_txns:3:0', rows: 1 },
      { who: 'operator', what: 'records with payload', filter_or_id: 'RAW-1 core_txns:3:0', rows: 1 },
      { who: 'operator', what: 'records with payload', filter_or_id: 'NOBODY', rows: 0 },
    ]);
  });
});
