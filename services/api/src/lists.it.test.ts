import { fillResults } from '@tieout/store/testing';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KnownIds, Problem, SearchResult, TxnCounts, TxnPage, type Txn } from './schemas/index.ts';
import { startApi, type TestApi } from './testing/api.ts';

let api: TestApi;
let viewer: string;
let database: Client;
let all: Txn[];

beforeAll(async () => {
  api = await startApi();
  viewer = await api.tokenOf('viewer');
  database = new Client({ connectionString: api.database.url });
  await database.connect();
  await fillResults(database, { from: 1, count: 3_000 });
  all = await everyPage('');
});
afterAll(async () => {
  await database.end();
  await api.stop();
});

async function page(query: string): Promise<TxnPage> {
  const { status, body } = await api.get(`/api/v1/transactions?${query}`, viewer);
  expect(status, JSON.stringify(body)).toBe(200);
  return TxnPage.parse(body);
}

/** Page after page, with what `between` does in between. */
async function everyPage(
  query: string,
  limit = 500,
  between?: (pages: number) => Promise<unknown>,
): Promise<Txn[]> {
  const rows: Txn[] = [];
  let cursor: string | null = null;
  let pages = 0;
  do {
    const next: TxnPage = await page(`${query}&limit=${limit}${cursor === null ? '' : `&cursor=${cursor}`}`);
    rows.push(...next.items);
    cursor = next.next_cursor;
    await between?.(++pages);
  } while (cursor !== null);
  return rows;
}

/** Stretches of time: all there is, and one with nothing in it. */
const EVER = '2000-01-01T00:00:00.000Z/2099-01-01T00:00:00.000Z';
const LONG_AGO = '2000-01-01T00:00:00.000Z/2000-01-02T00:00:00.000Z';

const ids = (rows: readonly Txn[]) => rows.map((row) => row.txn_id);
const broken = (row: Txn) => row.broken_at !== null;
const ageMs = (row: Txn) => Date.now() - Date.parse(row.broken_at ?? '');

describe('the filter of a list', () => {
  const cases: readonly (readonly [string, (row: Txn) => boolean])[] = [
    ['status=MISMATCHED', (row) => row.status === 'MISMATCHED'],
    ['status=RESOLVED', (row) => row.status === 'RESOLVED'],
    ['status=MISMATCHED,RESOLVED', broken],
    ['status=PARTIAL', (row) => row.status === 'PARTIAL'],
    ['not_status=MATCHED', (row) => row.status !== 'MATCHED'],
    ['not_status=MATCHED,MISMATCHED', (row) => row.status !== 'MATCHED' && row.status !== 'MISMATCHED'],
    ['status=MISMATCHED&not_status=MISMATCHED', () => false],
    [
      'reason=MISSING_CORE,FX_ADJUSTMENT',
      (row) => row.reasons.includes('MISSING_CORE') || row.reasons.includes('FX_ADJUSTMENT'),
    ],
    ['not_reason=MISSING_CORE', (row) => !row.reasons.includes('MISSING_CORE')],
    [
      'status=MISMATCHED&not_reason=MISSING_CORE',
      (row) => row.status === 'MISMATCHED' && !row.reasons.includes('MISSING_CORE'),
    ],
    ['missing=core', (row) => row.missing.includes('core')],
    [`folded=core/${EVER}`, (row) => row.missing.join() !== 'core'],
    [
      `status=MISMATCHED&folded=core/${EVER},gateway/${EVER}`,
      (row) =>
        row.status === 'MISMATCHED' && row.missing.join() !== 'core' && row.missing.join() !== 'gateway',
    ],
    [`status=MISMATCHED&folded=core/${LONG_AGO}`, (row) => row.status === 'MISMATCHED'],
    ['missing=mobile', (row) => row.missing.includes('mobile')],
    ['status=MISMATCHED&missing=core', (row) => row.status === 'MISMATCHED' && row.missing.includes('core')],
    [
      'status=MISMATCHED&not_missing=core',
      (row) => row.status === 'MISMATCHED' && !row.missing.includes('core'),
    ],
    ['at_fault=gateway', (row) => row.at_fault === 'gateway'],
    ['at_fault=none&status=MISMATCHED', (row) => row.at_fault === null && row.status === 'MISMATCHED'],
    ['not_at_fault=core', (row) => row.at_fault !== 'core'],
    ['not_at_fault=none', (row) => row.at_fault !== null],
    ['severity=critical,low', (row) => row.severity === 'critical' || row.severity === 'low'],
    [
      'status=MISMATCHED&severity=critical',
      (row) => row.status === 'MISMATCHED' && row.severity === 'critical',
    ],
    ['status=RESOLVED&not_severity=low', (row) => row.status === 'RESOLVED' && row.severity !== 'low'],
    ['not_severity=low', (row) => row.severity !== 'low'],
    ['assignee=operator-3', (row) => row.assignee === 'operator-3'],
    ['status=MISMATCHED&unassigned=true', (row) => row.status === 'MISMATCHED' && row.assignee === null],
    [
      'unassigned=true&assignee=operator-3&status=MISMATCHED',
      (row) => row.status === 'MISMATCHED' && (row.assignee ?? 'operator-3') === 'operator-3',
    ],
    ['unassigned=false', (row) => row.assignee !== null],
    [
      'not_assignee=operator-3&status=MISMATCHED',
      (row) => row.status === 'MISMATCHED' && row.assignee !== 'operator-3',
    ],
    ['work_state=ASSIGNED', (row) => row.work_state === 'ASSIGNED'],
    ['not_work_state=OPEN', (row) => row.work_state !== 'OPEN'],
    ['channel=POS,ATM', (row) => row.channel === 'POS' || row.channel === 'ATM'],
    ['not_channel=POS', (row) => row.channel !== 'POS'],
    ['currency=BHD', (row) => row.currency === 'BHD'],
    ['not_currency=INR&status=MISMATCHED', (row) => row.currency !== 'INR' && row.status === 'MISMATCHED'],
    [
      'currency=INR&amount_min=500000',
      (row) => row.currency === 'INR' && BigInt(row.amount_minor) >= 500_000n,
    ],
    [
      'currency=INR&amount_min=100000&amount_max=200000&status=MISMATCHED',
      (row) =>
        row.status === 'MISMATCHED' &&
        row.currency === 'INR' &&
        BigInt(row.amount_minor) >= 100_000n &&
        BigInt(row.amount_minor) <= 200_000n,
    ],
    ['older_than=5m', (row) => broken(row) && ageMs(row) > 300_000],
    ['younger_than=5m&status=MISMATCHED', (row) => row.status === 'MISMATCHED' && ageMs(row) < 300_000],
    ['q=BULK-0000001', (row) => row.txn_id.startsWith('BULK-0000001')],
    [
      'q=BULK-00000012&status=MATCHED',
      (row) => row.txn_id.startsWith('BULK-00000012') && row.status === 'MATCHED',
    ],
    [
      'q=BULK-000000&status=MISMATCHED',
      (row) => row.txn_id.startsWith('BULK-000000') && row.status === 'MISMATCHED',
    ],
  ];

  it.each(cases)('%s lets through what fits, newest first', async (query, fits) => {
    const rows = await everyPage(query);
    expect(ids(rows)).toEqual(ids(all.filter(fits)));
    if (!query.includes('not_status=MISMATCHED')) expect(rows.length).toBeGreaterThan(0);
  });

  it('by time takes a half-open range', async () => {
    const [to, from] = [all[100]?.first_seen_at, all[200]?.first_seen_at];
    expect(ids(await everyPage(`from=${from}&to=${to}`))).toEqual(ids(all.slice(101, 201)));
    expect(ids(await everyPage(`from=${from}&to=${to}&status=MISMATCHED`))).toEqual(
      ids(all.slice(101, 201).filter((row) => row.status === 'MISMATCHED')),
    );
  });
});

const PLACES = { critical: 1, high: 2, medium: 3, low: 4 };
const alphabetic = (a: string, b: string) => Number(a > b) - Number(a < b);
const big = (a: string | null, b: string | null) => Number(BigInt(a ?? -1) - BigInt(b ?? -1));
const place = (row: Txn) => (row.severity === null ? 5 : PLACES[row.severity]);
const byAge = (a: Txn, b: Txn) =>
  alphabetic(a.broken_at ?? '', b.broken_at ?? '') || alphabetic(a.txn_id, b.txn_id);
const ORDERS: readonly (readonly [string, (a: Txn, b: Txn) => number])[] = [
  ['severity', (a, b) => place(a) - place(b) || byAge(a, b)],
  ['age', byAge],
  ['at_risk', (a, b) => big(b.at_risk_minor, a.at_risk_minor) || alphabetic(b.txn_id, a.txn_id)],
  ['discrepancy', (a, b) => big(b.discrepancy_minor, a.discrepancy_minor) || alphabetic(b.txn_id, a.txn_id)],
  ['time', (a, b) => alphabetic(b.first_seen_at, a.first_seen_at) || alphabetic(b.txn_id, a.txn_id)],
];

describe('the order of breaks', () => {
  it.each(ORDERS)('by %s is whole, page by page, while others come and go', async (sort, order) => {
    const expected = all
      .filter((row) => row.status === 'MISMATCHED' && row.currency === 'INR')
      .toSorted(order);
    let made = 10_000;
    const rows = await everyPage(`status=MISMATCHED&currency=INR&sort=${sort}`, 7, () => {
      made += 10;
      return fillResults(database, { from: made, count: 10 });
    });
    await database.query("DELETE FROM reconciliation_results WHERE txn_id >= 'BULK-000010000'");
    const seen = ids(rows).filter((id) => id < 'BULK-000010000');
    expect(seen).toEqual(ids(expected));
    expect(new Set(ids(rows)).size).toBe(rows.length);
    expect(expected.length).toBeGreaterThan(50);
  });

  it('by age keeps to the severities asked for', async () => {
    const rows = await everyPage('status=MISMATCHED&sort=age&severity=critical,low', 11);
    const wanted = all.filter(
      (row) => row.status === 'MISMATCHED' && (row.severity === 'critical' || row.severity === 'low'),
    );
    expect(ids(rows)).toEqual(ids(wanted.toSorted(byAge)));
    expect(await everyPage('status=MISMATCHED&sort=age&severity=low&not_severity=low')).toEqual([]);
  });

  it('goes on only in the list that gave the cursor', async () => {
    const { next_cursor: cursor } = await page('status=MISMATCHED&sort=age&limit=1');
    expect(cursor).not.toBeNull();
    const { status, body } = await api.get(
      `/api/v1/transactions?status=MISMATCHED&sort=severity&cursor=${cursor}`,
      viewer,
    );
    expect([status, Problem.parse(body).code]).toEqual([400, 'CURSOR_OF_ANOTHER_QUERY']);
    expect((await page(`status=MISMATCHED&sort=age&limit=3&cursor=${cursor}`)).items).toHaveLength(3);
  });

  it('is refused where the rows have none', async () => {
    const { status, body } = await api.get('/api/v1/transactions?sort=severity', viewer);
    expect(status).toBe(400);
    expect(Problem.parse(body).errors).toMatchObject([{ field: 'sort' }]);
  });
});

async function counts(query: string): Promise<TxnCounts> {
  const { status, body } = await api.get(`/api/v1/transactions/counts?${query}`, viewer);
  expect(status).toBe(200);
  return TxnCounts.parse(body);
}

/** How many have each value; null for those without one. */
function tally(rows: readonly Txn[], valuesOf: (row: Txn) => readonly (string | null)[]) {
  const sums = new Map<string | null, number>();
  for (const value of rows.flatMap(valuesOf)) sums.set(value, (sums.get(value) ?? 0) + 1);
  return [...sums].toSorted(([a, many], [b, few]) => few - many || alphabetic(String(a), String(b)));
}
const told = (values: readonly { value: string | null; count: number; exact: boolean }[]) =>
  values.map(({ value, count, exact }) => [value, exact ? count : `${count}+`]);

describe('the counts of a list', () => {
  it.each([
    ['', () => true],
    ['status=MISMATCHED', (row: Txn) => row.status === 'MISMATCHED'],
    ['status=RESOLVED&channel=WEB', (row: Txn) => row.status === 'RESOLVED' && row.channel === 'WEB'],
    ['missing=core&not_currency=INR', (row: Txn) => row.missing.includes('core') && row.currency !== 'INR'],
    ['q=BULK-0000001', (row: Txn) => row.txn_id.startsWith('BULK-0000001')],
    ['status=MISMATCHED&not_status=MISMATCHED', () => false],
  ])('of %j are those of the rows', async (query, fits) => {
    const rows = all.filter(fits);
    const { total, facets, at_risk, histogram, covered_from } = await counts(query);
    expect(total).toEqual({ count: rows.length, exact: true });
    expect(covered_from).toBeNull();
    expect(told(facets.status)).toEqual(tally(rows, (row) => [row.status]));
    expect(told(facets.reason)).toEqual(tally(rows, (row) => row.reasons));
    expect(told(facets.severity)).toEqual(tally(rows, (row) => [row.severity]));
    expect(told(facets.missing)).toEqual(tally(rows, (row) => row.missing));
    expect(told(facets.at_fault)).toEqual(tally(rows, (row) => [row.at_fault]));
    expect(told(facets.channel)).toEqual(tally(rows, (row) => [row.channel]));
    expect(told(facets.currency)).toEqual(tally(rows, (row) => [row.currency]));
    expect(told(facets.work_state)).toEqual(tally(rows, (row) => [row.work_state]));
    expect(told(facets.assignee)).toEqual(tally(rows, (row) => [row.assignee]));
    const inr = rows
      .filter((row) => row.currency === 'INR')
      .reduce((sum, row) => sum + BigInt(row.at_risk_minor), 0n);
    expect(at_risk.find(({ currency }) => currency === 'INR')?.at_risk_minor ?? '0').toBe(inr.toString());
    expect(histogram.buckets.length).toBeLessThanOrEqual(120);
    for (const [index, { at, count }] of histogram.buckets.entries()) {
      const begins = Date.parse(at);
      const within = rows.filter(({ first_seen_at: seen }) => {
        return Date.parse(seen) >= begins && Date.parse(seen) < begins + histogram.width_s * 1000;
      });
      expect(count, `bucket ${index}`).toBe(within.length);
    }
    expect(histogram.buckets.reduce((sum, { count }) => sum + count, 0)).toBe(rows.length);
  });

  it('are exact to 10,000, and say so beyond', async () => {
    await fillResults(database, { from: 20_001, count: 9_000 });
    try {
      const { total, facets } = await counts('');
      expect(total).toEqual({ count: 10_000, exact: false });
      const matched = facets.status.find(({ value }) => value === 'MATCHED');
      expect(matched).toEqual({ value: 'MATCHED', count: 10_000, exact: false });
      const { rows } = await database.query(
        "SELECT count(*)::int FROM reconciliation_results WHERE status = 'MISMATCHED'",
      );
      expect(facets.status.find(({ value }) => value === 'MISMATCHED')).toMatchObject({
        ...rows[0],
        exact: true,
      });
    } finally {
      await database.query("DELETE FROM reconciliation_results WHERE txn_id > 'BULK-000020000'");
    }
  });
});

async function search(text: string): Promise<readonly (readonly [string, string, string | null])[]> {
  const { status, body } = await api.get(`/api/v1/search?q=${encodeURIComponent(text)}`, viewer);
  expect(status, JSON.stringify(body)).toBe(200);
  return SearchResult.parse(body).items.map(({ txn, found_by, source }) => [txn.txn_id, found_by, source]);
}

async function known(body: unknown): Promise<{ status: number; answer: unknown }> {
  const response = await fetch(`${api.url}/api/v1/search`, {
    method: 'POST',
    headers: { authorization: `Bearer ${viewer}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, answer: await response.json() };
}

describe('with more rows than one answer looks through', () => {
  beforeAll(() => fillResults(database, { from: 20_001, count: 21_000 }));
  afterAll(() => database.query("DELETE FROM reconciliation_results WHERE txn_id > 'BULK-000020000'"));

  it('a list gives all that fit, a few at a time', async () => {
    const query = 'status=PARTIAL&currency=BHD';
    const first = await page(`${query}&limit=500`);
    const { rows } = await database.query<{ txn_id: string }>(
      `SELECT txn_id FROM reconciliation_results WHERE status = 'PARTIAL' AND currency = 'BHD' ORDER BY first_seen_at DESC, txn_id DESC`,
    );
    expect(first.items.length).toBeLessThan(rows.length);
    expect(first.next_cursor).not.toBeNull();
    // What lies behind that time was not looked at, what is newer was, and is here where it fits.
    const newer = rows.slice(0, first.items.length).map((row) => row.txn_id);
    expect(ids(first.items)).toEqual(newer);
    const { rows: seen } = await database.query<{ newer: number }>(
      "SELECT count(*)::int AS newer FROM reconciliation_results WHERE status = 'PARTIAL' AND currency = 'BHD' AND first_seen_at > $1",
      [first.looked_to],
    );
    expect(seen[0]?.newer).toBeLessThanOrEqual(newer.length);
    expect((await page(`${query}&sort=time&limit=1&q=${rows[0]?.txn_id}`)).looked_to).toBeNull();
    expect(ids(await everyPage(query))).toEqual(rows.map((row) => row.txn_id));
  });

  it('an id is found wherever it is, and ids that begin alike', async () => {
    expect(
      ids(
        (await page('q=BULK-000000001&status=MATCHED,MISMATCHED,CLOSED,RESOLVED,PARTIAL&not_channel=MOBILE'))
          .items,
      ),
    ).toEqual(['BULK-000000001']);
    expect((await everyPage('q=BULK-000000&not_status=PENDING')).length).toBe(999);
  });

  it('counts of breaks are whole, and others say from when on they are', async () => {
    const breaks = await counts('status=MISMATCHED');
    const { rows } = await database.query<{ count: number }>(
      "SELECT count(*)::int FROM reconciliation_results WHERE status = 'MISMATCHED'",
    );
    expect([breaks.total, breaks.covered_from]).toEqual([{ count: rows[0]?.count, exact: true }, null]);
    const { total, facets, covered_from } = await counts('channel=BRANCH');
    expect(total.exact).toBe(false);
    expect(facets.channel).toEqual([{ value: 'BRANCH', ...total }]);
    const { rows: covered } = await database.query<{ count: number }>(
      "SELECT count(*)::int FROM reconciliation_results WHERE channel = 'BRANCH' AND first_seen_at >= $1",
      [covered_from],
    );
    expect(total.count).toBe(covered[0]?.count);
  });
});

describe('search', () => {
  it('finds one id, and the first of those that begin with it', async () => {
    expect(await search('BULK-000000123')).toEqual([['BULK-000000123', 'txn_id', null]]);
    expect(await search(' "BULK-00000012" ')).toEqual(
      Array.from({ length: 10 }, (_, n) => [`BULK-00000012${n}`, 'txn_id', null]),
    );
    expect(await search('BULK_000000123')).toEqual([]);
    expect(await search('NOBODY')).toEqual([]);
  });

  it('puts the id itself before longer ones, and does not give it twice', async () => {
    await database.query(
      "UPDATE reconciliation_results SET txn_id = 'BULK-00000012' WHERE txn_id = 'BULK-000000128'",
    );
    try {
      const found = await search('BULK-00000012');
      expect(found.slice(0, 2).map(([id]) => id)).toEqual(['BULK-00000012', 'BULK-000000120']);
      expect(new Set(found.map(([id]) => id)).size).toBe(10);
    } finally {
      await database.query(
        "UPDATE reconciliation_results SET txn_id = 'BULK-000000128' WHERE txn_id = 'BULK-00000012'",
      );
    }
  });

  it('finds a break by the reference and the event id of any leg', async () => {
    const row = all.find(({ status, legs }) => status === 'MISMATCHED' && legs.gateway !== null);
    const { reference, event_id } = row?.legs.gateway ?? {};
    expect(await search(reference ?? '')).toEqual([[row?.txn_id, 'reference', 'gateway']]);
    expect(await search(event_id ?? '')).toEqual([[row?.txn_id, 'event_id', 'gateway']]);
  });

  it('does not look through references of what is in order', async () => {
    const agreed = all.find((row) => row.status === 'MATCHED');
    expect(agreed?.legs.core?.reference).toMatch(/^A/);
    expect(await search(agreed?.legs.core?.reference ?? '')).toEqual([]);
  });

  it('takes a pasted column apart into what is known and what is not, in its order', async () => {
    const asked = ['NOBODY', 'BULK-000000007', 'BULK-000000003', 'BULK-000000007', 'NEVER'];
    const { status, answer } = await known({ ids: asked });
    expect(status).toBe(200);
    const { items, unknown } = KnownIds.parse(answer);
    expect(ids(items)).toEqual(['BULK-000000007', 'BULK-000000003']);
    expect(unknown).toEqual(['NOBODY', 'NEVER']);
    const { rows } = await database.query<{ detail: string }>(
      "SELECT detail FROM audit_logs WHERE action = 'ACCESS' AND detail LIKE '%transactions by id%'",
    );
    expect(rows.map(({ detail }) => JSON.parse(detail))).toMatchObject([
      { filter_or_id: 'NOBODY,BULK-000000007,BULK-000000003,NEVER', rows: 2 },
    ]);
  });

  it.each([
    [{ ids: [] }, 'ids'],
    [{ ids: Array.from({ length: 501 }, (_, n) => `T-${n}`) }, 'ids'],
    [{ ids: ['T-1', 'no id'] }, 'ids'],
    [{}, 'ids'],
  ])('refuses what is no list of ids', async (body, field) => {
    const { status, answer } = await known(body);
    expect(status).toBe(400);
    expect(Problem.parse(answer).errors?.map((error) => error.field)).toEqual([field]);
  });
});
