import { expect, test } from '@playwright/test';
import { answerOf, rowOf } from './evidence.ts';
import { signIn } from './sign-in.ts';
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
    shown: ['Matched'],
  },
  {
    name: 'gateway alone',
    events: [['gateway', '5000']],
    state: 'MISMATCHED',
    reasons: ['MISSING_CORE'],
    shown: ['Mismatched', 'Bank missing'],
  },
  {
    name: 'gateway 5000, core 4500',
    events: [
      ['gateway', '5000'],
      ['core', '4500'],
    ],
    state: 'MISMATCHED',
    reasons: ['AMOUNT_MISMATCH'],
    shown: ['Mismatched', 'Amount mismatch'],
  },
] as const;

for (const [n, { name, events, state, reasons, shown }] of cases.entries()) {
  const answer = [state, ...reasons].join(' ');
  test(`${name} comes out as ${answer}: in SQL, over HTTP and live in the browser`, async ({ page }) => {
    const txnId = `DEMO-${run}-${n}`;
    await signIn(page, 'viewer', '/transactions');
    await expect(page.getByTestId('live-pill')).toHaveText(/Live/);
    let loads = 0;
    page.on('load', () => (loads += 1));
    for (const [source, amount] of events) {
      await produce(source, '--txn', txnId, '--amount', amount, '--status', 'SUCCESS');
    }
    const expected = { state, reasons: [...reasons] };
    await expect.poll(() => rowOf(txnId), { timeout: 45_000 }).toEqual(expected);
    expect(await answerOf(txnId)).toMatchObject(expected);
    const row = page.getByRole('row', { name: txnId });
    for (const words of shown) await expect(row).toContainText(words);
    expect(loads).toBe(0);
  });
}
