import { expect, test, type Page } from '@playwright/test';
import { expectAccessible } from './axe.ts';
import { signIn } from './sign-in.ts';

const heads = (page: Page): Promise<string[]> => page.getByRole('columnheader').allTextContents();
const firstHeads = async (page: Page): Promise<string[]> => (await heads(page)).slice(0, 3);

test('columns are hidden and moved by keyboard, and a view of one’s own keeps them with its filter', async ({
  page,
}) => {
  await signIn(page, 'operator', '/breaks?missing=core');
  await expect(page.getByRole('grid', { name: 'Breaks' })).toBeVisible();
  const own = await heads(page);
  expect(await firstHeads(page)).toEqual(['Severity', 'Reason', 'Transaction']);

  await page.getByRole('button', { name: 'Columns' }).press('Enter');
  await page.getByRole('checkbox', { name: 'Legs' }).press('Space');
  await page.getByRole('button', { name: 'Move Transaction left' }).press('Enter');
  await page.keyboard.press('Enter');
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  const chosen = ['Transaction', 'Severity', 'Reason'];
  await expect.poll(() => firstHeads(page)).toEqual(chosen);
  expect(await heads(page)).not.toContain('Legs');
  await expect(page).toHaveURL(/columns=id,severity,reasons,/);

  await page.getByRole('button', { name: 'Views' }).press('Enter');
  await page.getByRole('menuitem', { name: 'Save as a new view…' }).press('Enter');
  await page.keyboard.press('Enter');
  await expect(page.getByText('A view needs a name')).toBeVisible();
  await page.keyboard.type('Bank late');
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  const tab = page.getByRole('link', { name: 'Bank late' });
  await expect(tab).toHaveAttribute('aria-current', 'page');

  await page.getByRole('link', { name: 'All open' }).click();
  await expect.poll(() => firstHeads(page)).toEqual(chosen);
  await page.getByRole('button', { name: 'Columns, changed' }).press('Enter');
  await page.getByRole('button', { name: 'Reset columns' }).press('Enter');
  await page.keyboard.press('Escape');
  await expect.poll(() => heads(page)).toEqual(own);
  await tab.click();
  await expect.poll(() => firstHeads(page)).toEqual(chosen);
  await expect(page.getByRole('textbox', { name: 'Filter' })).toHaveValue('missing:core');

  await page.getByRole('button', { name: 'View Bank late' }).press('Enter');
  await page.getByRole('menuitem', { name: 'Delete' }).press('Enter');
  await expect(tab).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).press('Enter');
  await expect(tab).toHaveAttribute('aria-current', 'page');
});
