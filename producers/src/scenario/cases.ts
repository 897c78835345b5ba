import { minorPerMajor, type Reason, type VerdictStatus } from '@tieout/core';
import { coreEvent, gatewayEvent, mobileEvent, type ScenarioEvent, type Telling } from './event.ts';
import { currencyNamed, type Payment } from './payment.ts';

/** What the verdict must be once every event has arrived and every deadline has passed; known because the case was built that way. */
export interface Truth {
  readonly status: VerdictStatus;
  readonly reasons: readonly Reason[];
}

/** One way a payment may go. Adding one is adding it to a list below: it then takes part in the workload and in its tests. */
export interface Case {
  readonly name: string;
  readonly weight: number;
  /** Whether this may happen to this payment; another case is drawn where not. */
  readonly suits?: (payment: Payment) => boolean;
  readonly events: (payment: Payment) => ScenarioEvent[];
  readonly truth: Truth;
}

const MATCHED: Truth = { status: 'MATCHED', reasons: [] };
const CLOSED: Truth = { status: 'CLOSED', reasons: [] };
const broken = (...reasons: Reason[]): Truth => ({ status: 'MISMATCHED', reasons });

const onMobile = ({ channel }: Payment): boolean => channel === 'MOBILE';
const MINUTE_MS = 60_000;
/** Past the deadline of the usual SLA of a minute. */
const LATE_MS = 75_000;

/** The app tells of a payment only where it was made in the app. */
function witness(
  payment: Payment,
  type: 'PAYMENT_CONFIRMED' | 'PAYMENT_FAILED' = 'PAYMENT_CONFIRMED',
  telling: Telling = {},
): ScenarioEvent[] {
  const status = type === 'PAYMENT_FAILED' ? 'FAILED' : 'SUCCESS';
  return onMobile(payment) ? [mobileEvent(payment, type, { status, ...telling })] : [];
}

/** Captured and seen by the app; what the ledger says is the case's own. */
const captured = (payment: Payment): ScenarioEvent[] => [
  gatewayEvent(payment, 'PAYMENT_CAPTURED'),
  ...witness(payment),
];
/** Captured, posted, seen: as it should be. */
const settled = (payment: Payment): ScenarioEvent[] => [
  ...captured(payment),
  coreEvent(payment, 'LEDGER_POSTED'),
];

/** How payments go when nothing is wrong. */
export const ORDINARY: readonly Case[] = [
  { name: 'settled', weight: 800, events: settled, truth: MATCHED },
  {
    name: 'authorised first',
    weight: 80,
    events: (payment) => [
      gatewayEvent(payment, 'PAYMENT_AUTHORIZED', { n: 2, shiftMs: -2_000, delayMs: 5 }),
      ...settled(payment),
    ],
    truth: MATCHED,
  },
  {
    name: 'declined',
    weight: 35,
    events: (payment) => [
      gatewayEvent(payment, 'PAYMENT_FAILED', { status: 'FAILED' }),
      coreEvent(payment, 'LEDGER_REJECTED', { status: 'FAILED' }),
      ...witness(payment, 'PAYMENT_FAILED'),
    ],
    truth: MATCHED,
  },
  {
    name: 'declined, then paid at the second try',
    weight: 20,
    events: (payment) => [
      gatewayEvent(payment, 'PAYMENT_FAILED', { status: 'FAILED', n: 2, shiftMs: -9_000, delayMs: 5 }),
      ...settled(payment),
    ],
    truth: MATCHED,
  },
  {
    name: 'refunded in both books',
    weight: 20,
    events: (payment) => [
      ...settled(payment),
      gatewayEvent(payment, 'PAYMENT_REFUNDED', {
        status: 'REVERSED',
        n: 2,
        shiftMs: MINUTE_MS,
        delayMs: 2_000,
      }),
      coreEvent(payment, 'LEDGER_REVERSED', { status: 'REVERSED', n: 2, shiftMs: MINUTE_MS, delayMs: 3_000 }),
    ],
    truth: MATCHED,
  },
  {
    name: 'sent twice',
    weight: 15,
    events: (payment) => [...settled(payment), gatewayEvent(payment, 'PAYMENT_CAPTURED', { delayMs: 1_500 })],
    truth: MATCHED,
  },
  {
    name: 'posted at the branch',
    weight: 20,
    events: (payment) => [coreEvent({ ...payment, channel: 'BRANCH' }, 'LEDGER_POSTED')],
    truth: CLOSED,
  },
  {
    name: 'abandoned in the app',
    weight: 10,
    suits: onMobile,
    events: (payment) => [mobileEvent(payment, 'PAYMENT_INITIATED')],
    truth: CLOSED,
  },
];

/** How they go wrong. */
export const ANOMALIES: readonly Case[] = [
  {
    name: 'another amount in the ledger',
    weight: 16,
    events: (payment) => [
      ...captured(payment),
      coreEvent(payment, 'LEDGER_POSTED', { amountMinor: shortOf(payment) }),
    ],
    truth: broken('AMOUNT_MISMATCH'),
  },
  {
    name: 'fee taken off in the ledger',
    weight: 6,
    suits: ({ feeMinor, currency }) => feeMinor > minorPerMajor(currency),
    events: (payment) => [
      ...captured(payment),
      coreEvent(payment, 'LEDGER_POSTED', { amountMinor: payment.amountMinor - payment.feeMinor }),
    ],
    truth: broken('AMOUNT_MISMATCH'),
  },
  {
    name: 'minor units taken for major ones',
    weight: 3,
    suits: ({ currency }) => minorPerMajor(currency) > 1n,
    events: (payment) => [
      ...captured(payment),
      coreEvent(payment, 'LEDGER_POSTED', {
        amountMinor: payment.amountMinor * minorPerMajor(payment.currency),
      }),
    ],
    truth: broken('AMOUNT_MISMATCH'),
  },
  {
    name: 'a rounding difference',
    weight: 12,
    events: (payment) => [
      ...captured(payment),
      coreEvent(payment, 'LEDGER_POSTED', { amountMinor: payment.amountMinor + 1n }),
    ],
    truth: broken('FX_ADJUSTMENT'),
  },
  {
    name: 'captured but rejected by the ledger',
    weight: 8,
    events: (payment) => [...captured(payment), coreEvent(payment, 'LEDGER_REJECTED', { status: 'FAILED' })],
    truth: broken('STATUS_MISMATCH'),
  },
  {
    name: 'refunded by the gateway only',
    weight: 5,
    events: (payment) => [
      ...settled(payment),
      gatewayEvent(payment, 'PAYMENT_REFUNDED', {
        status: 'REVERSED',
        n: 2,
        shiftMs: MINUTE_MS,
        delayMs: 2_000,
      }),
    ],
    truth: broken('STATUS_MISMATCH'),
  },
  {
    name: 'another currency in the ledger',
    weight: 4,
    events: (payment) => [
      ...captured(payment),
      coreEvent(payment, 'LEDGER_POSTED', {
        currency: currencyNamed(payment.currency === 'USD' ? 'EUR' : 'USD'),
      }),
    ],
    truth: broken('CURRENCY_MISMATCH'),
  },
  {
    name: 'booked in another time zone',
    weight: 6,
    // India's five and a half hours, the classic.
    events: (payment) => [
      ...captured(payment),
      coreEvent(payment, 'LEDGER_POSTED', { shiftMs: 330 * MINUTE_MS }),
    ],
    truth: broken('TIMESTAMP_MISMATCH'),
  },
  { name: 'never posted', weight: 12, events: captured, truth: broken('MISSING_CORE') },
  {
    name: 'posted, but unknown to the gateway',
    weight: 8,
    events: (payment) => [coreEvent(payment, 'LEDGER_POSTED'), ...witness(payment)],
    truth: broken('MISSING_GATEWAY'),
  },
  {
    name: 'not seen by the app',
    weight: 8,
    suits: onMobile,
    events: (payment) => [gatewayEvent(payment, 'PAYMENT_CAPTURED'), coreEvent(payment, 'LEDGER_POSTED')],
    truth: broken('MISSING_MOBILE'),
  },
  {
    name: 'posted late',
    weight: 6,
    // Missing for a while, then not: the verdict heals by itself.
    events: (payment) => [...captured(payment), coreEvent(payment, 'LEDGER_POSTED', { delayMs: LATE_MS })],
    truth: MATCHED,
  },
  {
    name: 'captured twice',
    weight: 7,
    events: (payment) => [
      ...settled(payment),
      gatewayEvent(payment, 'PAYMENT_CAPTURED', { n: 2, shiftMs: 700, delayMs: 900 }),
    ],
    truth: broken('DUPLICATE_EVENT'),
  },
  {
    name: 'told differently under the same id',
    weight: 3,
    // The smaller telling loses the tie, so the legs still agree.
    events: (payment) => [
      ...settled(payment),
      gatewayEvent(payment, 'PAYMENT_CAPTURED', { amountMinor: payment.amountMinor / 2n, delayMs: 900 }),
    ],
    truth: broken('CONFLICTING_EVENT'),
  },
  {
    name: 'stuck in the ledger',
    weight: 5,
    events: (payment) => [...captured(payment), coreEvent(payment, 'LEDGER_POSTED', { status: 'PENDING' })],
    truth: broken('STUCK_PENDING'),
  },
  {
    name: 'authorised, never captured',
    weight: 4,
    suits: (payment) => !onMobile(payment),
    events: (payment) => [gatewayEvent(payment, 'PAYMENT_AUTHORIZED')],
    truth: broken('STUCK_PENDING'),
  },
];

/** Ten percent off, and always more than a rounding difference. */
function shortOf({ amountMinor, currency }: Payment): bigint {
  const least = minorPerMajor(currency) + 1n;
  const tenth = amountMinor / 10n;
  const off = tenth > least ? tenth : least;
  return amountMinor > off ? amountMinor - off : amountMinor + off;
}
