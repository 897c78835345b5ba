import { expect, test, type Page } from '@playwright/test';
import { liveSeconds } from './env.ts';
import { chainHeads, countsOfRows, minutesOfLog, newestRows, verdictsWithin } from './evidence.ts';
import { FeedWitness } from './feed-witness.ts';
import { smoothnessOf, startFrameClock } from './frame-clock.ts';
import { countsShown, minutesShown, showTables } from './overview-figures.ts';
import { focusedRow, placesOf, rowsInSight } from './rows-in-sight.ts';
import { signIn } from './sign-in.ts';
import { produce } from './stack.ts';

const SECONDS = liveSeconds();
/** Each payment is judged two to three times, as its events come: 220 a second are more than 500 verdicts a second. */
const PAYMENTS_PER_SECOND = 220;
const PAYMENTS = PAYMENTS_PER_SECOND * SECONDS;
/** Once this one is in sight the stream soon ends: it has to be as wide as ever for a round. */
const LAST_ROUND_BEFORE = PAYMENTS * 0.85;
const CHANGES_WATCHED = 200;

test.setTimeout((SECONDS + 90) * 1000);
// A trace takes a picture of every frame: the figures would be the trace's.
test.use({ trace: 'off' });

test('the list follows 500 verdicts a second, no row moves while one has the focus, and at rest all of it equals SQL', async ({
  page,
}) => {
  const feed = new FeedWitness(page);
  await signIn(page, 'viewer', '/transactions');
  await expect(page.getByTestId('live-pill')).toHaveText('Live');
  await startFrameClock(page);

  const before = feed.changes;
  const sent = simulate();
  let rounds = 0;
  let figures = {};
  try {
    await expect.poll(() => feed.changes - before, { timeout: 60_000 }).toBeGreaterThan(CHANGES_WATCHED);
    const flowing = { changes: feed.changes, since: performance.now() };
    do {
      await expectNothingMoves(page, feed);
      await expectFollowing(page);
      rounds += 1;
    } while ((await newestPayment(page)) < LAST_ROUND_BEFORE);
    const seconds = (performance.now() - flowing.since) / 1000;
    const perSecond = Math.round((feed.changes - flowing.changes) / seconds);
    figures = {
      seconds: Math.round(seconds),
      verdictsPerSecond: perSecond,
      rounds,
      ...(await smoothnessOf(page)),
    };
  } finally {
    await sent;
  }

  await test.step('the list that was never loaded again shows what SQL has', async () => {
    await expect(async () => {
      const rows = await rowsInSight(page);
      const newest = await newestRows(rows.length);
      expect(rows.map(({ txnId }) => txnId)).toEqual(newest.map(({ txn_id }) => txn_id));
    }).toPass({ timeout: 30_000 });
  });
  await test.step('its counters count what SQL counts', async () => {
    await expect(async () => {
      expect((await countsShown(page)).byStatus).toEqual((await countsOfRows()).byStatus);
    }).toPass({ timeout: 30_000 });
  });
  await test.step('every verdict that was logged was told to the page once', async () => {
    await expect(async () => {
      expect(feed.span.to).toEqual(await chainHeads());
      expect(feed.changes).toBe(await verdictsWithin(feed.span));
    }).toPass({ timeout: 30_000 });
    expect(feed.resyncs).toBe(0);
  });
  await test.step('the overview counts what SQL counts', async () => {
    await page.getByRole('link', { name: 'Overview', exact: true }).click();
    await expect(async () => {
      expect(await countsShown(page)).toEqual(await countsOfRows());
    }).toPass({ timeout: 30_000 });
    await showTables(page);
    await expect(async () => {
      expect(await minutesShown(page)).toEqual(await minutesOfLog());
    }).toPass({ timeout: 30_000 });
  });

  test.info().annotations.push({ type: 'figures', description: JSON.stringify(figures) });
  process.stdout.write(`  live at rate: ${JSON.stringify(figures)}\n`);
});

/** The three systems, from one command. Late events come soon, as fits the short SLA of the stack under test. */
function simulate(): Promise<void> {
  const payments = `--rate ${PAYMENTS_PER_SECOND} --count ${PAYMENTS} --seed ${Date.now()} --anomalies 0.1`;
  return produce('all', ...payments.split(' '), '--sla', '5s');
}

/** A row has the focus; 200 changes later every row in sight is where it was, though what it says has changed. */
async function expectNothingMoves(page: Page, feed: FeedWitness): Promise<void> {
  await page.keyboard.press('j');
  await expect.poll(() => focusedRow(page)).not.toBeNull();
  const focused = await focusedRow(page);
  const rows = await rowsInSight(page);
  expect(rows.map(({ txnId }) => txnId)).toContain(focused);
  const changes = feed.changes;
  const said = rows.map(({ text }) => text);
  await expect.poll(() => feed.changes - changes).toBeGreaterThanOrEqual(CHANGES_WATCHED);
  await expect.poll(async () => (await rowsInSight(page)).map(({ text }) => text)).not.toEqual(said);
  await expect(page.getByRole('button', { name: /new$/ })).toBeVisible();
  expect(placesOf(await rowsInSight(page))).toEqual(placesOf(rows));
  expect(await focusedRow(page)).toBe(focused);
}

/** "." lets in what waited; the list begins with something else than before. */
async function expectFollowing(page: Page): Promise<void> {
  const [first] = await rowsInSight(page);
  await page.keyboard.press('.');
  await expect.poll(async () => (await rowsInSight(page))[0]?.txnId).not.toBe(first?.txnId);
  expect(await focusedRow(page)).toBeNull();
}

/** The simulators number their payments: "T-…-219" is number 219. */
async function newestPayment(page: Page): Promise<number> {
  const [first] = await rowsInSight(page);
  return Number(first?.txnId.split('-').at(-1));
}
