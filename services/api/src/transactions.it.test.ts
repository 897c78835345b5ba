import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AccessPage, Me, Problem, TxnDetail, TxnPage, TxnState } from './schemas/index.ts';
import { startApi, type TestApi } from './testing/api.ts';
import { settled, TestLane } from './testing/lane.ts';

const MINUTE = 60_000;
const start = Date.parse('2026-03-01T09:00:00Z');

let api: TestApi;
let lanes: TestLane[];
let viewer: string;
let database: Client;

beforeAll(async () => {
  api = await startApi();
  viewer = await api.tokenOf('viewer');
  database = new Client({ connectionString: api.database.url });
  await database.connect();
  lanes = await Promise.all([0, 1].map((partition) => TestLane.take(api.database.writerUrl, partition)));
  // T-00 … T-19, one a minute, in two lanes: every fourth without the bank's side, overdue; every fifth with another amount.
  for (let n = 0; n < 20; n++) {
    const id = `T-${String(n).padStart(2, '0')}`;
    const at = start + n * MINUTE;
    const events = [settled('gateway', id, at)];
    if (n % 4 !== 0) events.push(settled('core', id, at, n % 5 === 0 ? 450_000n : 500_000n));
    await lanes[n % 2]?.flush(events, at + 10 * MINUTE);
  }
});
afterAll(async () => {
  await database.end();
  await Promise.all(lanes.map((lane) => lane.stop()));
  await api.stop();
});

async function list(query: string): Promise<TxnPage> {
  const { status, body } = await api.get(`/api/v1/transactions${query}`, viewer);
  expect(status).toBe(200);
  return TxnPage.parse(body);
}
const isOriginal = (id: string) => /^T-\d\d$/.test(id);
const ids = (page: TxnPage) => page.items.map((txn) => txn.txn_id);

describe('the list of transactions', () => {
  it('is newest first and names the cursor it is true for', async () => {
    const page = await list('?limit=3');
    expect(ids(page)).toEqual(['T-19', 'T-18', 'T-17']);
    expect(page.as_of).toEqual({ 'lane-0': lanes[0]?.seq, 'lane-1': lanes[1]?.seq });
  });

  it('shows what was decided: the demo answer of a missing bank posting', async () => {
    const [txn] = (await list('?q=T-16')).items;
    expect(txn).toMatchObject({
      status: 'MISMATCHED',
      life_cycle: 'MISMATCHED',
      reasons: ['MISSING_CORE'],
      at_fault: 'core',
      severity: 'high',
      currency: 'INR',
      amount_minor: '500000',
      at_risk_minor: '500000',
      missing: ['core'],
      first_seen_at: '2026-03-01T09:16:00.000Z',
      legs: { core: null, gateway: { type: 'PAYMENT_CAPTURED', amount_minor: '500000', late: false } },
    });
  });

  it('pages give every row once while newer rows and older ones are inserted', async () => {
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await list(`?q=T-&limit=6${cursor === null ? '' : `&cursor=${cursor}`}`);
      seen.push(...ids(page));
      const newer = settled('gateway', `T-N${seen.length}`, start + 60 * MINUTE);
      const older = settled('gateway', `T-O${seen.length}`, start - 60 * MINUTE);
      await lanes[0]?.flush([newer, older], start + 60 * MINUTE);
      cursor = page.next_cursor;
    } while (cursor !== null);
    expect(seen.filter(isOriginal)).toEqual(
      Array.from({ length: 20 }, (_, n) => `T-${String(19 - n).padStart(2, '0')}`),
    );
    expect(seen.filter((id) => id.startsWith('T-N'))).toEqual([]);
    expect(new Set(seen).size).toBe(seen.length);
  });

  it.each([
    ['status=MATCHED', 12],
    ['status=MATCHED,MISMATCHED', 20],
    ['reason=MISSING_CORE', 5],
    ['reason=MISSING_CORE&reason=AMOUNT_MISMATCH', 8],
    ['missing=core', 5],
    ['at_fault=core', 5],
    ['severity=high', 5],
    ['channel=WEB', 20],
    ['channel=POS', 0],
    ['currency=INR', 20],
    ['currency=EUR', 0],
    ['from=2026-03-01T09:05:00Z&to=2026-03-01T09:07:00Z', 2],
    ['q=T-0', 10],
  ])('filtered by %s has %d rows', async (filter, count) => {
    const page = await list(`?${filter}`);
    expect(ids(page).filter(isOriginal)).toHaveLength(count);
  });

  it('an underscore in q stands for itself', async () => {
    expect((await list('?q=T_0')).items).toEqual([]);
  });

  it('refuses an unknown parameter by name', async () => {
    const { status, headers, body } = await api.get('/api/v1/transactions?statsu=MATCHED', viewer);
    expect(status).toBe(400);
    expect(headers.get('content-type')).toContain('application/problem+json');
    expect(Problem.parse(body)).toMatchObject({
      code: 'INVALID_REQUEST',
      instance: '/api/v1/transactions',
      errors: [{ field: 'statsu', problem: 'unknown parameter' }],
    });
  });
});

describe('one transaction', () => {
  it('comes with legs, events, explanation, next action and its history in order', async () => {
    const { body } = await api.get('/api/v1/transactions/T-05', viewer);
    const detail = TxnDetail.parse(body);
    expect(detail.reasons).toEqual(['AMOUNT_MISMATCH']);
    expect(detail.discrepancy_minor).toBe('50000');
    expect(detail.legs.core).toMatchObject({ direction: 'DEBIT', channel: 'WEB', amount_minor: '450000' });
    expect(detail.events.map((event) => event.source).toSorted()).toEqual(['core', 'gateway']);
    const failed = detail.explanation.filter((check) => !check.passed);
    expect(failed).toMatchObject([
      { check: 'AMOUNT_MISMATCH', reason: 'AMOUNT_MISMATCH', difference: { minor: '50000' } },
    ]);
    expect(detail.next_action).toMatchObject([
      { reason: 'AMOUNT_MISMATCH', text: expect.stringMatching(/\w+/) },
    ]);
    expect(detail.timeline.map((entry) => entry.kind)).toEqual(['event', 'event', 'verdict']);
    expect(detail.timeline.at(-1)).toMatchObject({
      previous_status: null,
      status: 'MISMATCHED',
      added: ['AMOUNT_MISMATCH'],
      removed: [],
    });
  });

  it('shows each verdict that was ever visible, also after it healed', async () => {
    const at = start + 4 * MINUTE;
    await lanes[0]?.flush([settled('core', 'T-04', at + 20 * MINUTE)], at + 30 * MINUTE);
    const { body } = await api.get('/txns/T-04', viewer);
    const txn = TxnState.parse(body);
    expect(txn.state).toBe('MISMATCHED'); // the books date it 20 minutes apart
    const verdicts = txn.timeline.filter((entry) => entry.kind === 'verdict');
    expect(verdicts).toMatchObject([
      { status: 'MISMATCHED', added: ['MISSING_CORE'], removed: [] },
      { status: 'MISMATCHED', added: ['TIMESTAMP_MISMATCH'], removed: ['MISSING_CORE'] },
    ]);
    expect(txn.legs.core?.late).toBe(true);
  });

  it('nobody has heard of is a problem with its own code, and asking for it is written down', async () => {
    const { status, body } = await api.get('/txns/NOBODY', viewer);
    expect(status).toBe(404);
    expect(Problem.parse(body).code).toBe('TXN_NOT_FOUND');
    expect((await accessesTo('NOBODY')).map((row) => row.rows)).toEqual([0]);
  });
});

async function accessesTo(id: string): Promise<{ rows: number | null }[]> {
  const { rows } = await database.query<{ detail: string }>(
    "SELECT detail FROM audit_logs WHERE action = 'ACCESS' AND txn_id = $1",
    [id],
  );
  return rows.map(({ detail }) => JSON.parse(detail));
}

describe('access', () => {
  it('is written down before the answer leaves: no row, no answer', async () => {
    await database.query('REVOKE EXECUTE ON FUNCTION append_access_rows FROM tieout_reader');
    try {
      const { status, headers, body } = await api.get('/txns/T-01', viewer);
      expect(status).toBe(503);
      expect(headers.get('retry-after')).toBe('1');
      expect(JSON.stringify(body)).not.toContain('500000');
    } finally {
      await database.query('GRANT EXECUTE ON FUNCTION append_access_rows TO tieout_reader');
    }
    const before = (await accessesTo('T-01')).length;
    await api.get('/txns/T-01', viewer);
    expect(await accessesTo('T-01')).toHaveLength(before + 1);
  });

  it('without a token, or with a bad one, is 401 and says what is wrong', async () => {
    for (const token of [
      undefined,
      'nonsense',
      await api.identity.token('eve', ['admin'], { claims: { exp: undefined } }),
    ]) {
      const { status, headers, body } = await api.get('/api/v1/transactions', token);
      expect(status).toBe(401);
      expect(headers.get('www-authenticate')).toBe('Bearer');
      expect(Problem.parse(body).code).toBe('UNAUTHENTICATED');
    }
  });

  it('by somebody without any role is 403', async () => {
    const { status, body } = await api.get('/api/v1/summary', await api.identity.token('guest', []));
    expect(status).toBe(403);
    expect(Problem.parse(body)).toMatchObject({ code: 'FORBIDDEN', detail: 'needs role viewer' });
  });

  it('to the access page is for auditor and admin; who was refused stands on it', async () => {
    for (const role of ['viewer', 'operator'] as const) {
      const { status, body } = await api.get('/api/v1/audit/access', await api.tokenOf(role));
      expect(status).toBe(403);
      expect(Problem.parse(body).detail).toBe('needs role auditor');
    }
    for (const role of ['auditor', 'admin'] as const) {
      const { status, body } = await api.get('/api/v1/audit/access', await api.tokenOf(role));
      expect(status).toBe(200);
      const { items } = AccessPage.parse(body);
      expect(
        items.filter((row) => row.what === 'refused' && row.filter_or_id === '/api/v1/audit/access'),
      ).toMatchObject([
        { who: 'operator', roles: ['viewer', 'operator'], rows: null },
        { who: 'viewer', roles: ['viewer'], rows: null },
      ]);
      expect(
        items.some((row) => row.what === 'transactions' && row.filter_or_id === 'q=T-16' && row.rows === 1),
      ).toBe(true);
    }
  });

  it('tells a person who they are', async () => {
    const { body } = await api.get('/api/v1/me', await api.tokenOf('auditor'));
    expect(Me.parse(body)).toEqual({
      username: 'auditor',
      name: 'auditor of the tests',
      business_zone: 'Asia/Kolkata',
      roles: ['viewer', 'auditor'],
    });
  });

  it('is not slowed by somebody else’s failed sign-ins from the same address', async () => {
    const refused = await Promise.all(Array.from({ length: 80 }, () => api.get('/api/v1/me', 'nonsense')));
    expect(new Set(refused.map(({ status }) => status))).toEqual(new Set([401, 429]));
    expect((await api.get('/api/v1/me', viewer)).status).toBe(200);
  });
});

describe('everything else', () => {
  it.each(['/logout', '/k_logout', '/k_push_not_before', '/k_query_bearer_token', '/api/v1/nothing'])(
    '%s is not found',
    async (path) => {
      const { status, body } = await api.get(path, viewer);
      expect(status).toBe(404);
      expect(Problem.parse(body).code).toBe('NOT_FOUND');
    },
  );

  it.each([
    ['DELETE', '/api/v1/transactions', 'GET, HEAD'],
    ['POST', '/api/v1/transactions/counts', 'GET, HEAD'],
    ['PUT', '/txns/T-01', 'GET, HEAD'],
    ['PATCH', '/api/v1/search', 'GET, HEAD, POST'],
    ['GET', '/api/v1/dead-letters/core_txns:0:1/redrive', 'POST'],
  ])('%s %s is told which methods there are: %s', async (method, path, allowed) => {
    const response = await fetch(api.url + path, { method, headers: { authorization: `Bearer ${viewer}` } });
    expect([response.status, response.headers.get('allow')]).toEqual([405, allowed]);
    expect(Problem.parse(await response.json())).toMatchObject({
      code: 'METHOD_NOT_ALLOWED',
      instance: path,
    });
  });

  it('refuses an address that is too long to be read, as documented', async () => {
    const { status } = await api.get(`/api/v1/transactions?q=${'x'.repeat(20_000)}`, viewer);
    expect(status).toBe(431);
  });

  it('carries a request id, given or made, into answer and problem', async () => {
    const response = await fetch(`${api.url}/api/v1/nothing`, {
      headers: { 'x-request-id': 'from-the-caller' },
    });
    expect(response.headers.get('x-request-id')).toBe('from-the-caller');
    expect(Problem.parse(await response.json()).request_id).toBe('from-the-caller');
    const made = await api.get('/api/v1/nothing');
    expect(made.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it.each([
    '/openapi.json',
    '/docs/',
    '/docs/swagger-ui-init.js',
    '/redoc',
    '/redoc/redoc.js',
    '/healthz',
    '/readyz',
    '/metrics',
  ])('%s is open', async (path) => {
    expect((await api.get(path)).status).toBe(200);
  });

  it('serves its documentation under a policy that lets nothing come from elsewhere', async () => {
    for (const path of ['/docs/', '/redoc']) {
      const policy = (await api.get(path)).headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'self'");
      expect(policy).not.toMatch(/https?:/);
    }
  });
});
