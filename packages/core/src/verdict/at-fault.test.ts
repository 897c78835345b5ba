import { describe, expect, it, test } from 'vitest';
import type { SourceEvent } from '../event/event.ts';
import {
  EUR,
  MINUTE_MS,
  USD,
  appFailed,
  appReversed,
  captured,
  confirmed,
  failed,
  inTime,
  initiated,
  ledgerPending,
  ledgerReversed,
  overdue,
  posted,
  refunded,
  rejected,
} from '../testing/payment.ts';

const viaApp = { channel: 'MOBILE' } as const;

describe('the source that is missing', () => {
  test.each<[events: SourceEvent[], source: string | null]>([
    [[captured()], 'core'],
    [[posted()], 'gateway'],
    [[posted(viaApp), captured(viaApp)], 'mobile'],
    [[confirmed()], null],
    [[posted(viaApp), captured({ ...viaApp, amount: 1n })], 'mobile'],
  ])('is at fault if it is the only one: case %#', (events, source) => {
    expect(overdue(...events).atFault).toBe(source);
  });

  it('is not at fault before its deadline', () => {
    expect(inTime(posted(viaApp), captured({ ...viaApp, amount: 1n }))).toMatchObject({
      missing: ['mobile'],
      atFault: null,
    });
  });
});

describe('the one against two equal ones', () => {
  test.each<[what: string, events: SourceEvent[], source: string | null]>([
    ['core alone failed', [rejected(), captured(), confirmed()], 'core'],
    ['gateway alone failed', [posted(), failed(), confirmed()], 'gateway'],
    ['the app alone failed', [posted(), captured(), appFailed()], 'mobile'],
    ['core alone succeeded', [posted(), failed(), appFailed()], 'core'],
    ['failed and reversed count as one effect', [posted(), refunded(), appFailed()], 'core'],
    ['so they do with the app reversed', [rejected(), captured(), appReversed()], 'gateway'],
    ['another currency', [posted({ currency: USD }), captured(), confirmed()], 'core'],
    ['another currency in the gateway', [posted(), captured({ currency: USD }), confirmed()], 'gateway'],
    ['another currency in the app', [posted(), captured(), confirmed({ currency: USD })], 'mobile'],
    ['another amount', [posted({ amount: 1n }), captured(), confirmed()], 'core'],
    ['another amount in the gateway', [posted(), captured({ amount: 1n }), confirmed()], 'gateway'],
    ['another amount in the app', [posted(), captured(), confirmed({ amount: 1n })], 'mobile'],
    ['an amount off within the FX band', [posted(), captured({ amount: 500_001n }), confirmed()], 'gateway'],
    ['effect before amount', [posted({ amount: 1n }), captured(), appFailed()], 'mobile'],
    ['effect before currency', [posted({ currency: USD }), captured(), appFailed()], 'mobile'],
    ['currency before amount', [posted({ amount: 1n }), captured({ currency: USD }), confirmed()], 'gateway'],
    ['reversed in two, amounts apart', [ledgerReversed({ amount: 1n }), refunded(), appReversed()], 'core'],
    ['three amounts', [posted({ amount: 1n }), captured({ amount: 9000n }), confirmed()], null],
    ['three currencies', [posted({ currency: USD }), captured({ currency: EUR }), confirmed()], null],
    [
      'three currencies, two equal figures',
      [posted({ currency: USD }), captured({ currency: EUR }), confirmed({ amount: 1n })],
      null,
    ],
    ['an app that saw success takes no part against a refund', [posted(), refunded(), confirmed()], null],
    ['nor against a ledger reversal', [ledgerReversed(), captured(), confirmed()], null],
    [
      'nor where both reversed and amounts differ',
      [ledgerReversed({ amount: 1n }), refunded(), confirmed()],
      null,
    ],
    ['only two legs', [posted(), failed()], null],
    ['a third that is pending', [posted(), captured({ amount: 1n }), initiated()], null],
    ['a pending core', [ledgerPending(), captured(), appFailed()], null],
  ])('%s', (_, events, source) => {
    expect(overdue(...events).atFault).toBe(source);
  });

  it('is named only where figures or outcomes disagree', () => {
    const duplicate = overdue(posted(), captured({ id: 'a' }), captured({ id: 'b' }), confirmed());
    expect(duplicate).toMatchObject({ reasons: ['DUPLICATE_EVENT'], atFault: null });
    const clock = overdue(
      posted(),
      captured({ eventAt: 6 * MINUTE_MS, amount: 500_000n }),
      confirmed({ amount: 500_000n }),
    );
    expect(clock).toMatchObject({ reasons: ['TIMESTAMP_MISMATCH'], atFault: null });
    expect(overdue(posted(), captured(), confirmed()).atFault).toBeNull();
  });

  it('is not named for failures whose amounts differ', () => {
    const events = [
      rejected({ amount: 1n }),
      failed(),
      appFailed(),
      failed({ id: 'x', eventAt: 0, amount: 500_000n }),
      failed({ id: 'x', amount: 7n }),
    ];
    expect(overdue(...events)).toMatchObject({ reasons: ['CONFLICTING_EVENT'], atFault: null });
  });
});
