import { randomBytes } from 'node:crypto';
import type { Page } from '@playwright/test';
import { produce } from './stack.ts';

/* What a person in front of a page sees of an outage. */

export const pill = (page: Page) => page.getByTestId('live-pill');

/** How often the page was loaded since: not at all, where it goes on by itself. */
export function loadsOf(page: Page): () => number {
  let loads = 0;
  page.on('load', () => (loads += 1));
  return () => loads;
}

/** The time that the pill tells. */
export async function clockIn(page: Page): Promise<string> {
  return /\d\d:\d\d:\d\d/.exec(await pill(page).innerText())?.[0] ?? '';
}

/** Every second from one moment to another, as a clock shows it in UTC. */
export function clocks(from: number, to: number): string[] {
  const seconds = Math.floor(to / 1000) - Math.floor(from / 1000) + 1;
  return Array.from({ length: seconds }, (_, second) =>
    new Date(from + second * 1000).toISOString().slice(11, 19),
  );
}

/** The bank has INR 500.00 less than the gateway. */
export async function newMismatch(): Promise<string> {
  const txnId = `OUT-${randomBytes(5).toString('hex').toUpperCase()}`;
  await Promise.all([
    produce('gateway', '--txn', txnId, '--amount', '5000', '--status', 'SUCCESS'),
    produce('core', '--txn', txnId, '--amount', '4500', '--status', 'SUCCESS'),
  ]);
  return txnId;
}
