import { testDatabase, type TestDatabase } from '@tieout/testkit';
import { Client, Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { migrate } from '../postgres/migrate.ts';
import { fillResults } from '../testing/fill-results.ts';
import { LOOK_MAX } from './look-through.ts';
import { searchTransactions } from './search.ts';
import { openReader, type Reader, type Statement } from './snapshot.ts';
import { countTransactions } from './transaction-counts.ts';
import type { TransactionFilter } from './transaction-filter.ts';
import type { PageKey, TxnSort } from './transaction-order.ts';
import { listTransactions } from './transactions.ts';

let database: TestDatabase;
let client: Client;
let pool: Pool;
let reader: Reader;
let told: Statement[] = [];

/** As many more of each that has or had reasons as there are numbers from the one to the other, most of them in rupees. */
const COPIES = `
INSERT INTO reconciliation_results (partition, txn_id, status, reasons, severity, at_fault, hints, currency, amount_minor, discrepancy_minor, at_risk_minor,
  channel, sources, missing, first_seen_at, deadline_at, broken_at, updated_at, rule_version, legs, assignee, work_state, revision, state)
SELECT partition, txn_id || '-' || n, status, reasons, severity, at_fault, hints, CASE WHEN n % 11 = 0 THEN currency ELSE 'INR' END, amount_minor,
  discrepancy_minor, at_risk_minor + n / 10, channel, sources, missing, first_seen_at - n / 5 * interval '7 milliseconds', deadline_at,
  broken_at + n / 3 * interval '5 milliseconds', updated_at, rule_version, '{}', assignee, work_state, revision, state
FROM reconciliation_results, generate_series($1::int, $2::int) AS n WHERE severity IS NOT NULL AND txn_id NOT LIKE '%-%-%'`;

beforeAll(async () => {
  database = await testDatabase(migrate);
  client = new Client({ connectionString: database.url });
  await client.connect();
  await fillResults(client, { from: 1, count: 12_000, state: Buffer.from('x') });
  // More breaks in rupees alone than one answer looks through.
  await client.query(COPIES, [1, 50]);
  await client.query('VACUUM (ANALYZE) reconciliation_results');
  pool = new Pool({ connectionString: database.readerUrl, max: 1 });
  reader = openReader(pool, (statement) => told.push(statement));
});
beforeEach(() => {
  told = [];
});
afterAll(async () => {
  await pool.end();
  await client.end();
  await database.drop();
});

interface Node {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly Node[];
}
const nodesOf = (node: Node): Node[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];

/** Of each statement that was sent: how many rows it reads of the results, by index or not, and whether it goes through all of them. */
async function plans(): Promise<readonly { readonly read: number; readonly scans: boolean }[]> {
  const found = [];
  for (const { sql, parameters } of told.filter((statement) =>
    statement.sql.includes('reconciliation_results'),
  )) {
    // One after the other: there is one connection.
    // oxlint-disable-next-line no-await-in-loop
    const { rows } = await client.query<{ 'QUERY PLAN': readonly [{ readonly Plan: Node }] }>(
      `EXPLAIN (ANALYZE, FORMAT JSON) ${sql}`,
      [...parameters],
    );
    const nodes = rows.flatMap((row) => nodesOf(row['QUERY PLAN'][0].Plan));
    const reading = nodes.filter((node) => node['Relation Name'] === 'reconciliation_results');
    found.push({
      read: reading.reduce(
        (sum, node) =>
          sum + node['Actual Loops'] * (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)),
        0,
      ),
      scans: reading.some((node) => node['Node Type'] === 'Seq Scan'),
    });
  }
  return found;
}

const LIMIT = 200;
const BREAKS: TransactionFilter = { status: { in: ['MISMATCHED'] } };
const IN_RUPEES: TransactionFilter = { ...BREAKS, currency: { in: ['INR'] } };
const SORTS: readonly (readonly [TxnSort, TransactionFilter])[] = [
  ['time', BREAKS],
  ['severity', BREAKS],
  ['age', BREAKS],
  ['at_risk', IN_RUPEES],
  ['discrepancy', IN_RUPEES],
];

describe('a list of breaks that none passes', () => {
  it.each(SORTS)('by %s reads no more than one look, and says where it ended', async (sort, breaks) => {
    const filter: TransactionFilter = {
      ...breaks,
      missing: { in: ['gateway'] },
      assignee: { in: ['nobody'] },
    };
    const first = await listTransactions(reader, { filter, sort, after: null, limit: LIMIT });
    expect(first.rows).toEqual([]);
    const second = await listTransactions(reader, { filter, sort, after: first.next, limit: LIMIT });
    expect([second.rows, second.next]).toEqual([[], null]);
    const each = await plans();
    // What is merged is read one row ahead of.
    for (const { read } of each) expect(read).toBeLessThanOrEqual(LOOK_MAX + LIMIT);
    expect(each.map(({ scans }) => scans)).toEqual([false, false, false, false]);
    expect(each[0]?.read).toBeGreaterThanOrEqual(LOOK_MAX);
  });

  it.each(['time', 'severity', 'age'] as const)(
    'by %s is whole at once where few are in its currency',
    async (sort) => {
      const filter: TransactionFilter = {
        ...BREAKS,
        currency: { in: ['BHD'] },
        assignee: { in: ['nobody'] },
      };
      const { rows, next } = await listTransactions(reader, { filter, sort, after: null, limit: LIMIT });
      expect([rows, next]).toEqual([[], null]);
      for (const { read } of await plans()) expect(read).toBeLessThanOrEqual(5_000);
    },
  );

  it.each(['time', 'severity', 'age'] as const)(
    'by %s is whole at once where the filter excludes itself',
    async (sort) => {
      const filter: TransactionFilter = { ...BREAKS, severity: { in: ['low'], notIn: ['low'] } };
      const { rows, next } = await listTransactions(reader, { filter, sort, after: null, limit: LIMIT });
      expect([rows, next]).toEqual([[], null]);
    },
  );
});

async function everyId(filter: TransactionFilter, sort: TxnSort): Promise<string[]> {
  const ids: string[] = [];
  let after: PageKey | null = null;
  do {
    // Each page begins where the one before ended.
    // oxlint-disable-next-line no-await-in-loop
    const page = await listTransactions(reader, { filter, sort, after, limit: 3_000 });
    ids.push(...page.rows.map((row) => row.txn_id));
    after = page.next;
  } while (after !== null);
  return ids;
}

const ORDER: Readonly<Record<TxnSort, string>> = {
  time: 'first_seen_at DESC, txn_id DESC',
  severity: `array_position('{critical,high,medium,low}', severity), broken_at, txn_id`,
  age: 'broken_at, txn_id',
  at_risk: 'at_risk_minor DESC, txn_id DESC',
  discrepancy: 'coalesce(discrepancy_minor, -1) DESC, txn_id DESC',
};
const IS_BREAK = "status = 'MISMATCHED'";
const CASES: readonly (readonly [string, TransactionFilter, readonly TxnSort[]])[] = [
  [IS_BREAK, BREAKS, ['time', 'severity', 'age']],
  [`${IS_BREAK} AND currency = 'INR'`, IN_RUPEES, ['time', 'severity', 'age', 'at_risk', 'discrepancy']],
  [
    `${IS_BREAK} AND missing @> '{gateway}' AND currency = 'BHD'`,
    { ...BREAKS, missing: { in: ['gateway'] }, currency: { in: ['BHD'] } },
    ['time', 'severity', 'age', 'at_risk', 'discrepancy'],
  ],
  [
    `${IS_BREAK} AND severity IN ('high', 'low') AND assignee = 'operator-3'`,
    { ...BREAKS, severity: { in: ['high', 'low'] }, assignee: { in: ['operator-3'] } },
    ['time', 'severity', 'age'],
  ],
  [
    `${IS_BREAK} AND currency = 'INR' AND severity <> 'high' AND channel = 'ATM'`,
    { ...IN_RUPEES, severity: { notIn: ['high'] }, channel: { in: ['ATM'] } },
    ['severity', 'age', 'at_risk', 'discrepancy'],
  ],
  ["status = 'RESOLVED'", { status: { in: ['RESOLVED'] } }, ['time']],
  [
    "status IN ('RESOLVED', 'MISMATCHED') AND 'MISSING_CORE' = ANY(reasons)",
    { reason: { in: ['MISSING_CORE'] } },
    ['time'],
  ],
  [
    "coalesce(severity NOT IN ('low', 'medium', 'high', 'critical'), true) AND currency = 'JPY'",
    { severity: { notIn: ['low', 'medium', 'high', 'critical'] }, currency: { in: ['JPY'] } },
    ['time'],
  ],
  [
    `${IS_BREAK} AND txn_id LIKE 'BULK-00000%'`,
    { ...BREAKS, idPrefix: 'BULK-00000' },
    ['time', 'severity', 'age'],
  ],
  [
    `${IS_BREAK} AND txn_id LIKE 'BULK-000000%'`,
    { ...BREAKS, idPrefix: 'BULK-000000' },
    ['time', 'severity', 'age'],
  ],
];

describe('page after page', () => {
  it.each(CASES.flatMap(([where, filter, sorts]) => sorts.map((sort) => ({ where, filter, sort }))))(
    'by $sort gives all where $where',
    async ({ where, filter, sort }) => {
      const { rows } = await client.query<{ txn_id: string }>(
        `SELECT txn_id FROM reconciliation_results WHERE ${where} ORDER BY ${ORDER[sort]}`,
      );
      expect(rows.length).toBeGreaterThan(20);
      expect(await everyId(filter, sort)).toEqual(rows.map((row) => row.txn_id));
    },
  );
});

describe('the beginning of an id', () => {
  it.each(['BULK-0', 'BULK-0000012'])('%s is searched for in the order of ids', async (text) => {
    const found = await searchTransactions(reader, text, 10);
    expect(found).toHaveLength(10);
    const [plan] = await plans();
    // Each found by its index, and then read once.
    expect(plan).toMatchObject({ scans: false });
    expect(plan?.read).toBeLessThanOrEqual(40);
  });

  it.each([{}, BREAKS])('narrows a list by the index of ids', async (filter) => {
    const { rows } = await listTransactions(reader, {
      filter: { ...filter, idPrefix: 'BULK-0000012' },
      sort: 'time',
      after: null,
      limit: LIMIT,
    });
    expect(rows.length).toBeGreaterThan(0);
    for (const { read, scans } of await plans()) {
      expect(scans).toBe(false);
      expect(read).toBeLessThanOrEqual(2_000);
    }
  });
});

describe('a count', () => {
  beforeAll(async () => {
    await client.query(COPIES, [51, 155]);
    await client.query('VACUUM (ANALYZE) reconciliation_results');
  }, 60_000);

  it('looks through so many breaks at most, and says from when on it is whole', async () => {
    const { total, coveredFrom } = await countTransactions(reader, IN_RUPEES);
    const { rows } = await client.query<{ all: number; covered: number }>(
      `SELECT count(*)::int AS all, count(*) FILTER (WHERE first_seen_at >= $1)::int AS covered
       FROM reconciliation_results WHERE ${IS_BREAK} AND currency = 'INR'`,
      [new Date(coveredFrom ?? 0)],
    );
    expect(total).toBe(rows[0]?.covered);
    expect(total).toBeLessThan(rows[0]?.all ?? 0);
    for (const { read } of await plans()) expect(read).toBeLessThanOrEqual(5 * LOOK_MAX);
  });
});
