import { expect, test, type Page } from '@playwright/test';
import { expectAccessible } from './axe.ts';
import { knownPayments, type KnownPayments } from './known-payments.ts';
import { placesWith } from './places.ts';
import { signIn } from './sign-in.ts';

const THEMES = ['light', 'dark'] as const;
const DENSITIES = ['compact', 'regular', 'roomy'] as const;
/** A desk, and a phone, where other parts are shown. */
const WIDTHS = [1440, 390] as const;

/** Twenty pages one after the other. */
const PATIENCE_MS = 10 * 60_000;

let known: KnownPayments;
test.beforeAll(async () => {
  known = await knownPayments();
});

for (const theme of THEMES)
  for (const density of DENSITIES)
    for (const width of WIDTHS)
      test(`every page is accessible: ${theme}, ${density}, ${width} px`, async ({ browser }) => {
        test.setTimeout(PATIENCE_MS);
        const viewport = { width, height: 900 };
        const pages: Partial<Record<'viewer' | 'auditor', Page>> = {};
        for (const { name, path, as = 'auditor', arrive } of placesWith(known)) {
          await test.step(name, async () => {
            const page = (pages[as] ??= await enter(as));
            await page.goto(path);
            await arrive(page);
            await expectShown(page, theme, density);
            await expectAccessible(page);
          });
        }
        async function enter(who: 'viewer' | 'auditor'): Promise<Page> {
          const page = await (await browser.newContext({ viewport })).newPage();
          await signIn(page, who);
          const kept = JSON.stringify({ theme, density });
          await page.evaluate((value) => localStorage.setItem('tieout.preferences', value), kept);
          return page;
        }
      });

/** Without it, a page that fell back to its defaults would be looked at in their place. */
async function expectShown(page: Page, theme: string, density: string): Promise<void> {
  await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
  const kept = await page.evaluate(() => localStorage.getItem('tieout.preferences'));
  expect(JSON.parse(kept ?? '{}')).toMatchObject({ theme, density });
}
