import type { Page } from '@playwright/test';
import type { Counts, MinuteCounts } from './evidence.ts';
import type { OverviewFigures } from './overview-evidence.ts';

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
  for (const chart of ['Verdicts, last hour', 'Breaks opened and closed, last hour']) {
    const region = page.getByRole('region', { name: chart, exact: true });
    await region.getByRole('button', { name: 'View as table' }).click();
  }
}

/** What the two tables say, without their zeros. */
export async function minutesShown(page: Page): Promise<MinuteCounts> {
  const cells = await page.locator('table:has(th[data-key])').evaluateAll((tables) =>
    tables.flatMap((table) => {
      const keys = [...table.querySelectorAll<HTMLElement>('thead th')].map(({ dataset }) => dataset['key']);
      return [...table.querySelectorAll('tbody tr')].flatMap((row) => {
        const minute = row.querySelector<HTMLElement>('th')?.dataset['start']?.slice(11, 16);
        const counts = [...row.querySelectorAll('td')].map(({ textContent }) => textContent ?? '');
        return counts.map((count, index) => [`${minute} ${keys[index + 1]}`, count] as const);
      });
    }),
  );
  return Object.fromEntries(
    cells.map(([name, text]) => [name, numberOf(text)] as const).filter(([, count]) => count > 0),
  );
}

/** What the rest of the overview says. */
export async function figuresShown(page: Page): Promise<OverviewFigures> {
  const text = async (id: string): Promise<string> => (await page.getByTestId(id).textContent()) ?? '';
  const count = async (id: string): Promise<number> => numberOf(await text(id));
  const lines = page.getByTestId('at-risk').getByRole('listitem');
  const ages = await page
    .locator('[data-testid^="age-"]')
    .evaluateAll((cells) =>
      cells.map((cell) => [cell.getAttribute('data-testid'), cell.textContent] as const),
    );
  return {
    proof: {
      arrived: await count('events-read'),
      judged: await count('proof-judged'),
      refused: await count('proof-refused'),
    },
    open: await count('open-breaks'),
    critical: await count('critical-breaks'),
    oldest: await text('oldest-id'),
    matchRate: await text('match-rate'),
    lastHour: (await text('match-rate-hour')).replace(' in the last hour', ''),
    withinMs: (await text('time-to-verdict')).split(' · ').map(msOf),
    atRisk: (await lines.allTextContents()).map(
      (line) => `${line.slice(0, 3)} ${line.replaceAll(/\D/g, '')}`,
    ),
    ages: ages
      .filter(([, shown]) => numberOf(shown ?? '') > 0)
      .map(([id, shown]) => `${id?.split('-').slice(1).join(' ')} ${numberOf(shown ?? '')}`)
      .toSorted(),
  };
}

/** "Bank1,204 / min" of each line → "core 1204". */
export async function ratesShown(page: Page): Promise<readonly string[]> {
  return page
    .locator('[data-source]')
    .evaluateAll((all) =>
      all.map((one) => `${one.getAttribute('data-source')} ${Number(one.getAttribute('data-per-minute'))}`),
    );
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, min: 60_000, h: 3_600_000 };

/** "1.5 s" → 1500. */
function msOf(text: string): number | null {
  const [figure = '', unit = ''] = text.split(' ');
  const size = UNITS[unit];
  return size === undefined ? null : Math.round(Number(figure) * size);
}

/** "1,20,431 events" → 120431, in whatever grouping. */
function numberOf(text: string): number {
  return Number(text.replaceAll(/\D/g, ''));
}
