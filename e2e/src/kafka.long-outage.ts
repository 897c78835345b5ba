import { expect, test } from '@playwright/test';
import { expectAccessible } from './axe.ts';
import { rowOf } from './evidence.ts';
import { clockIn, clocks, loadsOf, newMismatch, pill } from './outage-witness.ts';
import { signIn } from './sign-in.ts';
import { without } from './stack.ts';

/** Kafka starts anew, finds its log, and every client has to find it again. */
const KAFKA_BACK_MS = 120_000;

test('while Kafka is away nothing is called live, silent or catching up, and all goes on by itself', async ({
  page,
}) => {
  await signIn(page, 'viewer', '/sources');
  await expect(pill(page)).toHaveText('Live');
  const loads = loadsOf(page);
  const from = Date.now();

  await without('kafka', async () => {
    await expect(pill(page)).toHaveText(/^Standing still since .*Kafka does not answer$/);
    // Lane time stays a little behind what is known to have been read.
    expect(clocks(from - 10_000, Date.now())).toContain(await clockIn(page));
    await expect(page.getByRole('status')).toHaveText(
      /^Nothing is read since \d\d:\d\d:\d\d UTC: Kafka does not answer$/,
    );
    for (const name of ['Bank', 'Gateway', 'App'])
      await expect(page.getByRole('region', { name, exact: true }).getByText(/^not read for/)).toBeVisible();
    await expectAccessible(page);
  });

  await expect(pill(page)).toHaveText('Live', { timeout: KAFKA_BACK_MS });
  await expect(page.getByText(/^(Nothing is|not) read/)).toHaveCount(0);
  const after = await newMismatch();
  await expect.poll(() => rowOf(after)).toMatchObject({ state: 'MISMATCHED' });
  expect(loads()).toBe(0);
});
