import { randomBytes } from 'node:crypto';
import { expect, test, type Page } from '@playwright/test';
import { expectAccessible } from './axe.ts';
import { answerOf, lyingAt, rowOf } from './evidence.ts';
import { sendRaw } from './raw-record.ts';
import { signIn } from './sign-in.ts';
import { produce } from './stack.ts';

/** No frame of the registry's: it does not even begin with the zero byte. */
const BROKEN = Buffer.from('not a payment', 'utf8');
const TOPIC = 'core_txns';

/** A record that breaks a rule, and behind it, on the same partition, the two good ones of the same payment. */
async function brokenThenGood(): Promise<{ txnId: string; id: string }> {
  const txnId = `DL-${randomBytes(5).toString('hex').toUpperCase()}`;
  const { partition, offset } = await sendRaw(TOPIC, txnId, BROKEN);
  await produce('core', '--txn', txnId, '--amount', '5000', '--status', 'SUCCESS');
  await produce('gateway', '--txn', txnId, '--amount', '5000', '--status', 'SUCCESS');
  await expect.poll(() => rowOf(txnId)).toEqual({ state: 'MATCHED', reasons: [] });
  const good = await lyingAt(txnId, 'core');
  expect(good).toEqual({ partition, offset: String(BigInt(offset) + 1n) });
  return { txnId, id: `${TOPIC}:${partition}:${offset}` };
}

const rowOfLetter = (page: Page, txnId: string) => page.getByRole('row').filter({ hasText: txnId });

test('a record that breaks a rule is listed with its code and its bytes; its neighbour is judged', async ({
  page,
}) => {
  const { txnId, id } = await brokenThenGood();
  expect(await answerOf(txnId)).toMatchObject({ state: 'MATCHED' });
  await signIn(page, 'operator', '/dead-letters');
  const row = rowOfLetter(page, txnId);
  await expect(row).toContainText(id);
  const opens = row.getByRole('link', { name: 'Undecodable' });
  await expect(opens).toHaveAttribute('title', 'UNDECODABLE');
  await expectAccessible(page);

  await opens.click();
  await expect(page).toHaveURL(new RegExp(`peek=${encodeURIComponent(id)}`));
  const record = page.getByRole('region', { name: 'Refused record', exact: true });
  await expect(record).toContainText('UNDECODABLE');
  await expect(record.getByRole('region', { name: 'Bytes of the value' })).toContainText(
    '6e 6f 74 20 61 20 70 61 79 6d 65 6e 74',
  );
  await expect(record.getByRole('region', { name: 'Bytes of the value' })).toContainText('not a payment');
  await expect(record.getByRole('region', { name: 'Bytes of the key' })).toContainText(txnId);
  await expectAccessible(page);

  await record.getByRole('link', { name: txnId }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(txnId);
});

test('a code narrows the list in the address; what does not fit is gone, and empty says so', async ({
  page,
}) => {
  const { txnId } = await brokenThenGood();
  await signIn(page, 'operator', `/dead-letters?q=${txnId}`);
  await expect(rowOfLetter(page, txnId)).toBeVisible();
  await page.getByRole('button', { name: 'Too large', exact: true }).click();
  await expect(page).toHaveURL(/codes=TOO_LARGE/);
  await expect(page.getByText('Nothing refused in this range.')).toBeVisible();
  await expectAccessible(page);
  await page.reload();
  await page.getByRole('button', { name: 'Drop Too large' }).click();
  await expect(rowOfLetter(page, txnId)).toBeVisible();
});

test('by keyboard alone: to the page, along the rows, into the bytes and back to the row', async ({
  page,
}) => {
  const { txnId } = await brokenThenGood();
  await signIn(page, 'operator');
  await page.keyboard.press('g');
  await page.keyboard.press('d');
  await expect(page.getByRole('heading', { name: 'Dead letters' })).toBeVisible();
  const opens = rowOfLetter(page, txnId).getByRole('link', { name: 'Undecodable' });
  await expect(opens).toBeVisible();
  await page.keyboard.press('j');
  await expect(opens).toBeFocused();
  await page.keyboard.press('Enter');
  const record = page.getByRole('region', { name: 'Refused record', exact: true });
  await expect(record).toContainText('UNDECODABLE');
  await page.keyboard.press('Escape');
  await expect(record).toHaveCount(0);
  await expect(opens).toBeFocused();
});

test('a viewer sees why a record was refused, and whose bytes they are not shown', async ({ page }) => {
  const { txnId, id } = await brokenThenGood();
  await signIn(page, 'viewer', `/dead-letters?peek=${encodeURIComponent(id)}`);
  const record = page.getByRole('region', { name: 'Refused record', exact: true });
  await expect(record.getByRole('region', { name: 'Bytes of the key' })).toContainText(txnId);
  await expect(record.getByText(/Reading them needs operator, auditor or admin/)).toBeVisible();
  await expect(record.getByRole('region', { name: 'Bytes of the value' })).toHaveCount(0);
  await expectAccessible(page);
});
