import { expect, test } from '@playwright/test';
import { expectAccessible } from './axe.ts';
import { countTwice, figuresOfRows, ratesOfLog } from './overview-evidence.ts';
import { figuresShown, ratesShown } from './overview-figures.ts';
import { signIn } from './sign-in.ts';
import { produce } from './stack.ts';

test('every figure of the overview is what SQL counts, and a record that is counted twice shows', async ({
  page,
}) => {
  await produce(
    'all',
    '--rate',
    '100',
    '--count',
    '120',
    '--seed',
    `${Date.now()}`,
    '--anomalies',
    '0.3',
    '--sla',
    '5s',
  );
  await signIn(page, 'viewer');
  await test.step('at rest all of it is exact', async () => {
    await expect(async () => {
      expect(await figuresShown(page)).toEqual(await figuresOfRows());
    }).toPass({ timeout: 60_000 });
    await expect(async () => {
      expect(await ratesShown(page)).toEqual(await ratesOfLog());
    }).toPass({ timeout: 30_000 });
  });
  await test.step('a residue is loud and leads to the lanes', async () => {
    await expect(page.getByTestId('proof')).not.toHaveAttribute('role', 'alert');
    const undo = await countTwice();
    try {
      const proof = page.getByRole('alert').filter({ hasText: 'Bank: 1 too many' });
      await expect(proof).toBeVisible();
      await proof.click();
      await expect(page.getByRole('region', { name: /^Read so far/ })).toBeInViewport();
    } finally {
      await undo();
    }
    await expect(page.getByTestId('proof')).toContainText(' = ');
  });
});

test('ranges stand in the address: by key, by drawing, and back', async ({ page }) => {
  await signIn(page, 'viewer');
  const chart = (range: string) => page.getByRole('region', { name: `Verdicts, ${range}`, exact: true });
  await expect(chart('last hour').locator('canvas')).toBeVisible();
  await page.keyboard.press(']');
  await expect(page).toHaveURL(/\?range=6h$/);
  await expect(chart('last 6 h')).toBeVisible();
  await page.keyboard.press('[');
  await page.keyboard.press('[');
  await expect(page).toHaveURL(/\?range=15m$/);

  const box = await chart('last 15 min').locator('canvas').boundingBox();
  if (box === null) throw new Error('the chart has no place');
  await page.mouse.move(box.x + box.width * 0.4, box.y + 60);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.7, box.y + 60, { steps: 5 });
  await page.mouse.up();
  await expect(page).toHaveURL(/\?from=.+&to=.+/);
  await expect(chart('the time chosen')).toBeVisible();
  await page.reload();
  await expect(chart('the time chosen')).toBeVisible();
  await page.goBack();
  await expect(chart('last 15 min')).toBeVisible();
});

test('what fails says so where it stands, and the rest of the page goes on', async ({ page }) => {
  await page.route('**/api/v1/summary/series*', (route) => route.fulfill({ status: 503, body: '{}' }));
  await signIn(page, 'viewer');
  await expect(page.getByText('Verdicts could not be loaded.')).toBeVisible();
  await expect(page.getByTestId('open-breaks')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Sources' }).getByText('Gateway')).toBeVisible();
  await page.unroute('**/api/v1/summary/series*');
  await expect(page.getByRole('slider', { name: 'Verdicts over time' })).toBeVisible();
});

test('the sources have a card each, and both pages are for everybody', async ({ page }) => {
  await signIn(page, 'viewer');
  await expect(page.getByRole('slider', { name: 'Verdicts over time' })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('g');
  await page.keyboard.press('s');
  for (const name of ['Bank', 'Gateway', 'App'])
    await expect(page.getByRole('region', { name, exact: true }).getByText('Last record')).toBeVisible();
  await expectAccessible(page);
});
