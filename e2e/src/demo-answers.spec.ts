import { expect, test } from '@playwright/test';
import { Client } from 'pg';
import { z } from 'zod';
import { produce, stack, tokenOf } from './stack.ts';

const run = Date.now().toString(36).toUpperCase();

const Answer = z.object({ state: z.string(), reasons: z.array(z.string()) });
type Answer = z.infer<typeof Answer>;

async function answerOf(txnId: string): Promise<Answer | undefined> {
  const answer = await fetch(`${stack().api_url}/txns/${txnId}`, {
    headers: { authorization: `Bearer ${await tokenOf('viewer')}` },
  });
  return answer.ok ? Answer.parse(await answer.json()) : undefined;
}

async function rowOf(txnId: string): Promise<Answer | undefined> {
  const client = new Client({ connectionString: stack().database_url });
  await client.connect();
  try {
    const { rows } = await client.query<{ status: string; reasons: string[] }>(
      'SELECT status, reasons FROM reconciliation_results WHERE txn_id = $1',
      [txnId],
    );
    return rows[0] && { state: rows[0].status, reasons: rows[0].reasons };
  } finally {
    await client.end();
  }
}

/** The stack under test runs with a short SLA, so a missing source shows within seconds. */
const cases = [
  {
    name: 'gateway, then core, same amount',
    events: [
      ['gateway', '5000'],
      ['core', '5000'],
    ],
    state: 'MATCHED',
    reasons: [],
  },
  { name: 'gateway alone', events: [['gateway', '5000']], state: 'MISMATCHED', reasons: ['MISSING_CORE'] },
  {
    name: 'gateway 5000, core 4500',
    events: [
      ['gateway', '5000'],
      ['core', '4500'],
    ],
    state: 'MISMATCHED',
    reasons: ['AMOUNT_MISMATCH'],
  },
] as const;

for (const [n, { name, events, state, reasons }] of cases.entries()) {
  test(`${name} comes out as ${state} ${reasons.join(' ')} in SQL and over HTTP`, async () => {
    const txnId = `DEMO-${run}-${n}`;
    for (const [source, amount] of events) {
      await produce(source, '--txn', txnId, '--amount', amount, '--status', 'SUCCESS');
    }
    const expected = { state, reasons: [...reasons] };
    await expect.poll(() => rowOf(txnId), { timeout: 45_000 }).toEqual(expected);
    expect(await answerOf(txnId)).toMatchObject(expected);
  });
}
