import type { Page } from '@playwright/test';
import type { Counts, MinuteCounts } from './evidence.ts';

/** What the overview says. A count of zero says the same as one that is not there. */
export async function countsShown(page: Page): Promise<Counts> {
  const shown = await page
    .locator('[data-testid]')
    .evaluateAll((all) =>
      all.map((one) => [one.getAttribute('data-testid') ?? '', one.textContent ?? ''] as const),
    );
  const numbers = shown.map(([id, text]) => [id, numberOf(text)] as const);
  const counted = (prefix: string): Record<string, number> =>
    Object.fromEntries(
      numbers
        .filter(([id, number]) => id.startsWith(prefix) && number > 0)
        .map(([id, number]) => [id.slice(prefix.length), number]),
    );
  return {
    byStatus: counted('count-'),
    byReason: counted('reason-'),
    critical: counted('critical-')['breaks'] ?? 0,
    records: counted('events-')['read'] ?? 0,
  };
}

/** Turns both charts into their tables. */
export async function showTables(page: Page): Promise<void> {
  for (const chart of ['Verdicts a minute, last hour', 'Reasons a minute, last hour']) {
    const region = page.getByRole('region', { name: chart, exact: true });
    await region.getByRole('button', { name: 'View as table' }).click();
  }
}

/** What the two tables say, without their zeros. */
export async function minutesShown(page: Page): Promise<MinuteCounts> {
  const cells = await page.locator('table').evaluateAll((tables) =>
    tables.flatMap((table) => {
      const keys = [...table.querySelectorAll<HTMLElement>('thead th')].map(({ dataset }) => dataset['key']);
      return [...table.querySelectorAll('tbody tr')].flatMap((row) => {
        const [minute = '', ...counts] = [...row.children].map(({ textContent }) => textContent ?? '');
        return counts.map((count, index) => [`${minute} ${keys[index + 1]}`, count] as const);
      });
    }),
  );
  return Object.fromEntries(
    cells.map(([name, text]) => [name, numberOf(text)] as const).filter(([, count]) => count > 0),
  );
}

/** "1,20,431 events" → 120431, in whatever grouping. */
function numberOf(text: string): number {
  return Number(text.replaceAll(/\D/g, ''));
}
