/**
 * Money is minor units as a decimal string, together with a currency code, and stays a string of digits: no Number ever holds an
 * amount, so nothing is rounded however large it is. How many decimals a currency has comes from the core's ISO 4217 table,
 * because Intl's own is wrong for several (it shows HUF, IDR and PKR with none).
 */
import { currency, formatMinor } from '@tieout/core';

/** Points align over all currencies because every amount keeps room for this many decimals. */
const DECIMALS_RESERVED = 3;

const MINUS = '\u2212';
export const UNKNOWN = '\u2013';

export interface MoneyText {
  /** What is shown: "1,200.00", "−500.00", "+500.00". */
  readonly text: string;
  /** What has to follow it, unseen, for the points of a column to align: "", "0", ".000". */
  readonly padding: string;
}

const groupings = new Map<string, Intl.NumberFormat>();

function grouping(locale: string): Intl.NumberFormat {
  let format = groupings.get(locale);
  if (format === undefined) {
    format = new Intl.NumberFormat(locale, { numberingSystem: 'latn' });
    groupings.set(locale, format);
  }
  return format;
}

function decimalPoint(locale: string): string {
  return (
    grouping(locale)
      .formatToParts(1.5)
      .find((part) => part.type === 'decimal')?.value ?? '.'
  );
}

/** "-5000" INR → negative, "50", "00". A code outside the table is shown in minor units: no point is better than a wrong one. */
function digitsOf(minor: string, code: string): { negative: boolean; whole: string; fraction: string } {
  const known = currency(code);
  const value = BigInt(minor);
  const absolute = value < 0n ? -value : value;
  const digits = known === undefined ? absolute.toString() : formatMinor(absolute, known);
  const [whole = '', fraction = ''] = digits.split('.');
  return { negative: value < 0n, whole, fraction };
}

/** For a column of amounts. `signed` writes an explicit plus, for differences. */
export function moneyText(minor: string, code: string, locale: string, signed = false): MoneyText {
  const { negative, whole, fraction } = digitsOf(minor, code);
  const point = decimalPoint(locale);
  const plus = signed && BigInt(minor) > 0n ? '+' : '';
  const shown = `${negative ? MINUS : plus}${grouping(locale).format(BigInt(whole))}${fraction === '' ? '' : point + fraction}`;
  const missing = '0'.repeat(Math.max(0, DECIMALS_RESERVED - fraction.length));
  return { text: shown, padding: fraction === '' ? point + missing : missing };
}

/** For a sentence: "INR 5,000.00". */
export function moneyPhrase(minor: string, code: string, locale: string): string {
  return `${code} ${moneyText(minor, code, locale).text}`;
}

/** For the clipboard: "5000.00 INR", plain digits that any tool reads. */
export function moneyPlain(minor: string, code: string): string {
  const { negative, whole, fraction } = digitsOf(minor, code);
  return `${negative ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`} ${code}`;
}

/** Grouped whole counts: "1,284,311". */
export function formatCount(count: number | bigint, locale: string): string {
  return grouping(locale).format(count);
}

/** The language numbers are grouped in (12,34,567.00 in en-IN): the browser's. */
export const LOCALE = typeof navigator === 'undefined' ? 'en' : navigator.language;
