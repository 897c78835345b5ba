import { expect, test, type Page } from '@playwright/test';
import { expectAccessible } from './axe.ts';
import { rowOf } from './evidence.ts';
import { clockIn, clocks, loadsOf, newMismatch, pill } from './outage-witness.ts';
import { signIn } from './sign-in.ts';
import { without } from './stack.ts';

const stale = (page: Page) => page.getByTestId('stale');

/** Where the parts of the page are. */
function placesOfParts(page: Page): Promise<unknown> {
  return page.locator('main section').evaluateAll((parts) =>
    parts.map((part) => {
      const { x, y, width, height } = part.getBoundingClientRect();
      return { name: part.getAttribute('aria-label')?.split(',')[0], x, y, width, height };
    }),
  );
}

test('while the API is away every page says since when, keeps what it had, and goes on by itself', async ({
  page,
}) => {
  await newMismatch();
  await signIn(page, 'viewer');
  await expect(pill(page)).toHaveText('Live');
  await expect(page.locator('.uplot')).toHaveCount(2);
  await expect(stale(page)).toHaveCount(0);
  const loads = loadsOf(page);
  const places = await placesOfParts(page);
  const read = await page.getByTestId('events-read').innerText();
  let meanwhile = '';
  const from = Date.now();

  await without('api', async () => {
    await expect(pill(page)).toHaveText(/^Reconnecting since/);
    expect(clocks(from, Date.now())).toContain(await clockIn(page));
    // Figures, both charts, sources: each by itself.
    await expect(stale(page)).toHaveCount(4);
    await expect(stale(page).first()).toHaveText(/^as of \d\d:\d\d:\d\d UTC$/);
    await expect(stale(page).first()).toHaveAttribute('title', /UNAVAILABLE/);
    expect(await page.getByTestId('events-read').innerText()).toBe(read);
    expect(await placesOfParts(page)).toEqual(places);
    await expectAccessible(page);

    await page.keyboard.press('g');
    await page.keyboard.press('t');
    await expect(page.getByRole('alert')).toContainText('Transactions could not be loaded.');
    meanwhile = await newMismatch();
    await expect.poll(() => rowOf(meanwhile)).toMatchObject({ state: 'MISMATCHED' });
  });

  await expect(pill(page)).toHaveText('Live');
  await expect(page.getByRole('row', { name: meanwhile })).toContainText('Mismatched');
  await expect(page.getByRole('alert')).toHaveCount(0);
  await page.keyboard.press('g');
  await page.keyboard.press('o');
  await expect(page.getByTestId('events-read')).not.toHaveText(read);
  await expect(stale(page)).toHaveCount(0);
  expect(loads()).toBe(0);
});
