import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test, type Page } from '@playwright/test';
import { knownPayments, type KnownPayments } from './known-payments.ts';
import { placesWith } from './places.ts';
import { signIn } from './sign-in.ts';
import { produce, verifyChains } from './stack.ts';

const FOLDER = fileURLToPath(new URL('../../docs/screens/', import.meta.url));
const LIMIT_BYTES = 150 * 1024;
const QUALITY = 88;

/** Enough that charts have several minutes to show and every reason comes up. */
const PAYMENTS = '--rate 15 --count 4500 --anomalies 0.04 --sla 5s';
/** They go on while pictures are taken, as in a day's work: no source is silent. */
const MEANWHILE = '--rate 5 --count 500 --anomalies 0.04 --sla 5s';
const PRODUCED_WITHIN_MS = 15 * 60_000;

let known: KnownPayments;
let meanwhile: Promise<void> | undefined;
test.beforeAll(async () => {
  test.setTimeout(PRODUCED_WITHIN_MS);
  await produce('all', ...PAYMENTS.split(' '));
  known = await knownPayments();
  await verifyChains();
  meanwhile = produce('all', ...MEANWHILE.split(' '));
});
test.afterAll(() => meanwhile);

for (const theme of ['light', 'dark'] as const)
  test(`the pages as the README shows them, ${theme}`, async ({ page }) => {
    await signIn(page, 'auditor');
    await page.evaluate(
      (kept) => localStorage.setItem('tieout.preferences', kept),
      JSON.stringify({ theme }),
    );
    const named = new Map(placesWith(known).map((place) => [place.name, place]));
    const take = async (name: string, file: string, path?: string): Promise<void> => {
      const place = named.get(name);
      if (place === undefined) throw new Error(`no page is named ${name}`);
      await page.goto(path ?? place.path);
      if (path === undefined) await place.arrive(page);
      await settled(page);
      await keep(page, file);
    };
    await take('overview', `overview-${theme}`, '/?range=15m');
    if (theme === 'light') {
      await take('breaks', 'breaks', '/breaks');
      await take('one transaction', 'transaction');
    } else {
      await take('transactions', 'transactions', '/transactions?within=15m');
      await take('one beside the list', 'peek', `/breaks?sort=time&peek=${known.broken}`);
    }
  });

/** Nothing is on its way any more: figures, rows and letters are there. */
async function settled(page: Page): Promise<void> {
  await expect(page.getByTestId('live-pill')).toHaveText('Live');
  await expect(page.locator('.skeleton')).toHaveCount(0);
  await page.evaluate(() => document.fonts.ready);
}

/** As WebP, which Playwright does not write by itself: letters stay sharp at a third of a PNG's size. */
async function keep(page: Page, file: string): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  const { data } = await devtools.send('Page.captureScreenshot', { format: 'webp', quality: QUALITY });
  const picture = Buffer.from(data, 'base64');
  expect(picture.byteLength, `${file}.webp`).toBeLessThan(LIMIT_BYTES);
  await writeFile(`${FOLDER}${file}.webp`, picture);
}
