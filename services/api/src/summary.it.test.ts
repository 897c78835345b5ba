import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keepFigures } from './figures.ts';
import { summaryJson } from './json/summary.ts';
import { Problem, SourceList, Summary, SummarySeries } from './schemas/index.ts';
import { startApi, type TestApi } from './testing/api.ts';
import { settled, TestLane } from './testing/lane.ts';
import { openPool, openReader } from '@tieout/store/reading';

const MINUTE = 60_000;
const start = Date.now() - 30 * MINUTE;

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
  // One a minute in two lanes: every fourth without the bank's side, overdue; every fifth with another amount.
  for (let n = 0; n < 20; n++) {
    const at = start + n * MINUTE;
    const events = [settled('gateway', `T-${n}`, at)];
    if (n % 4 !== 0) events.push(settled('core', `T-${n}`, at, n % 5 === 0 ? 450_000n : 500_000n));
    await lanes[n % 2]?.flush(events, at + 10 * MINUTE);
  }
});
afterAll(async () => {
  await database.end();
  await Promise.all(lanes.map((lane) => lane.stop()));
  await api.stop();
});

/** As an API that has just started tells it: nothing is kept from before. */
async function summary(): Promise<Summary> {
  const pool = openPool({
    url: api.database.readerUrl,
    name: 'test',
    connectionsMax: 2,
    statementLimitMs: 10_000,
    onConnectionError: () => {},
  });
  try {
    const figures = keepFigures(openReader(pool));
    const [counters, breaks, verification] = await Promise.all([
      figures.counters(),
      figures.openBreaks(),
      figures.verification(),
    ]);
    return Summary.parse(summaryJson(counters, breaks, verification));
  } finally {
    await pool.end();
  }
}

async function series(query: string): Promise<SummarySeries> {
  const { status, body } = await api.get(`/api/v1/summary/series${query}`, viewer);
  expect(status).toBe(200);
  return SummarySeries.parse(body);
}

async function counted(text: string): Promise<Record<string, number>> {
  const { rows } = await database.query<{ key: string; count: string }>(text);
  return Object.fromEntries(rows.map(({ key, count }) => [key, Number(count)]));
}

describe('the proof line', () => {
  it('has no residue: each record that arrived was judged or refused', async () => {
    const { body } = await api.get('/api/v1/summary', viewer);
    const { proof } = Summary.parse(body);
    const raw = await counted('SELECT source AS key, count(*) FROM raw_events GROUP BY 1');
    expect(proof).toMatchObject({ arrived: 35, judged: 35, refused: 0, residue: 0 });
    expect(Object.fromEntries(proof.sources.map(({ source, judged }) => [source, judged]))).toEqual({
      mobile: 0,
      ...raw,
    });
    const { rows } = await database.query(
      'SELECT currency, count(*)::int AS events, sum(amount_minor)::text AS minor FROM raw_events GROUP BY 1',
    );
    expect(proof.judged_minor).toEqual(rows);
  });

  it.each([
    [
      'a record that arrived and was neither',
      'UPDATE lanes SET core_arrived = core_arrived + $1 WHERE partition = 0',
      1,
    ],
    [
      'a record that was judged and never arrived',
      `UPDATE stats_minute SET count = count + $1 WHERE ctid = (SELECT ctid FROM stats_minute WHERE measure = 'judged' AND key = 'core' LIMIT 1)`,
      -1,
    ],
  ])('shows %s as a residue of its source', async (_what, change, residue) => {
    await database.query(change, [1]);
    try {
      const { proof } = await summary();
      expect(proof.residue).toBe(residue);
      expect(proof.sources.map((line) => [line.source, line.residue])).toEqual([
        ['core', residue],
        ['gateway', 0],
        ['mobile', 0],
      ]);
    } finally {
      await database.query(change, [-1]);
    }
    expect((await summary()).proof.residue).toBe(0);
  });

  it('counts what was refused, and no more once it was accepted', async () => {
    const add = (measure: string, currency = '') =>
      database.query(
        `INSERT INTO stats_minute (partition, minute, measure, key, currency, count)
         VALUES (0, date_trunc('minute', now(), 'UTC'), $1, 'mobile', $2, 1)`,
        [measure, currency],
      );
    await database.query('UPDATE lanes SET mobile_arrived = mobile_arrived + 1 WHERE partition = 1');
    await add('refused');
    expect((await summary()).proof).toMatchObject({ arrived: 36, judged: 35, refused: 1, residue: 0 });
    await add('judged', 'INR');
    await add('redriven');
    expect((await summary()).proof).toMatchObject({ arrived: 36, judged: 36, refused: 0, residue: 0 });
  });

  it('counts what is long settled day by day, and all the same', async () => {
    await database.query("UPDATE stats_minute SET minute = minute - interval '3 days 5 hours'");
    try {
      expect((await summary()).proof).toMatchObject({ arrived: 36, judged: 36, refused: 0, residue: 0 });
    } finally {
      await database.query("UPDATE stats_minute SET minute = minute + interval '3 days 5 hours'");
    }
  });
});

describe('the summary', () => {
  it('counts what the rows say', async () => {
    const told = await summary();
    const statuses = await counted(
      'SELECT status AS key, count(*) FROM reconciliation_results GROUP BY status',
    );
    expect(told.totals).toMatchObject(statuses);
    expect(told.match_rate).toBe(0.6);
    expect(told.open_breaks).toBe(8);
    expect(told.reasons).toEqual([
      {
        reason: 'MISSING_CORE',
        count: 5,
        at_risk: [{ currency: 'INR', breaks: 5, at_risk_minor: '2500000' }],
      },
      {
        reason: 'AMOUNT_MISMATCH',
        count: 3,
        at_risk: [{ currency: 'INR', breaks: 3, at_risk_minor: '150000' }],
      },
    ]);
    expect(told.at_risk).toEqual([{ currency: 'INR', breaks: 8, at_risk_minor: '2650000' }]);
    expect(told.severities).toMatchObject(
      await counted(
        `SELECT severity AS key, count(*) FROM reconciliation_results WHERE status = 'MISMATCHED' GROUP BY 1`,
      ),
    );
    expect(told.lanes.map(({ lane }) => lane)).toEqual(['lane-0', 'lane-1']);
  });

  it('tells how long breaks have been broken, and which one for longest', async () => {
    const { ages, oldest } = await summary();
    expect(ages.map(({ from_ms, to_ms }) => [from_ms / MINUTE, to_ms && to_ms / MINUTE])).toEqual([
      [0, 15],
      [15, 60],
      [60, 240],
      [240, 1440],
      [1440, 4320],
      [4320, null],
    ]);
    const { rows } = await database.query<{ age: number; severity: string; count: number }>(
      `SELECT CASE WHEN now() - broken_at < interval '15 min' THEN 0 ELSE 1 END AS age, severity, count(*)::int
       FROM reconciliation_results WHERE status = 'MISMATCHED' GROUP BY 1, 2`,
    );
    const told = ages.flatMap(({ severities }, age) =>
      Object.entries(severities)
        .filter(([, count]) => count > 0)
        .map(([severity, count]) => `${age} ${severity} ${count}`),
    );
    expect(told.toSorted()).toEqual(
      rows.map(({ age, severity, count }) => `${age} ${severity} ${count}`).toSorted(),
    );
    expect(oldest?.txn_id).toBe('T-0');
  });
});

/** What a verifier leaves after a run. */
const verified = (since: number | null, findings: number, results = false) =>
  database.query(
    `INSERT INTO verifications (since, results, chains, audit_rows, raw_rows, findings, code, chain, seq, place, problem)
     VALUES ($1, $2, 2, 60, 35, $3, $4, 'lane-0', 7, 'here', $5)`,
    [since, results, findings, ...(findings > 0 ? ['ROW_CHANGED', 'edited'] : [null, null])],
  );
const verificationFailed = async (): Promise<boolean> => (await summary()).verification?.failure !== null;

describe('the verification', () => {
  it('is null before the first run, then tells when the newest ended and what it went through', async () => {
    expect((await summary()).verification).toBeNull();
    await verified(null, 0);
    const { verification } = await summary();
    expect(verification).toMatchObject({
      whole: true,
      chains: 2,
      audit_rows: 60,
      raw_rows: 35,
      failure: null,
    });
    expect(Math.abs(Date.parse(verification?.at ?? '') - Date.now())).toBeLessThan(60_000);
    await verified(3, 0);
    expect((await summary()).verification?.whole).toBe(false);
  });

  it('names the first row that does not hold', async () => {
    await verified(3, 2);
    expect((await summary()).verification?.failure).toMatchObject({
      findings: 2,
      code: 'ROW_CHANGED',
      chain: 'lane-0',
      seq: '7',
      place: 'here',
      problem: 'edited',
    });
    await verified(3, 0);
    expect(await verificationFailed()).toBe(false);
  });

  it.each([
    ['the beginning', null, false, 3, false],
    ['checkpoint 2', 2, false, 3, false],
    ['the beginning, results too', null, true, null, false],
  ] as const)(
    'that failed from %s stays so while no run that looked at as much has found nothing',
    async (_what, since, results, laterSince, laterResults) => {
      await verified(since, 1, results);
      await verified(laterSince, 0, laterResults);
      expect(await verificationFailed()).toBe(true);
      await verified(since, 0, results);
      expect(await verificationFailed()).toBe(false);
    },
  );
});

const mismatchesMoved = (sign: string) =>
  `UPDATE stats_minute SET minute = minute ${sign} interval '7 days' WHERE measure = 'verdict' AND key = 'MISMATCHED'`;

describe('the series', () => {
  it.each(['', '?range=15m', '?range=6h', '?range=24h', '?range=7d'])(
    'over %s counts what the log of verdicts says',
    async (query) => {
      const { buckets, total, currencies, time_to_verdict } = await series(query);
      expect(total.verdicts).toMatchObject(
        await counted(
          `SELECT detail::jsonb ->> 'status' AS key, count(*) FROM audit_logs WHERE action = 'VERDICT' GROUP BY 1`,
        ),
      );
      expect(total).toMatchObject({
        reasons: { MISSING_CORE: 5, AMOUNT_MISMATCH: 3 },
        opened: 8,
        judged: { core: 15, gateway: 20 },
      });
      const sum = buckets.reduce((all, bucket) => all + bucket.opened, 0);
      expect(sum).toBe(8);
      expect(currencies).toMatchObject([{ currency: 'INR', events: 36, opened: 8, opened_minor: '2650000' }]);
      expect(time_to_verdict).toEqual({ decided: 20, p50_ms: 1500, p95_ms: 1500 });
    },
  );

  it('has every bucket of the range, the last one filling', async () => {
    const { buckets, at, to, bucket_ms } = await series('?range=1h');
    expect(buckets).toHaveLength(60);
    expect(bucket_ms).toBe(MINUTE);
    expect(Date.parse(to)).toBeGreaterThan(Date.parse(at));
    expect(buckets.map(({ start: minute }) => Date.parse(minute))).toEqual(
      Array.from({ length: 60 }, (_, index) => Date.parse(to) - (60 - index) * MINUTE),
    );
  });

  it('over a span of one’s own counts nothing else', async () => {
    const from = new Date(Date.now() - 50 * 24 * 60 * MINUTE).toISOString();
    const to = new Date(Date.now() - 24 * 60 * MINUTE).toISOString();
    const { total, bucket_ms } = await series(`?from=${from}&to=${to}`);
    expect(total.opened).toBe(0);
    expect(bucket_ms).toBe(12 * 60 * MINUTE);
  });

  it('compares the last hour with the same one a week before', async () => {
    expect((await series('?range=1h')).match_rate).toEqual({ last_hour: 0.6, week_before: null });
    await database.query(mismatchesMoved('-'));
    try {
      const span = `?from=${new Date(start).toISOString()}&to=${new Date().toISOString()}`;
      expect((await series(span)).match_rate).toEqual({ last_hour: 1, week_before: 0 });
    } finally {
      await database.query(mismatchesMoved('+'));
    }
  });

  it.each([
    ['range=1h&from=2026-03-01T09:00:00Z', 'range'],
    ['from=2026-03-01T09:00:00Z', 'to'],
    ['to=2026-03-01T09:00:00Z', 'from'],
    ['from=2026-03-01T09:00:00Z&to=2026-03-01T09:00:00Z', 'to'],
    ['from=2025-03-01T09:00:00Z&to=2026-03-01T09:00:00Z', 'to'],
    ['range=2h', 'range'],
  ])('refuses %s', async (query, field) => {
    const { status, body } = await api.get(`/api/v1/summary/series?${query}`, viewer);
    expect(status).toBe(400);
    expect(Problem.parse(body).errors?.map((error) => error.field)).toEqual([field]);
  });
});

describe('the sources', () => {
  it('are told by their newest records', async () => {
    const again = settled('gateway', 'T-1', start + MINUTE);
    await lanes[1]?.flush([again], start + 30 * MINUTE);
    const { body } = await api.get('/api/v1/sources', viewer);
    const { items } = SourceList.parse(body);
    expect(items).toMatchObject([
      { source: 'core', looked_at: 15, again: 0, lateness: { p50_ms: 0, p95_ms: 0 }, schema_ids: [1] },
      {
        source: 'gateway',
        looked_at: 21,
        again: 1,
        last_record_at: new Date(start + 19 * MINUTE).toISOString(),
      },
      { source: 'mobile', looked_at: 0, again: 0, lateness: null, last_record_at: null, schema_ids: [] },
    ]);
    expect(items.map(({ silent_since }) => silent_since !== null)).toEqual([true, true, false]);
  });
});
