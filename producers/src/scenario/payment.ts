import {
  type Channel,
  type Currency,
  currency,
  type Direction,
  minorPerMajor,
  type Rail,
} from '@tieout/core';
import type { Pace } from './pace.ts';
import { Random } from './random.ts';

/** Which payments, and how their time runs. */
export interface Workload {
  /** Names the workload; part of every id. 1–24 of [A-Za-z0-9._-]. */
  readonly seed: string;
  /** Share of transactions that go wrong, 0–1. */
  readonly anomalies: number;
  /** When each payment happens. */
  readonly pace: Pace;
  /** How long after the payment an event comes that comes too late, milliseconds: past the deadline, so more than the SLA. */
  readonly lateMs: number;
}

/** What really happened: one payment, before each system tells of it in its own way. */
export interface Payment {
  readonly txnId: string;
  readonly seed: string;
  readonly index: number;
  readonly channel: Channel;
  readonly rail: Rail;
  readonly direction: Direction;
  readonly currency: Currency;
  readonly amountMinor: bigint;
  readonly feeMinor: bigint;
  /** When the money moved, milliseconds since the epoch, whole. */
  readonly at: number;
  readonly lateMs: number;
  /** For whatever else a case leaves to chance. */
  readonly random: Random;
}

const choices = <T>(table: readonly (readonly [weight: number, value: T])[]) =>
  table.map(([weight, value]) => ({ weight, value }));

const CHANNELS = choices<Channel>([
  [45, 'MOBILE'],
  [32, 'WEB'],
  [15, 'POS'],
  [8, 'ATM'],
]);

/** Currencies of two, none and three decimals, each with the span of usual amounts in major units. */
const CURRENCIES = choices<readonly [code: string, least: number, most: number]>([
  [60, ['INR', 50, 40_000]],
  [12, ['USD', 2, 15_000]],
  [10, ['EUR', 2, 12_000]],
  [6, ['GBP', 2, 9_000]],
  [7, ['JPY', 300, 900_000]],
  [3, ['KRW', 1_000, 1_200_000]],
  [5, ['KWD', 1, 4_000]],
  [3, ['BHD', 1, 12_000]],
]);

const RAILS_INR = choices<Rail>([
  [55, 'UPI'],
  [30, 'CARD'],
  [10, 'NETBANKING'],
  [5, 'WALLET'],
]);
const RAILS_ELSEWHERE = choices<Rail>([
  [85, 'CARD'],
  [15, 'WALLET'],
]);

/** Most payments are paid in, some paid out. */
const CREDITS = 0.07;

/** The payment of this index; but for its times it depends on seed and index only. */
export function paymentAt(workload: Workload, index: number): Payment {
  const { seed, pace, lateMs } = workload;
  const random = new Random(`${seed}/${index}`);
  const channel = random.pick(CHANNELS);
  const [code, least, most] = random.pick(CURRENCIES);
  const coin = currencyNamed(code);
  const rail =
    channel === 'POS' || channel === 'ATM'
      ? 'CARD'
      : random.pick(code === 'INR' ? RAILS_INR : RAILS_ELSEWHERE);
  // Evenly spread in the logarithm: many small payments, some large ones.
  const major = Math.round(least * (most / least) ** random.next());
  const perMajor = minorPerMajor(coin);
  const cents = perMajor === 1n || random.next() < 0.4 ? 0n : BigInt(random.between(1, Number(perMajor) - 1));
  const amountMinor = BigInt(major) * perMajor + cents;
  return {
    txnId: `T-${seed}-${index}`,
    seed,
    index,
    channel,
    rail,
    direction: random.next() < CREDITS ? 'CREDIT' : 'DEBIT',
    currency: coin,
    amountMinor,
    // 1.8 % as cards cost, rounded down.
    feeMinor: rail === 'UPI' ? 0n : (amountMinor * 18n) / 1_000n,
    at: pace.timeOf(index),
    lateMs,
    random,
  };
}

export function currencyNamed(code: string): Currency {
  const coin = currency(code);
  if (coin === undefined) throw new Error(`${code} is no currency of the contract`);
  return coin;
}
