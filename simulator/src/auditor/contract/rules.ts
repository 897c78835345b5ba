import type { Source } from './event.ts';

export interface Policy {
  readonly expected: readonly Source[];
  readonly slaMs: number;
  readonly pendingLimitMs: number;
  readonly windowMs: number;
  readonly reversalSlaMs: number;
}

/** The defaults of section 3 for this SLA; tolerance 0. */
export function policyOf(channel: string, slaMs: number): Policy {
  return {
    expected: EXPECTED.get(channel) ?? [],
    slaMs,
    pendingLimitMs: 15 * slaMs,
    windowMs: 5 * 60_000,
    reversalSlaMs: slaMs,
  };
}

const EXPECTED: ReadonlyMap<string, readonly Source[]> = new Map([
  ['MOBILE', ['core', 'gateway', 'mobile']],
  ['WEB', ['core', 'gateway']],
  ['POS', ['core', 'gateway']],
  ['ATM', ['core', 'gateway']],
  ['BRANCH', ['core']],
]);

/** Decimals of the currencies that the workload pays in, by ISO 4217. */
const DECIMALS: ReadonlyMap<string, number> = new Map([
  ['INR', 2],
  ['USD', 2],
  ['EUR', 2],
  ['GBP', 2],
  ['JPY', 0],
  ['KRW', 0],
  ['KWD', 3],
  ['BHD', 3],
]);

export function decimalsOf(currency: string): number {
  const decimals = DECIMALS.get(currency);
  if (decimals === undefined) throw new RangeError(`the auditor does not know ${currency}`);
  return decimals;
}

/** Minor units of a whole number of major ones. */
export const inMinor = (major: bigint, currency: string): bigint =>
  major * 10n ** BigInt(decimalsOf(currency));

/** Differences up to one major unit are rates or rounding. */
export const fxBand = (currency: string): bigint => inMinor(1n, currency);
/** From 10,000 major units at risk on a break is grave. */
export const graveFrom = (currency: string): bigint => inMinor(10_000n, currency);
