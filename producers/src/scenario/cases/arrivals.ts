import type { Reason } from '@tieout/core';
import type { Payment } from '../payment.ts';
import {
  bookedAndSeen,
  captured,
  confirmed,
  ifInApp,
  onMobile,
  outdone,
  posted,
  takenAndSeen,
} from '../step.ts';
import { agreed, broken, bySize, type Ending } from '../truth.ts';
import { type Case, sameWhereTwo } from './case.ts';

/** A book that says nothing leaves all of the money in doubt. */
const bookMissing = (
  payment: Payment,
  reasons: readonly [Reason, ...Reason[]],
  rest: Partial<Ending>,
): Ending =>
  broken(reasons, bySize(payment, payment.amountMinor, 'critical', 'high'), {
    atRiskMinor: payment.amountMinor,
    ...rest,
  });

/** Events that never come, or come too late. */
export const WRONG_ARRIVALS: readonly Case[] = [
  {
    name: 'never posted',
    weight: 10,
    steps: takenAndSeen,
    ending: (payment) =>
      bookMissing(payment, ['MISSING_CORE'], { atFault: 'core', discrepancyMinor: sameWhereTwo(payment) }),
  },
  {
    name: 'posted, but unknown to the gateway',
    weight: 8,
    steps: bookedAndSeen,
    ending: (payment) =>
      bookMissing(payment, ['MISSING_GATEWAY'], {
        atFault: 'gateway',
        discrepancyMinor: sameWhereTwo(payment),
      }),
  },
  {
    name: 'not seen by the app',
    weight: 14,
    suits: onMobile,
    steps: (payment) => [captured(payment), posted(payment)],
    ending: () => broken(['MISSING_MOBILE'], 'low', { atFault: 'mobile', discrepancyMinor: 0n }),
  },
  {
    name: 'confirmed in the app, unknown to both books',
    weight: 4,
    suits: onMobile,
    steps: (payment) => [confirmed(payment)],
    // Two are missing: nobody is singled out.
    ending: (payment) => bookMissing(payment, ['MISSING_CORE', 'MISSING_GATEWAY'], {}),
  },
  {
    name: 'posted, unknown to gateway and app',
    weight: 3,
    suits: onMobile,
    steps: (payment) => [posted(payment)],
    ending: (payment) => bookMissing(payment, ['MISSING_GATEWAY', 'MISSING_MOBILE'], {}),
  },
  {
    name: 'captured twice, never posted',
    weight: 3,
    steps: (payment) => [
      outdone(captured(payment)),
      captured(payment, { n: 2, shiftMs: 700, delayMs: 900 }),
      ...ifInApp(payment, confirmed),
    ],
    ending: (payment) =>
      bookMissing(payment, ['MISSING_CORE', 'DUPLICATE_EVENT'], {
        atFault: 'core',
        discrepancyMinor: sameWhereTwo(payment),
      }),
  },
  // Missing for a while, then not: the verdict heals by itself.
  {
    name: 'posted late',
    weight: 5,
    steps: (payment) => [...takenAndSeen(payment), posted(payment, { delayMs: payment.lateMs })],
    ending: agreed,
  },
  {
    name: 'captured late',
    weight: 3,
    steps: (payment) => [...bookedAndSeen(payment), captured(payment, { delayMs: payment.lateMs })],
    ending: agreed,
  },
  {
    name: 'confirmed late',
    weight: 3,
    suits: onMobile,
    steps: (payment) => [captured(payment), posted(payment), confirmed(payment, { delayMs: payment.lateMs })],
    ending: agreed,
  },
];
