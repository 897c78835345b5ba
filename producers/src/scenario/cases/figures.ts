import { type Currency, minorPerMajor } from '@tieout/core';
import { currencyNamed, type Payment } from '../payment.ts';
import { bookedAndSeen, captured, confirmed, onMobile, posted, takenAndSeen } from '../step.ts';
import { broken, bySize, type Ending } from '../truth.ts';
import { type Case, MINUTE_MS } from './case.ts';

/** Time zones a ledger may take for UTC, minutes: India's five and a half hours, the classic, among them. */
const ZONES = [330, 60, -300, 480, -480, 540, 720].map((value) => ({ weight: 1, value }));
/** Clocks run off by this many minutes; never near a half hour, which would look like a time zone. */
const CLOCK_OFF_MINUTES = [6, 25] as const;

/** Where app and gateway say the same, a ledger that does not stands alone. */
const ledgerStandsAlone = (payment: Payment) => (onMobile(payment) ? 'core' : null);
const gatewayStandsAlone = (payment: Payment) => (onMobile(payment) ? 'gateway' : null);

const amountsDiffer = (payment: Payment, byMinor: bigint, rest: Partial<Ending>): Ending =>
  broken(['AMOUNT_MISMATCH'], bySize(payment, byMinor, 'high', 'medium'), {
    discrepancyMinor: byMinor,
    atRiskMinor: byMinor,
    ...rest,
  });

/** Amounts, currencies and times that differ between sources that agree that the money moved. */
export const WRONG_FIGURES: readonly Case[] = [
  {
    name: 'another amount in the ledger',
    weight: 14,
    steps: (payment) => [...takenAndSeen(payment), posted(payment, { amountMinor: otherAmount(payment) })],
    ending: (payment) =>
      amountsDiffer(payment, distance(payment.amountMinor, otherAmount(payment)), {
        atFault: ledgerStandsAlone(payment),
      }),
  },
  {
    name: 'another amount at the gateway',
    weight: 6,
    steps: (payment) => [...bookedAndSeen(payment), captured(payment, { amountMinor: otherAmount(payment) })],
    ending: (payment) =>
      amountsDiffer(payment, distance(payment.amountMinor, otherAmount(payment)), {
        atFault: gatewayStandsAlone(payment),
      }),
  },
  {
    name: 'another amount in the app',
    weight: 4,
    suits: onMobile,
    steps: (payment) => [
      captured(payment),
      posted(payment),
      confirmed(payment, { amountMinor: otherAmount(payment) }),
    ],
    ending: (payment) =>
      amountsDiffer(payment, distance(payment.amountMinor, otherAmount(payment)), { atFault: 'mobile' }),
  },
  {
    name: 'fee taken off in the ledger',
    weight: 6,
    suits: ({ feeMinor, currency }) => feeMinor > minorPerMajor(currency),
    steps: (payment) => [
      ...takenAndSeen(payment),
      posted(payment, { amountMinor: payment.amountMinor - payment.feeMinor }),
    ],
    ending: (payment) =>
      amountsDiffer(payment, payment.feeMinor, { atFault: ledgerStandsAlone(payment), hints: ['FEE_SIZED'] }),
  },
  {
    name: 'a fee of pennies taken off in the ledger',
    weight: 4,
    suits: ({ feeMinor, currency }) => feeMinor > 0n && feeMinor <= minorPerMajor(currency),
    steps: (payment) => [
      ...takenAndSeen(payment),
      posted(payment, { amountMinor: payment.amountMinor - payment.feeMinor }),
    ],
    ending: (payment) =>
      broken(['FX_ADJUSTMENT'], 'low', {
        atFault: ledgerStandsAlone(payment),
        hints: ['FEE_SIZED'],
        discrepancyMinor: payment.feeMinor,
        atRiskMinor: payment.feeMinor,
      }),
  },
  {
    name: 'minor units taken for major ones',
    weight: 4,
    suits: ({ currency }) => minorPerMajor(currency) > 1n,
    steps: (payment) => [
      ...takenAndSeen(payment),
      posted(payment, { amountMinor: payment.amountMinor * minorPerMajor(payment.currency) }),
    ],
    ending: (payment) =>
      amountsDiffer(payment, payment.amountMinor * (minorPerMajor(payment.currency) - 1n), {
        atFault: ledgerStandsAlone(payment),
        hints: ['MINOR_UNIT_SLIP'],
      }),
  },
  {
    name: 'a zero too many at the gateway',
    weight: 3,
    steps: (payment) => [
      ...bookedAndSeen(payment),
      captured(payment, { amountMinor: payment.amountMinor * 10n }),
    ],
    ending: (payment) =>
      amountsDiffer(payment, payment.amountMinor * 9n, {
        atFault: gatewayStandsAlone(payment),
        hints: ['MINOR_UNIT_SLIP'],
      }),
  },
  {
    name: 'a rounding difference',
    weight: 10,
    steps: (payment) => [
      ...takenAndSeen(payment),
      posted(payment, { amountMinor: payment.amountMinor + 1n }),
    ],
    ending: (payment) =>
      broken(['FX_ADJUSTMENT'], 'low', {
        atFault: ledgerStandsAlone(payment),
        discrepancyMinor: 1n,
        atRiskMinor: 1n,
      }),
  },
  {
    name: 'another currency in the ledger',
    weight: 6,
    steps: (payment) => [...takenAndSeen(payment), posted(payment, { currency: otherCurrency(payment) })],
    // The row is in the ledger's currency, and so is the amount at risk.
    ending: (payment) =>
      broken(['CURRENCY_MISMATCH'], 'high', {
        atFault: ledgerStandsAlone(payment),
        atRiskMinor: payment.amountMinor,
      }),
  },
  {
    name: 'another currency at the gateway',
    weight: 4,
    steps: (payment) => [...bookedAndSeen(payment), captured(payment, { currency: otherCurrency(payment) })],
    ending: (payment) =>
      broken(['CURRENCY_MISMATCH'], 'high', {
        atFault: gatewayStandsAlone(payment),
        atRiskMinor: payment.amountMinor,
      }),
  },
  {
    name: 'booked in another time zone',
    weight: 6,
    steps: (payment) => [
      ...takenAndSeen(payment),
      posted(payment, { shiftMs: payment.random.pick(ZONES) * MINUTE_MS }),
    ],
    ending: () => broken(['TIMESTAMP_MISMATCH'], 'low', { hints: ['TIMEZONE_SIZED'], discrepancyMinor: 0n }),
  },
  {
    name: 'booked by a clock that is off',
    weight: 4,
    steps: (payment) => [
      ...takenAndSeen(payment),
      posted(payment, { shiftMs: payment.random.between(...CLOCK_OFF_MINUTES) * MINUTE_MS }),
    ],
    ending: () => broken(['TIMESTAMP_MISMATCH'], 'low', { discrepancyMinor: 0n }),
  },
  {
    name: 'another amount, in another time zone',
    weight: 3,
    steps: (payment) => [
      ...takenAndSeen(payment),
      posted(payment, {
        amountMinor: otherAmount(payment),
        shiftMs: payment.random.pick(ZONES) * MINUTE_MS,
      }),
    ],
    ending: (payment) =>
      amountsDiffer(payment, distance(payment.amountMinor, otherAmount(payment)), {
        reasons: ['AMOUNT_MISMATCH', 'TIMESTAMP_MISMATCH'],
        atFault: ledgerStandsAlone(payment),
        hints: ['TIMEZONE_SIZED'],
      }),
  },
];

const distance = (a: bigint, b: bigint): bigint => (a > b ? a - b : b - a);

/** Ten percent off, and always more than a rounding difference. */
function otherAmount({ amountMinor, currency }: Payment): bigint {
  const least = minorPerMajor(currency) + 1n;
  const tenth = amountMinor / 10n;
  const off = tenth > least ? tenth : least;
  return amountMinor > off ? amountMinor - off : amountMinor + off;
}

function otherCurrency({ currency }: Payment): Currency {
  return currencyNamed(currency === 'USD' ? 'EUR' : 'USD');
}
