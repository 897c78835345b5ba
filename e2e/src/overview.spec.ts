import { expect, test, type Page } from '@playwright/test';
import { z } from 'zod';
import { expectAccessible } from './axe.ts';
import { countTwice, figuresOfRows, ratesOfLog } from './overview-evidence.ts';
import { figuresShown, ratesShown } from './overview-figures.ts';
import { signIn } from './sign-in.ts';
import { produce } from './stack.ts';

const Shift = z.object({ value: z.number() });

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
  await page.goForward();
  await expect(chart('the time chosen').locator('canvas')).toBeVisible();
  await page.mouse.dblclick(box.x + box.width * 0.5, box.y + 60);
  await expect(chart('last 15 min').locator('canvas')).toBeVisible();

  await page.mouse.click(box.x + box.width * 0.5, box.y + 60);
  await expect(page).toHaveURL(/\/transactions\?from=.+&to=.+/);
  expect(minutesAsked(page)).toBe(1);
  await page.goBack();
  await page.getByRole('slider', { name: 'Breaks opened and closed over time' }).press('Enter');
  await expect(page).toHaveURL(/\/transactions\?status=RESOLVED,MISMATCHED&from=.+&to=.+/);
  expect(minutesAsked(page)).toBe(1);
});

/** How long the stretch of time is that the list in the address asks for. */
function minutesAsked(page: Page): number {
  const { searchParams } = new URL(page.url());
  return (Date.parse(searchParams.get('to') ?? '') - Date.parse(searchParams.get('from') ?? '')) / 60_000;
}

/** Text is a hair wider until its font has come; a line of it that moves is ten times as much. */
const SHIFT_MAX = 0.001;

test('nothing moves while it loads, and while its figures are renewed', async ({ page }) => {
  await page.addInitScript(() => {
    new PerformanceObserver((list) => {
      for (const shift of list.getEntries()) performance.mark(`moved ${JSON.stringify(shift)}`);
    }).observe({ type: 'layout-shift', buffered: true });
  });
  // Each answer comes so late, and so much after the other, that what stands in its place has been seen.
  for (const [path, ms] of [
    ['summary/series', 600],
    ['summary', 1200],
    ['sources', 1800],
  ] as const)
    await page.route(`**/api/v1/${path}*`, async (route) => {
      await new Promise((resolve) => setTimeout(resolve, ms));
      await route.continue();
    });
  await signIn(page, 'viewer');
  await expect(page.getByRole('slider', { name: 'Verdicts over time' }).locator('canvas')).toBeVisible();
  for (let renewed = 0; renewed < 3; renewed++) await page.waitForResponse('**/api/v1/summary');
  const marks = await page.evaluate(() => performance.getEntriesByType('mark').map(({ name }) => name));
  const shifts = marks
    .filter((name) => name.startsWith('moved '))
    .map((name) => Shift.parse(JSON.parse(name.slice('moved '.length))).value);
  expect(shifts.reduce((sum, shift) => sum + shift, 0)).toBeLessThan(SHIFT_MAX);
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
