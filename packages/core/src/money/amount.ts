import { type Currency, exponentOf } from './currency.ts';

const MAJOR = /^([0-9]+)(?:\.([0-9]+))?$/;
const INT64_MAX = 2n ** 63n - 1n;
const POWERS_OF_TEN = [1n, 10n, 100n, 1_000n, 10_000n] as const;

/** Minor units of one major unit: 1 for JPY, 100 for INR, 1000 for KWD. */
export function minorPerMajor(code: Currency): bigint {
  return POWERS_OF_TEN[exponentOf(code)] ?? 1n;
}

/**
 * Reads an amount as a person or an app writes it: digits, optionally a point and digits ("100.50"). Returns minor units, or undefined where
 * the text is anything else, has more decimals than the currency unless they are zeros ("100.00" JPY), or does not fit 64 bits.
 */
export function parseMajor(text: string, code: Currency): bigint | undefined {
  const match = MAJOR.exec(text);
  if (!match) return undefined;
  const [, whole = '', decimals = ''] = match;
  const exponent = exponentOf(code);
  if (/[1-9]/.test(decimals.slice(exponent))) return undefined;
  const minor = BigInt(whole + decimals.slice(0, exponent).padEnd(exponent, '0'));
  return minor <= INT64_MAX ? minor : undefined;
}

/** Writes minor units in major ones with all decimals: 500000 INR → "5000.00", 5000 JPY → "5000". No grouping, no symbol. */
export function formatMinor(minor: bigint, code: Currency): string {
  const exponent = exponentOf(code);
  if (exponent === 0) return minor.toString();
  const digits = (minor < 0n ? -minor : minor).toString().padStart(exponent + 1, '0');
  return `${minor < 0n ? '-' : ''}${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}
