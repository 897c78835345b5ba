import { cpus, loadavg } from 'node:os';
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { expect, test, type Browser, type Page } from '@playwright/test';
import { traced } from './chromium-trace.ts';
import { smoothnessOf, startFrameClock } from './frame-clock.ts';
import { knownPayments, type KnownPayments } from './known-payments.ts';
import { manyRows } from './many-rows.ts';
import { placesWith } from './places.ts';
import { focusedRow } from './rows-in-sight.ts';
import { signIn } from './sign-in.ts';

const PAGE_FILE = fileURLToPath(new URL('../../docs/PERFORMANCE.md', import.meta.url));
const BEGIN = '<!-- npm run bench:pages: begin -->';
const END = '<!-- npm run bench:pages: end -->';

const ROWS = 100_000;
const TIMES = 10;
const PATIENCE_MS = 20 * 60_000;
const NEXT_PAGE_MS = 30_000;
const LOOK_EVERY_MS = 10;
/** A desk, and a phone. */
const WIDTHS = [1440, 390] as const;
/** A screen in a third of a second, as somebody skims. */
const SCROLL = { distancePx: 20_000, pxPerSecond: 2_500 } as const;
/** Text is a hair wider until its font has come; a line that pushes a whole page down by its own height is this much. */
const SHIFT_MAX = 0.01;

// A trace of Playwright's own takes a picture of every frame.
test.use({ trace: 'off', screenshot: 'off' });
test.describe.configure({ mode: 'serial' });
test.setTimeout(PATIENCE_MS);

/** What was measured, each line with what was hoped for. */
const lines: [what: string, goal: string, figure: string][] = [];
const shifts: [place: string, byWidth: readonly number[]][] = [];
let known: KnownPayments;

test.beforeAll(async () => {
  test.setTimeout(PATIENCE_MS);
  await manyRows(ROWS);
  known = await knownPayments();
});

test('the first page: its size, and how long it takes', async ({ page, browser }) => {
  const scripts = await scriptsOfFirstPage(browser);
  lines.push(['JavaScript of the first page, gzip', '≤ 250 KiB', `${(scripts / 1024).toFixed(1)} KiB`]);
  await signIn(page, 'viewer');
  await overviewShown(page);
  const times: number[] = [];
  for (let n = 0; n < TIMES; n++) {
    const startedAt = performance.now();
    await page.goto('/');
    await overviewShown(page);
    times.push(performance.now() - startedAt);
  }
  lines.push(['First page, warm: signed in, figures and charts drawn', '≤ 1.5 s', spread(times)]);
});

test('one opens beside the list', async ({ page }) => {
  await signIn(page, 'viewer', `/breaks?q=${known.broken}`);
  await expect(page.getByRole('row', { name: known.broken })).toBeVisible();
  await page.keyboard.press('j');
  const times: number[] = [];
  for (let n = 0; n < TIMES; n++) {
    await expect.poll(() => focusedRow(page)).toBe(known.broken);
    times.push(await peekTime(page));
    await page.keyboard.press('Escape');
    await expect(page.getByRole('region', { name: `Transaction ${known.broken}` })).toHaveCount(0);
  }
  lines.push(['One opened beside the list, to the first frame of it', '≤ 100 ms', spread(times)]);
});

test('scrolling the list', async ({ page }) => {
  await signIn(page, 'viewer', '/transactions');
  await expect(page.locator('[role=row][data-txn]').first()).toBeVisible();
  const loaded = await loadAll(page);
  const box = await page.locator('[role=grid] [role=rowgroup]').boundingBox();
  if (box === null) throw new Error('the list has no place');
  const devtools = await page.context().newCDPSession(page);
  const scroll = (by: number): Promise<unknown> =>
    devtools.send('Input.synthesizeScrollGesture', {
      x: box.x + box.width / 2,
      y: box.y + box.height / 2,
      yDistance: by,
      speed: SCROLL.pxPerSecond,
      gestureSourceType: 'mouse',
    });
  let scripted = { framesPerSecond: 0, longestFrameMs: 0 };
  const { frames, layoutShift } = await traced(page, async () => {
    await startFrameClock(page);
    await scroll(-SCROLL.distancePx);
    scripted = await smoothnessOf(page);
  });
  const drawnPerSecond = ((frames.length - 1) / ((frames.at(-1) ?? 0) - (frames[0] ?? 0))) * 1000;
  const rows = loaded.toLocaleString('en-US');
  lines.push(
    [`Scrolling ${rows} loaded rows: frames drawn a second`, '60', drawnPerSecond.toFixed(1)],
    ['… frames of the page’s own thread a second', '60', scripted.framesPerSecond.toFixed(1)],
    ['… the longest of them', '–', `${scripted.longestFrameMs} ms`],
    ['… layout shift', '0', shiftText(layoutShift)],
  );
});

test('nothing moves while a page comes up', async ({ browser }) => {
  const places = placesWith(known);
  const byPlace = new Map(places.map(({ name }) => [name, [] as number[]]));
  for (const width of WIDTHS) {
    const pages: Partial<Record<'viewer' | 'auditor', Page>> = {};
    for (const { name, path, as = 'auditor', arrive } of places) {
      await test.step(`${name}, ${width} px`, async () => {
        const page = (pages[as] ??= await enter(browser, as, width));
        const { layoutShift } = await traced(page, async () => {
          await page.goto(path);
          await arrive(page);
          await settled(page);
        });
        byPlace.get(name)?.push(layoutShift);
      });
    }
    for (const page of Object.values(pages)) await page.context().close();
  }
  shifts.push(...byPlace);
});

test('the figures are written down', async () => {
  const page = await readFile(PAGE_FILE, 'utf8');
  const [from, to] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (from === -1 || to < from) throw new Error(`docs/PERFORMANCE.md lacks ${BEGIN} or ${END}`);
  await writeFile(PAGE_FILE, `${page.slice(0, from + BEGIN.length)}\n\n${report()}\n\n${page.slice(to)}`);
  const moving = shifts.filter(([, found]) => found.some((shift) => shift >= SHIFT_MAX));
  expect(moving).toEqual([]);
});

async function enter(browser: Browser, who: 'viewer' | 'auditor', width: number): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width, height: 900 } })).newPage();
  await signIn(page, who);
  return page;
}

async function overviewShown(page: Page): Promise<void> {
  await page.getByTestId('match-rate').waitFor();
  await page.locator('.uplot').nth(1).waitFor();
}

/** Nothing is on its way any more. */
async function settled(page: Page): Promise<void> {
  await expect(page.locator('.skeleton')).toHaveCount(0);
  await page.evaluate(() => document.fonts.ready);
}

/** All scripts that are asked for until the overview stands, compressed, bytes. */
async function scriptsOfFirstPage(browser: Browser): Promise<number> {
  const page = await (await browser.newContext()).newPage();
  // By their names: signing in loads the page twice.
  const sizes = new Map<string, Promise<number>>();
  page.on('response', (response) => {
    const { pathname } = new URL(response.url());
    if (pathname.startsWith('/assets/') && pathname.endsWith('.js'))
      sizes.set(
        pathname,
        response.body().then((body) => gzipSync(body).byteLength),
      );
  });
  await signIn(page, 'viewer');
  await overviewShown(page);
  const sum = (await Promise.all(sizes.values())).reduce((total, size) => total + size, 0);
  await page.context().close();
  return sum;
}

/** From the key to the first frame with the panel in it, ms, by the page's own clock. */
async function peekTime(page: Page): Promise<number> {
  const name = `Transaction ${known.broken}`;
  await page.evaluate((label) => {
    document.addEventListener(
      'keydown',
      ({ timeStamp }) => {
        const look = (): void => {
          if (document.querySelector(`section[aria-label="${label}"]`) === null) requestAnimationFrame(look);
          else requestAnimationFrame(() => performance.measure('peek', { start: timeStamp }));
        };
        look();
      },
      { once: true, capture: true },
    );
  }, name);
  await page.keyboard.press('Space');
  await expect(page.getByRole('region', { name })).toBeVisible();
  const measured = (): Promise<number> =>
    page.evaluate(() => performance.getEntriesByName('peek').at(-1)?.duration ?? 0);
  await expect.poll(measured).toBeGreaterThan(0);
  const time = await measured();
  await page.evaluate(() => performance.clearMeasures('peek'));
  return time;
}

/** Goes to the end of the list again and again until it has them all. Returns how many. */
async function loadAll(page: Page): Promise<number> {
  const list = page.locator('[role=grid] [role=rowgroup]');
  const height = (await page.locator('[role=row][data-txn]').first().boundingBox())?.height ?? 0;
  const loaded = (): Promise<number> =>
    list.evaluate((scroller, rowHeight) => {
      scroller.scrollTop = scroller.scrollHeight;
      return Math.round(scroller.scrollHeight / rowHeight);
    }, height);
  let count = await loaded();
  for (let waited = 0; count < ROWS && waited < NEXT_PAGE_MS; waited += LOOK_EVERY_MS) {
    const now = await loaded();
    if (now > count) waited = 0;
    count = now;
    await page.waitForTimeout(LOOK_EVERY_MS);
  }
  expect(count).toBeGreaterThanOrEqual(ROWS);
  await list.evaluate((scroller) => (scroller.scrollTop = 0));
  return count;
}

/** "412 ms, at most 530" */
function spread(times: readonly number[]): string {
  const sorted = times.toSorted((one, other) => one - other);
  return `${(sorted[Math.floor(sorted.length / 2)] ?? 0).toFixed(0)} ms, at most ${(sorted.at(-1) ?? 0).toFixed(0)}`;
}

function shiftText(shift: number): string {
  return shift === 0 ? '0' : shift.toFixed(4);
}

function report(): string {
  const [processor] = cpus();
  const at = `${new Date().toISOString().slice(0, 10)}, ${cpus().length} processors (${processor?.model.trim()}); load average ${loadavg()[0]?.toFixed(0)}; each time ${TIMES} times, median and most.`;
  return [
    at,
    '',
    ...table([['What', 'Goal', 'Figure'], ...lines]),
    '',
    ...table([
      ['Layout shift while it comes up', ...WIDTHS.map((width) => `${width} px`)],
      ...shifts.map(([name, found]) => [name].concat(found.map(shiftText))),
    ]),
  ].join('\n');
}

/** As the formatter leaves it: words to the left, figures to the right. */
function table([head = [], ...rows]: readonly (readonly string[])[]): string[] {
  const widths = head.map((_, column) =>
    Math.max(...[head, ...rows].map((cells) => cells[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${widths.map((width, column) => (column === 0 ? (cells[column] ?? '').padEnd(width) : (cells[column] ?? '').padStart(width))).join(' | ')} |`;
  const rule = widths.map((width, column) =>
    column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`,
  );
  return [line(head), line(rule), ...rows.map(line)];
}
