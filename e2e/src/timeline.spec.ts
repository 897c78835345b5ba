import { randomBytes } from 'node:crypto';
import { expect, test, type Page } from '@playwright/test';
import { askFor, rowOf, timelineOf } from './evidence.ts';
import { signIn } from './sign-in.ts';
import { produce } from './stack.ts';

const newId = (name: string): string => `${name}-${randomBytes(5).toString('hex').toUpperCase()}`;
const settled = (source: string, txnId: string, amount: string, ...more: string[]): Promise<void> =>
  produce(source, '--txn', txnId, '--amount', amount, '--status', 'SUCCESS', ...more);
const verdict = (txnId: string) => expect.poll(() => rowOf(txnId), { timeout: 45_000 });

/** The page's timeline, oldest first. */
async function timelineOn(page: Page, txnId: string) {
  await signIn(page, 'viewer', `/transactions/${txnId}`);
  // Not the reasons within an entry, which are a list as well.
  return page.getByRole('region', { name: 'Timeline' }).locator('> ol > li');
}

test('a third leg that comes late heals the break by itself, and the timeline says that it came late', async ({
  page,
}) => {
  const id = newId('LATE');
  await settled('core', id, '5000', '--channel', 'MOBILE');
  await settled('gateway', id, '5000', '--channel', 'MOBILE');
  await verdict(id).toEqual({ state: 'MISMATCHED', reasons: ['MISSING_MOBILE'] });
  await settled('mobile', id, '5000');
  await verdict(id).toEqual({ state: 'MATCHED', reasons: [] });
  expect((await timelineOf(id)).at(-1)).toMatchObject({
    kind: 'verdict',
    status: 'MATCHED',
    previous_status: 'MISMATCHED',
    removed: ['MISSING_MOBILE'],
    late_arrival: ['mobile'],
  });
  const last = (await timelineOn(page, id)).last();
  await expect(last).toContainText('Matched');
  await expect(last).toContainText('App came late');
});

test('a resolution is reopened by a second settlement, long after the payment was closed; the timeline tells it all', async ({
  page,
}) => {
  const id = newId('AGAIN');
  await settled('gateway', id, '5000');
  await settled('core', id, '4500');
  await verdict(id).toEqual({ state: 'MISMATCHED', reasons: ['AMOUNT_MISMATCH'] });
  await askFor(id, 'resolve', { code: 'ACCEPTED', note: 'seen and accepted' });
  await verdict(id).toEqual({ state: 'RESOLVED', reasons: ['AMOUNT_MISMATCH'] });
  await settled('gateway', id, '5000');
  await verdict(id).toEqual({ state: 'MISMATCHED', reasons: ['AMOUNT_MISMATCH', 'DUPLICATE_EVENT'] });
  const told = await timelineOf(id);
  expect(told.slice(-3)).toMatchObject([
    { kind: 'verdict', status: 'RESOLVED', previous_status: 'MISMATCHED' },
    { kind: 'event', source: 'gateway' },
    { kind: 'verdict', status: 'MISMATCHED', previous_status: 'RESOLVED', added: ['DUPLICATE_EVENT'] },
  ]);
  expect(told.at(-4)).toMatchObject({ kind: 'action', action: 'RESOLVE', actor: 'user:operator' });
  const entries = await timelineOn(page, id);
  await expect(entries.last()).toContainText('Resolved');
  await expect(entries.last()).toContainText('Mismatched');
  await expect(entries.last()).toContainText('Duplicate');
});
