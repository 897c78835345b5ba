import { describe, expect, it, test } from 'vitest';
import { code } from '../testing/payment.ts';
import { formatMinor, minorPerMajor, parseMajor } from './amount.ts';
import { CURRENCIES, currency, exponentOf } from './currency.ts';

describe('the currency table', () => {
  it('holds list one of 2026-01-01 without funds and codes that have no exponent', () => {
    expect(CURRENCIES.size).toBe(157);
    const byExponent = Map.groupBy(CURRENCIES.values(), (exponent) => exponent);
    expect([0, 2, 3, 4].map((exponent) => byExponent.get(exponent)?.length)).toEqual([16, 133, 7, 1]);
  });

  it('is alphabetical', () => {
    expect([...CURRENCIES.keys()]).toEqual([...CURRENCIES.keys()].toSorted());
  });

  test.each([
    ['JPY', 0],
    ['ISK', 0],
    ['UGX', 0],
    ['INR', 2],
    ['HUF', 2],
    ['IDR', 2],
    ['XCG', 2],
    ['XAD', 2],
    ['ZWG', 2],
    ['IQD', 3],
    ['KWD', 3],
    ['UYW', 4],
  ])('%s has %i minor digits, as ISO says', (text, exponent) => {
    expect(exponentOf(code(text))).toBe(exponent);
  });

  test.each([
    'BGN',
    'ANG',
    'XXX',
    'XAU',
    'XTS',
    'XDR',
    'CLF',
    'UYI',
    'USN',
    'COU',
    'HRK',
    'inr',
    '',
    'INRX',
    'constructor',
  ])('%j is not taken', (text) => {
    expect(currency(text)).toBeUndefined();
  });
});

test.each([
  ['JPY', 1n],
  ['INR', 100n],
  ['KWD', 1000n],
  ['UYW', 10_000n],
])('one %s is %i minor units', (text, minor) => {
  expect(minorPerMajor(code(text))).toBe(minor);
});

describe('reading major units', () => {
  test.each([
    ['100.50', 'INR', 10_050n],
    ['100', 'INR', 10_000n],
    ['100.5', 'INR', 10_050n],
    ['0', 'INR', 0n],
    ['007.10', 'INR', 710n],
    ['100.00', 'JPY', 100n],
    ['100.500', 'INR', 10_050n],
    ['1.2345', 'UYW', 12_345n],
    ['0.001', 'KWD', 1n],
    ['92233720368547758.07', 'INR', 2n ** 63n - 1n],
    ['9223372036854775807', 'JPY', 2n ** 63n - 1n],
    ['90071992547409.93', 'INR', 9_007_199_254_740_993n],
  ])('%s %s', (text, currencyCode, minor) => {
    expect(parseMajor(text, code(currencyCode))).toBe(minor);
  });

  test.each([
    ['100.505', 'INR'],
    ['100.5', 'JPY'],
    ['92233720368547758.08', 'INR'],
    ['-1', 'INR'],
    ['+1', 'INR'],
    ['1e3', 'INR'],
    ['1,000', 'INR'],
    ['.5', 'INR'],
    ['5.', 'INR'],
    ['', 'INR'],
    [' 5', 'INR'],
    ['5\n', 'INR'],
    ['٥', 'INR'],
    ['0x10', 'INR'],
  ])('refuses %j %s', (text, currencyCode) => {
    expect(parseMajor(text, code(currencyCode))).toBeUndefined();
  });
});

test.each([
  [500_000n, 'INR', '5000.00'],
  [5n, 'INR', '0.05'],
  [-5n, 'INR', '-0.05'],
  [-12_345n, 'INR', '-123.45'],
  [5000n, 'JPY', '5000'],
  [-5000n, 'JPY', '-5000'],
  [1n, 'KWD', '0.001'],
  [2n ** 70n, 'INR', '11805916207174113034.24'],
])('%i minor units of %s are written %s', (minor, currencyCode, text) => {
  expect(formatMinor(minor, code(currencyCode))).toBe(text);
});
