import { randomBytes } from 'node:crypto';
import { expect, test, type Page } from '@playwright/test';
import { expectAccessible } from './axe.ts';
import { focusedRow, placesOf, rowsInSight } from './rows-in-sight.ts';
import { signIn } from './sign-in.ts';
import { produce } from './stack.ts';

/** The bank has INR 500.00 less than the gateway. */
async function newBreak(txnId = `BRK-${randomBytes(5).toString('hex').toUpperCase()}`): Promise<string> {
  await Promise.all([
    produce('gateway', '--txn', txnId, '--amount', '5000', '--status', 'SUCCESS'),
    produce('core', '--txn', txnId, '--amount', '4500', '--status', 'SUCCESS'),
  ]);
  return txnId;
}

/** Two breaks that most tests read, and that nothing else begins like; the second is the newer one. */
const PAIR = `PAIR-${randomBytes(5).toString('hex').toUpperCase()}`;
const [first, second] = [`${PAIR}-1`, `${PAIR}-2`];

test.beforeAll(async () => {
  await newBreak(first);
  await newBreak(second);
});

const rowOf = (page: Page, txnId: string) => page.getByRole('row', { name: txnId });
const live = (page: Page) => expect(page.getByTestId('live-pill')).toHaveText('Live');

test('a break appears by itself, and under the pointer nothing moves until it is asked for', async ({
  page,
}) => {
  const known = second;
  await signIn(page, 'viewer', '/breaks?sort=time&currency=INR');
  await live(page);
  await expect(rowOf(page, known)).toContainText('Amount mismatch');
  let loads = 0;
  page.on('load', () => (loads += 1));

  const following = await newBreak();
  await expect(rowOf(page, following)).toBeVisible();

  await rowOf(page, known).hover();
  const before = await rowsInSight(page);
  const waiting = await newBreak();
  await expect(page.getByRole('button', { name: /new$/ })).toBeVisible();
  expect(placesOf(await rowsInSight(page))).toEqual(placesOf(before));
  await expect(rowOf(page, waiting)).toHaveCount(0);
  await page.keyboard.press('.');
  await expect(rowOf(page, waiting)).toBeVisible();
  expect(loads).toBe(0);
});

test('chips and text say the same, survive a reload and Back, and a word that is wrong is named', async ({
  page,
}) => {
  const txnId = first;
  await signIn(page, 'operator', '/breaks');
  await page.getByRole('button', { name: 'Reason', exact: true }).click();
  await page.getByRole('menuitemcheckbox', { name: /^Amount mismatch/ }).click();
  await page.keyboard.press('Escape');
  const text = page.getByRole('textbox', { name: 'Filter' });
  await expect(text).toHaveValue('reason:AMOUNT_MISMATCH');
  await expect(page).toHaveURL(/reason=AMOUNT_MISMATCH/);
  await expectAccessible(page);

  await text.fill(`reason:AMOUNT_MISMATCH ccy:inr amount>=5000.005 ${txnId}`);
  await text.press('Enter');
  await expect(page.getByRole('alert')).toContainText('amount>=5000.005 5000.005 has more decimals than INR');
  await text.fill(`reason:AMOUNT_MISMATCH ccy:inr amount>=4500.00 ${txnId}`);
  await text.press('Enter');
  await expect(page).toHaveURL(/amount_min=4500\.00/);
  await expect(rowOf(page, txnId)).toBeVisible();
  await expect(page.getByText('1 of 1 loaded')).toBeVisible();

  await page.reload();
  await expect(text).toHaveValue(`reason:AMOUNT_MISMATCH ccy:INR amount>=4500.00 ${txnId}`);
  await expect(rowOf(page, txnId)).toBeVisible();
  await page.goBack();
  await expect(text).toHaveValue('reason:AMOUNT_MISMATCH');

  await text.fill(`${txnId} severity:low`);
  await text.press('Enter');
  await expect(page.getByText(/ excludes most\. /)).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Drop Severity: Low shows 1' }).click();
  await expect(rowOf(page, txnId)).toBeVisible();
});

test('breaks are gathered by reason, and each group is a list of its own', async ({ page }) => {
  const txnId = first;
  await signIn(page, 'viewer', `/breaks?q=${txnId}`);
  await page.getByRole('button', { name: /^No groups/ }).click();
  await page.getByRole('menuitemradio', { name: 'By reason' }).click();
  const groups = page.getByRole('navigation', { name: 'Groups by Reason' });
  await expect(groups.getByRole('button', { name: 'All 1' })).toHaveAttribute('aria-current', 'true');
  await groups.getByRole('button', { name: 'Amount mismatch 1' }).click();
  await expect(page).toHaveURL(/reason=AMOUNT_MISMATCH.*group=reason/);
  await expect(rowOf(page, txnId)).toBeVisible();
  await expectAccessible(page);
});

test('one stands open beside the list at once, is read on along the list, and pointing asks for nothing', async ({
  page,
}) => {
  const asked: string[] = [];
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith('/api/v1/transactions/') && !pathname.endsWith('/counts')) asked.push(pathname);
  });
  await signIn(page, 'viewer', `/breaks?sort=time&q=${PAIR}`);
  await rowOf(page, first).hover();
  await rowOf(page, second).hover();
  expect(asked).toEqual([]);

  await page.keyboard.press('j');
  await expect.poll(() => focusedRow(page)).toBe(second);
  await page.keyboard.press('Space');
  const panel = page.getByRole('region', { name: `Transaction ${second}` });
  await expect(panel).toContainText(/Bank is INR\s500\.00 short/i);
  await expect(panel.getByRole('region', { name: 'Why' })).toBeVisible();
  expect(asked).toEqual([`/api/v1/transactions/${second}`]);
  await expectAccessible(page);

  await page.keyboard.press('j');
  await expect(page.getByRole('region', { name: `Transaction ${first}` })).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`peek=${first}`));
  await page.keyboard.press('Escape');
  await expect(page.getByRole('region', { name: /^Transaction / })).toHaveCount(0);
  expect(await focusedRow(page)).toBe(first);
});

test('from the overview to an open transaction, along its list and back, by keyboard alone', async ({
  page,
}) => {
  await signIn(page, 'viewer');
  await expect(page.getByRole('heading', { name: 'Overview' })).toBeAttached();
  await page.keyboard.press('g');
  await page.keyboard.press('b');
  await expect(page.getByRole('heading', { name: 'Breaks', exact: true })).toBeVisible();
  await page.keyboard.press('/');
  await page.keyboard.type(`reason:AMOUNT_MISMATCH last:1h ${PAIR}`);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/within=1h/);
  await page.getByRole('button', { name: /^Sorted by/ }).press('Enter');
  await page.getByRole('menuitemradio', { name: 'Newest' }).press('Enter');
  await expect(rowOf(page, second)).toBeVisible();
  await page.keyboard.press('j');
  await expect.poll(() => focusedRow(page)).toBe(second);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toContainText(second);
  await expect(page.getByText('1 of 2')).toBeVisible();
  await page.keyboard.press('j');
  await expect(page.getByRole('heading', { level: 1 })).toContainText(first);
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/breaks\?.*within=1h/);
  await expect.poll(() => focusedRow(page)).toBe(first);
});

test('the search finds an id by its beginning and pages by name', async ({ page }) => {
  const txnId = first;
  await signIn(page, 'viewer');
  await page.keyboard.press('Control+k');
  const field = page.getByRole('combobox', { name: 'Search' });
  await expect(page.getByRole('option', { name: /^Critical now/ })).toBeVisible();
  await expectAccessible(page);
  await field.press('ArrowDown');
  await expect(page.getByRole('option', { selected: true })).toHaveText(/^Breaks/);
  await field.press('ArrowUp');
  await field.fill(` "${PAIR}`);
  await expect(page.getByRole('option', { name: new RegExp(txnId) })).toBeVisible();
  await field.fill('dead');
  await field.press('Enter');
  await expect(page).toHaveURL(/dead-letters/);
  await page.keyboard.press('Control+k');
  await field.fill(txnId);
  await expect(page.getByRole('option', { name: new RegExp(txnId) })).toContainText('Mismatched');
  await field.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toContainText(txnId);
});

test('a pasted column opens as a list in its own order, and says which ids are unknown', async ({ page }) => {
  const unknown = `NOT-${PAIR}`;
  await signIn(page, 'viewer');
  await page.keyboard.press('Control+k');
  const field = page.getByRole('combobox', { name: 'Search' });
  await field.evaluate((element, text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text', text);
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, `"${second}"\r\n${unknown}\n${first}\n${second}\n`);
  await expect(page.getByRole('option', { name: 'Open 3 ids as a list' })).toBeVisible();
  await field.press('Enter');
  await expect(page.getByRole('heading', { name: '3 pasted ids' })).toBeVisible();
  await expect(page.getByText(`1 unknown, no event with these ids yet: ${unknown}`)).toBeVisible();
  expect((await rowsInSight(page)).map(({ txnId }) => txnId)).toEqual([second, first]);
  await expectAccessible(page);
  await page.reload();
  await expect(page.getByText('1 unknown')).toBeVisible();

  await produce('gateway', '--txn', unknown, '--amount', '5000', '--status', 'SUCCESS');
  await expect(page.getByText('All of them are known.')).toBeVisible();
  expect((await rowsInSight(page)).map(({ txnId }) => txnId)).toEqual([second, unknown, first]);
});
