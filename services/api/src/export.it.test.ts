import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { fillResults } from '@tieout/store/testing';
import { eventually } from '@tieout/testkit';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Problem, TxnPage, type Txn } from './schemas/index.ts';
import { startApi, type TestApi } from './testing/api.ts';

/** Three times what sockets hold for a client that takes nothing. */
const COUNT = 24_000;

let api: TestApi;
let viewer: string;
let database: Client;

beforeAll(async () => {
  api = await startApi();
  viewer = await api.tokenOf('viewer');
  database = new Client({ connectionString: api.database.url });
  await database.connect();
  await fillResults(database, { from: 1, count: COUNT });
});
afterAll(async () => {
  await database.end();
  await api.stop();
});

async function text(path: string): Promise<string> {
  const response = await fetch(api.url + path, { headers: { authorization: `Bearer ${viewer}` } });
  expect(response.status).toBe(200);
  return response.text();
}
const csvRows = (csv: string) => {
  const [head = '', ...lines] = csv.split('\r\n').slice(0, -1);
  const names = head.split(',');
  return lines.map((line) => Object.fromEntries(line.split(',').map((cell, index) => [names[index], cell])));
};
const lines = (jsonLines: string): Txn[] =>
  jsonLines
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));

describe('an export', () => {
  it('holds every row once, in the order of the list', async () => {
    const { rows } = await database.query<{ txn_id: string }>(
      'SELECT txn_id FROM reconciliation_results ORDER BY first_seen_at DESC, txn_id DESC',
    );
    const ids = rows.map((row) => row.txn_id);
    expect(csvRows(await text('/api/v1/export.csv')).map((row) => row['txn_id'])).toEqual(ids);
    expect(lines(await text('/api/v1/export.jsonl')).map((row) => row.txn_id)).toEqual(ids);
  });

  it('honours filter and order, and says the same as the list', async () => {
    const query = 'status=MISMATCHED&currency=BHD&not_reason=MISSING_CORE&sort=at_risk';
    const listed = TxnPage.parse(
      (await api.get(`/api/v1/transactions?${query}&limit=500`, viewer)).body,
    ).items;
    const exported = lines(await text(`/api/v1/export.jsonl?${query}`));
    expect(exported).toMatchObject(listed);
    expect(exported.length).toBeGreaterThan(20);
    expect(csvRows(await text(`/api/v1/export.csv?${query}`)).map((row) => row['txn_id'])).toEqual(
      listed.map((row) => row.txn_id),
    );
  });

  it.each([
    ['JPY', 0],
    ['INR', 2],
    ['BHD', 3],
  ])('writes money of %s with %d decimals and in minor units', async (code, decimals) => {
    const [row] = csvRows(
      await text(`/api/v1/export.csv?currency=${code}&status=MISMATCHED&reason=AMOUNT_MISMATCH`),
    );
    const minor = row?.['amount_minor'] ?? '';
    expect(row?.['amount']).toBe((Number(minor) / 10 ** decimals).toFixed(decimals));
    expect(row?.['discrepancy']).toBe(
      (Number(row?.['discrepancy_minor']) / 10 ** decimals).toFixed(decimals),
    );
  });

  it('of nothing is a head without rows', async () => {
    expect(csvRows(await text('/api/v1/export.csv?q=NOBODY'))).toEqual([]);
    expect(await text('/api/v1/export.jsonl?q=NOBODY')).toBe('');
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx', '＝1', 'x\r=1'])(
    'lets no spreadsheet run %j',
    async (formula) => {
      const id = 'BULK-000000007';
      const leg = JSON.stringify(formula);
      await database.query(
        `UPDATE reconciliation_results SET assignee = $1, legs = jsonb_set(legs, '{gateway,reference}', $2::jsonb) WHERE txn_id = $3`,
        [formula, leg, id],
      );
      const csv = await text(`/api/v1/export.csv?q=${id}`);
      const harmless = formula.startsWith('x') ? formula : `'${formula}`;
      // What takes a lone CR for the end of a line must not find a formula behind it.
      const cell = formula.includes('\r') ? `"${harmless}"` : harmless;
      expect(csv.split(',').filter((one) => one === cell)).toHaveLength(2);
    },
  );

  it('is a file to keep, in a type of its own', async () => {
    for (const [extension, type] of [
      ['csv', 'text/csv'],
      ['jsonl', 'application/jsonl'],
    ]) {
      const { headers } = await fetch(`${api.url}/api/v1/export.${extension}?q=NOBODY`, {
        headers: { authorization: `Bearer ${viewer}` },
      });
      expect(headers.get('content-type')).toContain(type);
      expect(headers.get('content-disposition')).toBe(
        `attachment; filename=tieout-transactions.${extension}`,
      );
    }
  });

  it('is written down once, before it begins: no row, no export', async () => {
    await database.query('REVOKE EXECUTE ON FUNCTION append_access_rows FROM tieout_reader');
    try {
      expect((await api.get('/api/v1/export.csv?channel=ATM', viewer)).status).toBe(503);
    } finally {
      await database.query('GRANT EXECUTE ON FUNCTION append_access_rows TO tieout_reader');
    }
    await text('/api/v1/export.csv?channel=ATM');
    const { rows } = await database.query<{ detail: string }>(
      "SELECT detail FROM audit_logs WHERE action = 'ACCESS' AND detail LIKE '%channel=ATM%'",
    );
    expect(rows.map(({ detail }) => JSON.parse(detail))).toMatchObject([
      { what: 'export of transactions as CSV', filter_or_id: 'channel=ATM', rows: null },
    ]);
  });

  it('refuses what a list refuses, and who may not see', async () => {
    const refused = await api.get('/api/v1/export.csv?sort=age', viewer);
    expect([refused.status, Problem.parse(refused.body).code]).toEqual([400, 'INVALID_REQUEST']);
    expect((await api.get('/api/v1/export.csv')).status).toBe(401);
  });
});

/** An export whose client takes the first bytes and then nothing more. */
async function stalled(): Promise<IncomingMessage> {
  const asked = request(`${api.url}/api/v1/export.jsonl`, {
    headers: { authorization: `Bearer ${viewer}` },
  }).end();
  const [response]: IncomingMessage[] = await once(asked, 'response');
  if (response === undefined) throw new Error('no answer');
  await once(response, 'readable');
  return response;
}

/** Until nothing has been read for an export for a while: it waits for its client, or has read everything. */
async function readingStopped(): Promise<void> {
  await eventually('nothing more is read', async () => {
    const { rows } = await database.query<{ quiet: boolean }>(
      `SELECT bool_and(state = 'idle' AND state_change < clock_timestamp() - interval '400 milliseconds') AS quiet
       FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'tieout-api-export'`,
    );
    return rows[0]?.quiet === true;
  });
}

async function rest(response: IncomingMessage): Promise<string> {
  response.setEncoding('utf8');
  let whole = '';
  for await (const chunk of response) whole += String(chunk);
  return whole;
}

describe('an export whose client is slow', () => {
  it('reads no further than the client has taken, and goes on from there', async () => {
    const response = await stalled();
    await readingStopped();
    await database.query("DELETE FROM reconciliation_results WHERE txn_id <= 'BULK-000001000'");
    const rows = lines(await rest(response));
    expect(rows).toHaveLength(COUNT - 1_000);
  });

  it('is cut off where it cannot go on, so that nobody takes the part for the whole', async () => {
    const response = await stalled();
    await database.query('REVOKE SELECT ON reconciliation_results FROM tieout_reader');
    try {
      await expect(rest(response)).rejects.toThrow('aborted');
    } finally {
      await database.query('GRANT SELECT ON reconciliation_results TO tieout_reader');
    }
    expect((await api.get('/api/v1/transactions?limit=1', viewer)).status).toBe(200);
  });
});
