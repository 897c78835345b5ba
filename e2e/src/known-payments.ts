import { randomBytes } from 'node:crypto';
import { expect } from '@playwright/test';
import { lyingAt, rowOf } from './evidence.ts';
import { sendRaw } from './raw-record.ts';
import { produce } from './stack.ts';

/** What pages need to have something to show. */
export interface KnownPayments {
  /** The bank has INR 500.00 less than the gateway. */
  readonly broken: string;
  /** Where the record lies that no schema can read: the id of its dead letter. */
  readonly letter: string;
}

export async function knownPayments(): Promise<KnownPayments> {
  const broken = `SEEN-${randomBytes(5).toString('hex').toUpperCase()}`;
  const { partition, offset } = await sendRaw('core_txns', broken, Buffer.from('not a payment', 'utf8'));
  await produce('gateway', '--txn', broken, '--amount', '5000', '--status', 'SUCCESS');
  await produce('core', '--txn', broken, '--amount', '4500', '--status', 'SUCCESS');
  await expect.poll(() => rowOf(broken)).toEqual({ state: 'MISMATCHED', reasons: ['AMOUNT_MISMATCH'] });
  // Behind it on its partition: the broken record has been read as well.
  expect(await lyingAt(broken, 'core')).toMatchObject({ partition });
  return { broken, letter: `core_txns:${partition}:${offset}` };
}
