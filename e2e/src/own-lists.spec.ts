import { expect, test, type Page } from '@playwright/test';
import { expectAccessible } from './axe.ts';
import { signIn } from './sign-in.ts';
import { produce } from './stack.ts';

/** Of these about a half are expected by bank and gateway alone. */
const SILENT = '--count 200 --rate 200 --anomalies 0';
const seed = String(Date.now() % 1_000_000);

// They fall due while the first test goes on.
test.beforeAll(() => produce('gateway', ...SILENT.split(' '), '--seed', seed));

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

test('what one silent source breaks stands as one line, and opens as the list of all of it', async ({
  page,
}) => {
  await signIn(page, 'viewer', '/breaks');
  const line = page.getByRole('list', { name: 'Incidents' }).getByRole('listitem').first();
  await expect(line).toContainText(/Bank silent .+ UTC/);
  await expectAccessible(page);
  // Of the others, which the app should have told of as well, more than one source is missing: "+1".
  const alone = page.getByRole('row').filter({ hasText: `T-${seed}-`, hasNotText: '+1' });
  await expect(alone).toHaveCount(0);
  await line.getByRole('link').press('Enter');
  await expect(page).toHaveURL(/missing=core.*-missing=gateway,mobile.*from=.+&to=.+/);
  await expect(page.getByRole('row', { name: /Bank missing/ }).first()).toBeVisible();
  const [, breaks = ''] = /of ([\d,]+) loaded/.exec(await page.getByRole('main').innerText()) ?? [];
  expect(Number(breaks.replaceAll(',', ''))).toBeGreaterThan(50);
  await page.goBack();
  await expect(line).toContainText(`${breaks} breaks`);
});
