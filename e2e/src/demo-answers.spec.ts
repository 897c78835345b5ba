import { expect, test } from '@playwright/test';
import { answerOf, rowOf } from './evidence.ts';
import { produce } from './stack.ts';

const run = Date.now().toString(36).toUpperCase();

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
