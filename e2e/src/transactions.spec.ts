import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { expect, test, type Page } from '@playwright/test';
import { z } from 'zod';
import { expectAccessible } from './axe.ts';
import { focusedRow, placesOf, rowsInSight } from './rows-in-sight.ts';
import { signIn } from './sign-in.ts';
import { produce } from './stack.ts';

async function newPayment(bank = '5000'): Promise<string> {
  const txnId = `PAY-${randomBytes(5).toString('hex').toUpperCase()}`;
  await Promise.all([
    produce('gateway', '--txn', txnId, '--amount', '5000', '--status', 'SUCCESS'),
    produce('core', '--txn', txnId, '--amount', bank, '--status', 'SUCCESS'),
  ]);
  return txnId;
}

/** The bank has INR 500.00 less: what the tests that change nothing read. */
let known = '';
test.beforeAll(async () => {
  known = await newPayment('4500');
});

const rowOf = (page: Page, txnId: string) => page.getByRole('row', { name: txnId });

test('the list follows until a row has the focus, says how many are new, and goes on when asked', async ({
  page,
}) => {
  await signIn(page, 'viewer', '/transactions?within=15m');
  await expect(rowOf(page, known)).toContainText('Mismatched');
  await page.keyboard.press('j');
  await expect.poll(() => focusedRow(page)).toBe(known);
  const before = await rowsInSight(page);
  const held = await newPayment();
  await expect(page.getByRole('button', { name: '1 new' })).toBeVisible();
  expect(placesOf(await rowsInSight(page))).toEqual(placesOf(before));
  await page.getByRole('button', { name: '1 new' }).click();
  await expect(rowOf(page, held)).toBeVisible();
  expect((await rowsInSight(page))[0]?.txnId).toBe(held);
  const following = await newPayment();
  await page.mouse.move(0, 0);
  await expect(rowOf(page, following)).toBeVisible();
});

test('a stretch of the histogram narrows the list to it, and a double-click widens it again', async ({
  page,
}) => {
  await signIn(page, 'viewer', `/transactions?q=${known}`);
  const histogram = page.getByRole('img', { name: /^First seen:/ });
  const box = await histogram.boundingBox();
  if (box === null) throw new Error('the histogram has no place');
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width * 0.2, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.8, y, { steps: 4 });
  await page.mouse.up();
  await expect(page).toHaveURL(/from=.*&to=/);
  await expect(rowOf(page, known)).toBeVisible();
  await expectAccessible(page);
  await histogram.dblclick();
  await expect(page).not.toHaveURL(/from=/);
});

test('a list that has found nothing for long says how far back it looked, and looks on when asked', async ({
  page,
}) => {
  let asked = 0;
  // As of so many transactions that one answer cannot look at them all.
  await page.route(/\/api\/v1\/transactions\?/, async (route) => {
    asked += 1;
    const url = new URL(route.request().url());
    url.searchParams.delete('cursor');
    const response = await route.fetch({ url: url.href });
    const answered = z.record(z.string(), z.unknown()).parse(await response.json());
    const lookedTo = new Date(Date.UTC(2020, 0, 31) - asked * 3_600_000).toISOString();
    await route.fulfill({
      response,
      json: { ...answered, items: [], next_cursor: `page-${asked}`, looked_to: lookedTo },
    });
  });
  await signIn(page, 'viewer', `/transactions?q=${known}`);
  await expect(page.getByRole('heading', { name: /^Nothing fits since 2020-01-30 14:00:00/ })).toBeVisible();
  await expectAccessible(page);
  expect(asked).toBe(10);
  await page.unroute(/\/api\/v1\/transactions\?/);
  await page.route(/\/api\/v1\/transactions\?/, (route) => {
    const url = new URL(route.request().url());
    url.searchParams.delete('cursor');
    return route.continue({ url: url.href });
  });
  await page.getByRole('button', { name: 'Look further back' }).click();
  await expect(rowOf(page, known)).toBeVisible();
});

test('an export says what it will hold, and holds it', async ({ page }) => {
  await signIn(page, 'viewer', `/transactions?q=${known}`);
  await expect(page.getByText('1 of 1 loaded')).toBeVisible();
  await page.getByRole('button', { name: 'Export…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Export 1 transaction' });
  await expect(dialog).toContainText(known);
  await expectAccessible(page);
  const saved = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Export 1 row' }).click();
  const [head, row, ...more] = (await readFile(await (await saved).path(), 'utf8')).split('\r\n');
  expect(head).toMatch(/^txn_id,status,reasons/);
  expect(row).toContain(`${known},MISMATCHED,AMOUNT_MISMATCH`);
  expect(more).toEqual(['']);
  await expect(page.getByText('Exported 1 row as CSV')).toBeVisible();
});

test('a record of the timeline opens with its fields and bytes, for whoever may see them', async ({
  browser,
}) => {
  const seenBy = async (username: string): Promise<Page> => {
    const page = await (await browser.newContext()).newPage();
    await signIn(page, username, `/transactions/${known}`);
    const event = page.getByRole('region', { name: 'Timeline' }).getByRole('button', { expanded: false });
    await event.first().click();
    return page;
  };
  const operator = await seenBy('operator');
  await expect(operator.getByRole('definition').filter({ hasText: /^(450000|500000)$/ })).toBeVisible();
  await operator.getByText('Bytes', { exact: true }).click();
  await expect(operator.getByRole('region', { name: 'Bytes of the record' })).toBeVisible();
  await expectAccessible(operator);
  await operator.context().close();
  const viewer = await seenBy('viewer');
  await expect(viewer.getByText('You are viewer.')).toBeVisible();
  await viewer.context().close();
});

test('the keyboard list names every key, and T changes the zone', async ({ page }) => {
  await signIn(page, 'viewer', '/me');
  await page.keyboard.press('Shift+?');
  const keys = page.getByRole('dialog', { name: 'Keyboard' });
  for (const key of ['Ctrl', '/', 'F', 'Space', '.', 'D', 'Y', 'T']) {
    await expect(keys.getByText(key, { exact: true }).first()).toBeVisible();
  }
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  const zone = page.getByRole('button', { name: /^Times in/ });
  await expect(zone).toHaveText('UTC');
  await page.keyboard.press('t');
  await expect(zone).toHaveText('Local');
  await page.getByRole('checkbox', { name: 'Single-letter keyboard shortcuts' }).uncheck();
  await page.getByRole('heading', { level: 1 }).click();
  await page.keyboard.press('t');
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('combobox', { name: 'Search' })).toBeVisible();
  await expect(zone).toHaveText('Local');
});
