import { randomBytes } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { expectAccessible } from './axe.ts';
import { signIn } from './sign-in.ts';
import { answerOf, countOf } from './evidence.ts';
import { produce } from './stack.ts';

/** A name of its own: a transaction id names one movement of money and is never used again. */
function newTxnId(): string {
  return `E2E-${randomBytes(5).toString('hex').toUpperCase()}`;
}

async function produceMismatch(txnId: string): Promise<void> {
  await produce('gateway', '--txn', txnId, '--amount', '5000', '--status', 'SUCCESS');
  await produce('core', '--txn', txnId, '--amount', '4500', '--status', 'SUCCESS');
}

test('a viewer sees a mismatch appear live, opens it, and is refused the access page', async ({ page }) => {
  await signIn(page, 'viewer', '/transactions');
  await expect(page.getByTestId('live-pill')).toHaveText(/Live/);
  await expectAccessible(page);

  let loads = 0;
  page.on('load', () => (loads += 1));
  const mismatched = newTxnId();
  await produceMismatch(mismatched);
  const row = page.getByRole('row', { name: mismatched });
  await expect(row).toContainText('Mismatched');
  await expect(row).toContainText('4,500.00'); // the bank's amount …
  await expect(row).toContainText('+500.00'); // … and what the gateway has more
  expect(loads).toBe(0);

  await row.getByRole('link', { name: mismatched }).click();
  await expect(page).toHaveURL(new RegExp(`/transactions/${mismatched}`));
  await expect(page.getByRole('heading', { level: 1 })).toContainText(mismatched);
  await expect(page.getByText(/Bank is INR\s500\.00 short/i).first()).toBeVisible();
  await expectAccessible(page);

  await expect(page.getByRole('link', { name: 'Access' })).toHaveCount(0);
  await page.goto('/audit/access');
  await expect(page.getByRole('heading', { name: 'Not for your role' })).toBeVisible();
  await expectAccessible(page);
});

test('an auditor finds on the access page who looked at the transaction', async ({ page }) => {
  const opened = newTxnId();
  await produceMismatch(opened);
  await expect.poll(() => answerOf(opened)).toMatchObject({ state: 'MISMATCHED' });
  await signIn(page, 'auditor', '/audit/access');
  const row = page.getByRole('row', { name: new RegExp(opened) }).filter({ hasText: 'viewer' });
  await expect(row.first()).toBeVisible();
  await expectAccessible(page);
});

test('filters live in the address: they survive a reload and Back', async ({ page }) => {
  const mismatched = newTxnId();
  await produceMismatch(mismatched);
  await signIn(page, 'operator', '/transactions');
  await page.getByRole('button', { name: 'Mismatched', exact: true }).click();
  await expect(page).toHaveURL(/status=MISMATCHED/);
  await page.reload();
  await expect(page.getByRole('button', { name: 'Mismatched', exact: true })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  await expect(page.getByRole('row', { name: mismatched })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('button', { name: 'Mismatched', exact: true })).toHaveAttribute(
    'aria-pressed',
    'false',
  );
});

test('the overview counts what the lists show, and signing out ends the visit', async ({ page }) => {
  await produceMismatch(newTxnId());
  await signIn(page, 'viewer');
  const shown = page.getByTestId('count-MISMATCHED');
  // Whatever the grouping: 1,204 or 1 204.
  const count = async (): Promise<number> => Number((await shown.innerText()).replaceAll(/\D/g, ''));
  await expect.poll(async () => (await count()) - (await countOf('MISMATCHED'))).toBe(0);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'User menu' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  // It leads by way of Keycloak: whoever goes elsewhere before it has arrived is taken back.
  await expect(page.getByRole('button', { name: 'Sign In' })).toBeVisible();
  await page.goto('/transactions');
  await expect(page.getByRole('button', { name: 'Sign In' })).toBeVisible();
});
