import { DEAD_LETTER_CODES, type DeadLetterCode } from '@tieout/core';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AccessPage, DeadLetterDetail, DeadLetterPage, Problem } from './schemas/index.ts';
import { startApi, type TestApi } from './testing/api.ts';
import { settled, TestLane } from './testing/lane.ts';

const PAYLOAD = Buffer.from([0x00, 0x00, 0x00, 0x00, 0x07, 0xff, 0xfe, 0x0a, 0x41]);
/** Long ago, to the microsecond: what a flush's now() looks like. */
const FLUSHED_AT = '2026-03-01T09:00:00.123456Z';

let api: TestApi;
let database: Client;
let lane: TestLane;
let viewer: string;

beforeAll(async () => {
  api = await startApi();
  viewer = await api.tokenOf('viewer');
  database = new Client({ connectionString: api.database.url });
  await database.connect();
  lane = await TestLane.take(api.database.writerUrl, 0);
  const at = Date.parse('2026-03-01T09:00:00Z');
  await lane.flush([settled('gateway', 'DL-KNOWN', at)], at);
  // One of each code, all refused by the same flush: the same microsecond.
  for (const [n, code] of DEAD_LETTER_CODES.entries()) await refuse({ offset: n, code });
});
afterAll(async () => {
  await database.end();
  await lane.stop();
  await api.stop();
});

interface Refused {
  readonly offset: number | string;
  readonly topic?: string;
  readonly code?: DeadLetterCode;
  readonly key?: Buffer | null;
  readonly payload?: Buffer | null;
  readonly refusedAt?: string;
}

async function refuse({
  offset,
  topic = 'core_txns',
  code = 'UNDECODABLE',
  key = Buffer.from(`DL-${offset}`),
  payload = PAYLOAD,
  refusedAt = FLUSHED_AT,
}: Refused): Promise<void> {
  await database.query(
    `INSERT INTO dead_letters (topic, partition, "offset", append_time, key, code, error, payload, headers, refused_at)
     VALUES ($1, 3, $2, '2026-03-01T08:59:59.5Z', $3, $4, 'told to people', $5, '{"traceparent": "00-ab-cd-01"}', $6)`,
    [topic, offset, key, code, payload, refusedAt],
  );
}

async function list(query = ''): Promise<DeadLetterPage> {
  const { status, body } = await api.get(`/api/v1/dead-letters${query}`, viewer);
  expect(status).toBe(200);
  return DeadLetterPage.parse(body);
}

async function detail(id: string, token = viewer): Promise<DeadLetterDetail> {
  const { status, body } = await api.get(`/api/v1/dead-letters/${id}`, token);
  expect(status).toBe(200);
  return DeadLetterDetail.parse(body);
}

async function accessRows(filterOrId: string) {
  const { body } = await api.get('/api/v1/audit/access', await api.tokenOf('auditor'));
  return AccessPage.parse(body).items.filter((row) => row.filter_or_id === filterOrId);
}

describe('the list of dead letters', () => {
  it('says of each where it lay, when, and why it was refused', async () => {
    const [item] = (await list('?code=INVALID_AMOUNT')).items;
    expect(item).toEqual({
      id: 'core_txns:3:6',
      topic: 'core_txns',
      partition: 3,
      offset: '6',
      append_time: '2026-03-01T08:59:59.500Z',
      refused_at: '2026-03-01T09:00:00.123Z',
      code: 'INVALID_AMOUNT',
      error: 'told to people',
      txn_id: 'DL-6',
      txn_exists: false,
      size: PAYLOAD.length,
      attempts: 0,
      redriven_at: null,
      parent: null,
    });
  });

  it('pages give every row once, also within one flush and while others are refused', async () => {
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await list(`?q=DL-&limit=3${cursor === null ? '' : `&cursor=${cursor}`}`);
      seen.push(...page.items.map(({ id }) => id));
      await refuse({ offset: 100 + seen.length, refusedAt: '2026-03-01T10:00:00Z' });
      cursor = page.next_cursor;
    } while (cursor !== null);
    expect(seen).toEqual(DEAD_LETTER_CODES.map((_, n) => `core_txns:3:${n}`).toReversed());
    const newest = (await list('?q=DL-&limit=1')).items;
    expect(newest[0]?.refused_at).toBe('2026-03-01T10:00:00.000Z');
  });

  it.each([
    ['code=TOO_LARGE', ['core_txns:3:0']],
    ['code=TOO_LARGE,UNKNOWN_SCHEMA', ['core_txns:3:1', 'core_txns:3:0']],
    ['topic=mobile_txns', []],
    ['q=DL-10', ['core_txns:3:10']],
    ['q=DL_10', []],
    ['from=2026-03-01T09:00:00.124Z', []],
    ['to=2026-03-01T09:00:00.123Z', []],
  ])('filtered by %s it has %j', async (filter, expected) => {
    const until = filter.includes('to=') ? '' : '&to=2026-03-01T09:30:00Z';
    const page = await list(`?${filter}${until}`);
    expect(page.items.map(({ id }) => id)).toEqual(expected);
  });

  it('names the transaction where the key is text, and says whether there is one', async () => {
    const keys: [string, Buffer | null, string | null, boolean][] = [
      ['201', Buffer.from('DL-KNOWN'), 'DL-KNOWN', true],
      ['202', Buffer.from('not an id'), 'not an id', false],
      ['203', Buffer.from([0xff, 0xfe]), null, false],
      ['204', Buffer.from('bell\u0007'), null, false],
      ['205', Buffer.alloc(0), null, false],
      ['206', null, null, false],
      ['207', Buffer.alloc(257, 'x'), null, false],
    ];
    for (const [offset, key] of keys) await refuse({ topic: 'mobile_txns', offset, key });
    const { items } = await list('?topic=mobile_txns');
    expect(items.map(({ offset, txn_id, txn_exists }) => [offset, txn_id, txn_exists]).toReversed()).toEqual(
      keys.map(([offset, _key, text, exists]) => [offset, text, exists]),
    );
  });

  it.each([
    ['code=BROKEN', 'code'],
    ['topic=a:b', 'topic'],
    ['colour=red', 'colour'],
    ['cursor=nonsense', 'cursor'],
    [`cursor=${Buffer.from('["2026-03-01T09:00:00Z; x","t",0,"0"]').toString('base64url')}`, 'cursor'],
  ])('refuses %s by name', async (query, field) => {
    const { status, body } = await api.get(`/api/v1/dead-letters?${query}`, viewer);
    expect(status).toBe(400);
    expect(Problem.parse(body).errors?.map((error) => error.field)).toEqual([field]);
  });

  it('is an access row with the filter that was asked', async () => {
    await list('?code=PAN_LIKE&limit=7');
    expect((await accessRows('code=PAN_LIKE'))[0]).toMatchObject({
      who: 'viewer',
      what: 'dead letters',
      rows: 1,
    });
  });
});

describe('one dead letter', () => {
  it.each(['operator', 'auditor', 'admin'] as const)('comes with its exact bytes for %s', async (role) => {
    const found = await detail('core_txns:3:2', await api.tokenOf(role));
    expect(found).toMatchObject({ code: 'UNDECODABLE', payload_withheld: false });
    expect(Buffer.from(found.payload ?? '', 'base64')).toEqual(PAYLOAD);
    expect(Buffer.from(found.key ?? '', 'base64').toString()).toBe('DL-2');
    expect(found.headers).toEqual({ traceparent: '00-ab-cd-01' });
    expect((await accessRows('core_txns:3:2'))[0]).toMatchObject({
      who: role,
      what: 'dead letter with payload',
      rows: 1,
    });
  });

  it('comes without its value for a viewer, and says so', async () => {
    const found = await detail('core_txns:3:3');
    expect(found).toMatchObject({ payload: null, payload_withheld: true, size: PAYLOAD.length });
    expect(Buffer.from(found.key ?? '', 'base64').toString()).toBe('DL-3');
    expect(found.headers).toEqual({ traceparent: '00-ab-cd-01' });
    expect((await accessRows('core_txns:3:3'))[0]).toMatchObject({ who: 'viewer', what: 'dead letter' });
  });

  it('keeps apart what is absent and what is empty, and offsets no number can hold', async () => {
    const operator = await api.tokenOf('operator');
    await refuse({ offset: '9007199254740993', key: null, payload: null });
    expect(await detail('core_txns:3:9007199254740993', operator)).toMatchObject({
      offset: '9007199254740993',
      key: null,
      payload: null,
      payload_withheld: false,
      size: null,
    });
    await refuse({ offset: 300, key: Buffer.alloc(0), payload: Buffer.alloc(0) });
    expect(await detail('core_txns:3:300', operator)).toMatchObject({ key: '', payload: '', size: 0 });
  });

  it('is looked up among accesses to its transaction', async () => {
    await refuse({ offset: 301, key: Buffer.from('DL-TRACED') });
    await detail('core_txns:3:301');
    const { rows } = await database.query(
      "SELECT 1 FROM audit_logs WHERE action = 'ACCESS' AND txn_id = 'DL-TRACED'",
    );
    expect(rows).toHaveLength(1);
  });

  it('that was never refused is not found, and asking for it is written down', async () => {
    const { status, body } = await api.get('/api/v1/dead-letters/core_txns:3:999', viewer);
    expect(status).toBe(404);
    expect(Problem.parse(body).code).toBe('NOT_FOUND');
    expect((await accessRows('core_txns:3:999'))[0]).toMatchObject({ rows: 0 });
  });

  it.each(['core_txns', 'core_txns:3', 'core_txns:3:x', 'core_txns:-1:3', 'a%2Fb:1:1'])(
    '%s is no position and is refused',
    async (id) => {
      expect((await api.get(`/api/v1/dead-letters/${id}`, viewer)).status).toBe(400);
    },
  );

  it('leaves only once it is written down who saw it: no row, no answer', async () => {
    await database.query('REVOKE EXECUTE ON FUNCTION append_access_rows FROM tieout_reader');
    try {
      const operator = await api.tokenOf('operator');
      const { status, body } = await api.get('/api/v1/dead-letters/core_txns:3:2', operator);
      expect(status).toBe(503);
      expect(JSON.stringify(body)).not.toContain(PAYLOAD.toString('base64'));
    } finally {
      await database.query('GRANT EXECUTE ON FUNCTION append_access_rows TO tieout_reader');
    }
  });

  it('is for people with a role', async () => {
    const guest = await api.identity.token('guest', []);
    expect((await api.get('/api/v1/dead-letters/core_txns:3:2', guest)).status).toBe(403);
    expect((await api.get('/api/v1/dead-letters', guest)).status).toBe(403);
  });
});
