import { type Payment } from '../payment.ts';
import {
  authorised,
  begun,
  captured,
  confirmed,
  declined,
  elsewhere,
  failedInApp,
  ifInApp,
  ledgerReversed,
  onMobile,
  outdone,
  posted,
  postingPending,
  refunded,
  refundFailed,
  rejected,
  settled,
  takenAndSeen,
  voided,
} from '../step.ts';
import { agreed, closed, matched } from '../truth.ts';
import { type Case, MINUTE_MS } from './case.ts';

/** A reversal comes a while after the payment, and may come under its id. */
const REVERSAL = { n: 2, shiftMs: MINUTE_MS } as const;

const atBranch = (payment: Payment): Payment => ({ ...payment, channel: 'BRANCH' });

/** How payments go when nothing is wrong. */
export const ORDINARY: readonly Case[] = [
  { name: 'settled', weight: 780, steps: settled, ending: agreed },
  {
    name: 'authorised first',
    weight: 80,
    steps: (payment) => [
      outdone(authorised(payment, { n: 2, shiftMs: -2_000, delayMs: 5 })),
      ...settled(payment),
    ],
    ending: agreed,
  },
  {
    name: 'begun in the app, then paid',
    weight: 25,
    suits: onMobile,
    steps: (payment) => [
      outdone(begun(payment, { n: 2, shiftMs: -8_000, delayMs: 0 })),
      captured(payment, { delayMs: 1_500 }),
      posted(payment, { delayMs: 2_500 }),
      confirmed(payment, { delayMs: 2_000 }),
    ],
    ending: agreed,
  },
  {
    name: 'reserved in the ledger, then posted',
    weight: 20,
    steps: (payment) => [
      ...takenAndSeen(payment),
      outdone(postingPending(payment, { n: 2, shiftMs: -1_000, delayMs: 100 })),
      posted(payment, { delayMs: 2_000 }),
    ],
    ending: agreed,
  },
  {
    name: 'declined',
    weight: 35,
    steps: (payment) => [declined(payment), rejected(payment), ...ifInApp(payment, failedInApp)],
    // Refusals agree, and no amounts are compared: no money moved.
    ending: () => matched({ discrepancyMinor: null }),
  },
  {
    name: 'declined, then paid at the second try',
    weight: 20,
    steps: (payment) => [
      outdone(declined(payment, { n: 2, shiftMs: -9_000, delayMs: 5 })),
      ...settled(payment),
    ],
    ending: agreed,
  },
  {
    name: 'refunded in both books',
    weight: 20,
    steps: (payment) => [
      ...settled(payment).map((step) => (step.event.source === 'mobile' ? step : outdone(step))),
      refunded(payment, { ...REVERSAL, delayMs: 2_000 }),
      ledgerReversed(payment, { ...REVERSAL, delayMs: 3_000 }),
    ],
    ending: agreed,
  },
  {
    name: 'refused by the ledger, so refunded',
    weight: 8,
    steps: (payment) => [
      outdone(captured(payment)),
      rejected(payment),
      ...ifInApp(payment, failedInApp),
      refunded(payment, { ...REVERSAL, delayMs: 2_000 }),
    ],
    // Refused and reversed agree: nothing stands. Only one leg is REVERSED, so nothing is compared.
    ending: () => matched({ discrepancyMinor: null }),
  },
  {
    name: 'a refund that failed',
    weight: 8,
    steps: (payment) => [...settled(payment), refundFailed(payment, { ...REVERSAL, delayMs: 2_000 })],
    ending: agreed,
  },
  {
    name: 'sent twice',
    weight: 15,
    steps: (payment) => [...settled(payment), outdone(captured(payment, { delayMs: 1_500 }))],
    ending: agreed,
  },
  {
    name: 'posted at the branch',
    weight: 20,
    steps: (payment) => [posted(atBranch(payment))],
    ending: closed,
  },
  {
    name: 'abandoned in the app',
    weight: 10,
    suits: onMobile,
    steps: (payment) => [begun(payment)],
    ending: closed,
  },
  {
    name: 'declined before the ledger heard of it',
    weight: 10,
    suits: elsewhere,
    steps: (payment) => [declined(payment)],
    ending: closed,
  },
  {
    name: 'authorised, then voided',
    weight: 8,
    suits: elsewhere,
    steps: (payment) => [
      outdone(authorised(payment)),
      voided(payment, { n: 2, shiftMs: 5_000, delayMs: 2_000 }),
    ],
    ending: closed,
  },
];
