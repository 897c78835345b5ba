import { expect, type Page } from '@playwright/test';
import type { KnownPayments } from './known-payments.ts';

/** A page, or something that opens over one. */
export interface Place {
  readonly name: string;
  readonly path: string;
  /** Sees it as it is shown to them; an auditor where nothing is said. */
  readonly as?: 'viewer';
  /** Does what opens it, and waits until it has something to show. */
  readonly arrive: (page: Page) => Promise<void>;
}

async function preferences(page: Page): Promise<void> {
  await expect(page.getByRole('radio', { name: 'Compact' })).toBeVisible();
}

async function charts(page: Page): Promise<void> {
  await expect(page.getByTestId('match-rate')).toBeVisible();
  await expect(page.locator('.uplot')).toHaveCount(2);
}

/** Every page and dialog of the dashboard, with something in it. */
export function placesWith({ broken, letter }: KnownPayments): readonly Place[] {
  const row = (page: Page) => page.getByRole('row', { name: broken });
  const list = `q=${broken}`;
  const peek = `${list}&peek=${broken}`;
  return [
    {
      name: 'overview',
      path: '/',
      arrive: charts,
    },
    {
      name: 'overview as tables',
      path: '/',
      arrive: async (page) => {
        await charts(page);
        for (const chip of await page.getByRole('button', { name: 'View as table' }).all())
          await chip.click();
        await expect(page.locator('.uplot')).toHaveCount(0);
      },
    },
    { name: 'breaks', path: `/breaks?${list}`, arrive: (page) => expect(row(page)).toBeVisible() },
    {
      name: 'breaks by reason',
      path: `/breaks?${list}&group=reason`,
      arrive: (page) => expect(row(page)).toBeVisible(),
    },
    {
      name: 'a filter’s menu',
      path: `/breaks?${list}`,
      arrive: async (page) => {
        await expect(row(page)).toBeVisible();
        await page.getByRole('button', { name: 'Reason', exact: true }).click();
        await expect(page.getByRole('menuitemcheckbox', { name: /^Amount mismatch/ })).toBeVisible();
      },
    },
    {
      name: 'transactions',
      path: `/transactions?${list}`,
      arrive: (page) => expect(row(page)).toBeVisible(),
    },
    {
      name: 'nothing fits',
      path: `/transactions?${list}&status=MATCHED`,
      arrive: (page) => expect(page.getByText(/excludes most/)).toBeVisible(),
    },
    {
      name: 'one beside the list',
      path: `/breaks?${peek}`,
      arrive: (page) => expect(page.getByRole('region', { name: 'Timeline' })).toBeVisible(),
    },
    {
      name: 'one transaction',
      path: `/transactions/${broken}`,
      arrive: (page) => expect(page.getByRole('region', { name: 'Timeline' })).toBeVisible(),
    },
    {
      name: 'an id nobody has heard of',
      path: `/transactions/NOT-${broken}`,
      arrive: (page) => expect(page.getByText('No event with this id yet')).toBeVisible(),
    },
    {
      name: 'sources',
      path: '/sources',
      arrive: (page) => expect(page.getByText('Last record').first()).toBeVisible(),
    },
    {
      name: 'dead letters',
      path: `/dead-letters?${list}`,
      arrive: (page) => expect(page.getByRole('row').filter({ hasText: broken })).toBeVisible(),
    },
    {
      name: 'a dead letter',
      path: `/dead-letters?${list}&peek=${encodeURIComponent(letter)}`,
      arrive: (page) => expect(page.getByRole('region', { name: 'Bytes of the value' })).toBeVisible(),
    },
    {
      name: 'access log',
      path: '/audit/access',
      arrive: (page) =>
        expect(page.getByRole('cell', { name: 'auditor', exact: true }).first()).toBeVisible(),
    },
    {
      name: 'access log, forbidden',
      path: '/audit/access',
      as: 'viewer',
      arrive: (page) => expect(page.getByText('Not for your role')).toBeVisible(),
    },
    {
      name: 'preferences',
      path: '/me',
      arrive: preferences,
    },
    {
      name: 'search',
      path: '/me',
      arrive: async (page) => {
        await preferences(page);
        await page.keyboard.press('Control+k');
        await page.getByRole('combobox', { name: 'Search' }).fill(broken);
        await expect(page.getByRole('option', { name: broken })).toContainText('Mismatched');
      },
    },
    {
      name: 'pasted ids',
      path: '/me',
      arrive: async (page) => {
        await preferences(page);
        await page.keyboard.press('Control+k');
        const field = page.getByRole('combobox', { name: 'Search' });
        await field.evaluate((element, text) => {
          const clipboardData = new DataTransfer();
          clipboardData.setData('text', text);
          element.dispatchEvent(
            new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
          );
        }, `${broken}\nNOT-${broken}`);
        await field.press('Enter');
        await expect(row(page)).toBeVisible();
      },
    },
    {
      name: 'export',
      path: `/transactions?${list}`,
      arrive: async (page) => {
        await page.getByRole('button', { name: /^Export/ }).click();
        await expect(page.getByRole('dialog', { name: /^Export/ })).toBeVisible();
      },
    },
    {
      name: 'keys',
      path: '/me',
      arrive: async (page) => {
        await preferences(page);
        await page.keyboard.press('?');
        await expect(page.getByRole('dialog', { name: 'Keyboard' })).toBeVisible();
      },
    },
    {
      name: 'no such page',
      path: '/nowhere',
      arrive: (page) => expect(page.getByText('No such page')).toBeVisible(),
    },
  ];
}
