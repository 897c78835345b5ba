import type { Payment } from '../payment.ts';
import {
  authorised,
  begun,
  bookedAndSeen,
  captured,
  confirmed,
  declined,
  failedInApp,
  ifInApp,
  ledgerReversed,
  onMobile,
  outdone,
  posted,
  postingPending,
  refunded,
  rejected,
  takenAndSeen,
} from '../step.ts';
import { broken, bySize, type Ending } from '../truth.ts';
import { type Case, MINUTE_MS, sameWhereTwo } from './case.ts';

/** One book says that the money moved, the other that it did not: all of it is at risk. */
const booksClash = (payment: Payment, rest: Partial<Ending>): Ending =>
  broken(['STATUS_MISMATCH'], bySize(payment, payment.amountMinor, 'critical', 'high'), {
    atRiskMinor: payment.amountMinor,
    ...rest,
  });

/** The app knows nothing of a reversal, so it takes no side. */
const reversedInOne = (payment: Payment): Ending =>
  booksClash(payment, { discrepancyMinor: sameWhereTwo(payment) });

/** Sources that disagree on what became of the payment, or never say. */
export const WRONG_OUTCOMES: readonly Case[] = [
  {
    name: 'captured but rejected by the ledger',
    weight: 8,
    steps: (payment) => [...takenAndSeen(payment), rejected(payment)],
    ending: (payment) =>
      booksClash(payment, {
        atFault: onMobile(payment) ? 'core' : null,
        discrepancyMinor: sameWhereTwo(payment),
      }),
  },
  {
    name: 'declined but posted in the ledger',
    weight: 5,
    steps: (payment) => [declined(payment), posted(payment), ...ifInApp(payment, failedInApp)],
    ending: (payment) => booksClash(payment, { atFault: onMobile(payment) ? 'core' : null }),
  },
  {
    name: 'refunded by the gateway only',
    weight: 6,
    steps: (payment) => [
      ...bookedAndSeen(payment),
      outdone(captured(payment)),
      refunded(payment, { n: 2, shiftMs: MINUTE_MS, delayMs: 2_000 }),
    ],
    ending: reversedInOne,
  },
  {
    name: 'reversed in the ledger only',
    weight: 5,
    steps: (payment) => [
      ...takenAndSeen(payment),
      outdone(posted(payment)),
      ledgerReversed(payment, { n: 2, shiftMs: MINUTE_MS, delayMs: 2_000 }),
    ],
    ending: reversedInOne,
  },
  {
    name: 'failed in the app, settled in the books',
    weight: 5,
    suits: onMobile,
    steps: (payment) => [captured(payment), posted(payment), failedInApp(payment)],
    ending: () => broken(['STATUS_MISMATCH'], 'medium', { atFault: 'mobile', discrepancyMinor: 0n }),
  },
  {
    name: 'confirmed in the app, declined in the books',
    weight: 5,
    suits: onMobile,
    steps: (payment) => [declined(payment), rejected(payment), confirmed(payment)],
    ending: () => broken(['STATUS_MISMATCH'], 'medium', { atFault: 'mobile' }),
  },
  {
    name: 'stuck in the ledger',
    weight: 6,
    steps: (payment) => [...takenAndSeen(payment), postingPending(payment)],
    ending: (payment) =>
      broken(['STUCK_PENDING'], 'medium', {
        discrepancyMinor: sameWhereTwo(payment),
        atRiskMinor: payment.amountMinor,
      }),
  },
  {
    name: 'posted, but never captured',
    weight: 4,
    steps: (payment) => [...bookedAndSeen(payment), authorised(payment)],
    ending: (payment) =>
      broken(['STUCK_PENDING'], 'medium', {
        discrepancyMinor: sameWhereTwo(payment),
        atRiskMinor: payment.amountMinor,
      }),
  },
  {
    name: 'authorised, never captured',
    weight: 5,
    // No money moved, so nobody else is expected; the gateway has had its time all the same.
    steps: (payment) => [authorised(payment), ...ifInApp(payment, begun)],
    ending: (payment) => broken(['STUCK_PENDING'], 'medium', { atRiskMinor: payment.amountMinor }),
  },
];
