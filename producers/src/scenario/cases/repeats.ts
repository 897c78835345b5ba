import { EVENTS_MAX, type Hint } from '@tieout/core';
import type { Payment } from '../payment.ts';
import {
  bookedAndSeen,
  captured,
  confirmed,
  declined,
  ifInApp,
  ledgerReversed,
  onMobile,
  outdone,
  posted,
  refunded,
  settled,
  type Step,
  takenAndSeen,
} from '../step.ts';
import { broken, bySize, type Ending } from '../truth.ts';
import { type Case, MINUTE_MS } from './case.ts';

const AGAIN = { n: 2, shiftMs: 700, delayMs: 900 } as const;

/** The money moved twice: once too often. */
const movedTwice = (payment: Payment, hints: readonly Hint[] = []): Ending =>
  broken(['DUPLICATE_EVENT'], bySize(payment, payment.amountMinor, 'critical', 'high'), {
    discrepancyMinor: 0n,
    atRiskMinor: payment.amountMinor,
    hints,
  });

/** A book contradicts itself, though what stands agrees with the others. */
const contradicted = ({ amountMinor: atRiskMinor }: Payment): Ending =>
  broken(['CONFLICTING_EVENT'], 'high', { discrepancyMinor: 0n, atRiskMinor });

/** A source that repeats or contradicts itself. */
export const WRONG_REPEATS: readonly Case[] = [
  {
    name: 'captured twice',
    weight: 6,
    steps: (payment) => [...bookedAndSeen(payment), outdone(captured(payment)), captured(payment, AGAIN)],
    ending: (payment) => movedTwice(payment),
  },
  {
    name: 'posted twice',
    weight: 5,
    steps: (payment) => [...takenAndSeen(payment), outdone(posted(payment)), posted(payment, AGAIN)],
    ending: (payment) => movedTwice(payment),
  },
  {
    name: 'captured again as an exact copy under another id',
    weight: 4,
    // Nothing tells the copies apart but the id: the greater one stands.
    steps: (payment) => [
      ...bookedAndSeen(payment),
      outdone(captured(payment)),
      captured(payment, { n: 2, delayMs: 900 }),
    ],
    ending: (payment) => movedTwice(payment, ['IDENTICAL_COPY']),
  },
  {
    name: 'refunded twice',
    weight: 4,
    steps: (payment) => [
      outdone(captured(payment)),
      outdone(posted(payment)),
      ...ifInApp(payment, confirmed),
      ledgerReversed(payment, { n: 2, shiftMs: MINUTE_MS, delayMs: 2_000 }),
      outdone(refunded(payment, { n: 2, shiftMs: MINUTE_MS, delayMs: 2_500 })),
      refunded(payment, { n: 3, shiftMs: 2 * MINUTE_MS, delayMs: 3_000 }),
    ],
    ending: (payment) => movedTwice(payment),
  },
  {
    name: 'told differently under the same id',
    weight: 5,
    // Of two contents the greater amount stands, so the legs still agree.
    steps: (payment) => [
      ...settled(payment),
      outdone(captured(payment, { amountMinor: payment.amountMinor / 2n, delayMs: 900 })),
    ],
    ending: contradicted,
  },
  {
    name: 'told differently by the app under the same id',
    weight: 3,
    suits: onMobile,
    steps: (payment) => [
      ...settled(payment),
      outdone(confirmed(payment, { amountMinor: payment.amountMinor / 2n, delayMs: 900 })),
    ],
    // The app keeps no accounts: no money is at risk.
    ending: () => broken(['CONFLICTING_EVENT'], 'high', { discrepancyMinor: 0n }),
  },
  {
    name: 'a failure dated after the success',
    weight: 5,
    steps: (payment) => [
      ...settled(payment),
      outdone(declined(payment, { n: 2, shiftMs: 5_000, delayMs: 1_200 })),
    ],
    ending: contradicted,
  },
  {
    name: 'one posting told over and over, dated anew each time',
    weight: 8,
    steps: restless,
    ending: ({ amountMinor: atRiskMinor }) =>
      broken(['CONFLICTING_EVENT', 'TOO_MANY_EVENTS'], 'high', { atRiskMinor }),
  },
];

/**
 * More tellings than a transaction keeps. All under one id and from one source, at a branch, where nobody else is expected: so whichever of
 * them are left out, the same leg stands.
 */
function restless(payment: Payment): Step[] {
  const branch: Payment = { ...payment, channel: 'BRANCH' };
  const tellings = EVENTS_MAX + 1 + payment.random.between(0, 4);
  return Array.from({ length: tellings }, (_, i) => {
    const step = posted(branch, { shiftMs: i * 1_000, delayMs: i * 10 });
    return i === 0 ? step : outdone(step);
  });
}
