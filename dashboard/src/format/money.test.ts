import { describe, expect, it } from 'vitest';
import { formatCount, moneyPhrase, moneyPlain, moneyText } from './money.ts';

describe('money', () => {
  it('takes its decimals from the ISO table, not from Intl', () => {
    expect(moneyText('120000', 'INR', 'en').text).toBe('1,200.00');
    expect(moneyText('1200', 'JPY', 'en').text).toBe('1,200');
    expect(moneyText('1200000', 'BHD', 'en').text).toBe('1,200.000');
    // Intl writes these three without decimals.
    expect(moneyText('120050', 'HUF', 'en').text).toBe('1,200.50');
    expect(moneyText('120050', 'IDR', 'en').text).toBe('1,200.50');
    expect(moneyText('120050', 'PKR', 'en').text).toBe('1,200.50');
  });

  it('keeps every digit of an amount that no number could hold', () => {
    expect(moneyText('9223372036854775807', 'INR', 'en').text).toBe('92,233,720,368,547,758.07');
    expect(moneyText('123456789012345678901234567890', 'JPY', 'en').text).toBe(
      '123,456,789,012,345,678,901,234,567,890',
    );
  });

  it('keeps room for three decimals after every amount, so that points align', () => {
    const columns = ['JPY', 'INR', 'BHD'].map((code) => {
      const { text, padding } = moneyText('1200', code, 'en');
      return (text + padding).length - (text + padding).indexOf('.');
    });
    expect(columns).toEqual([4, 4, 4]);
    expect(moneyText('1200', 'JPY', 'en').padding).toBe('.000');
    expect(moneyText('1200', 'INR', 'en').padding).toBe('0');
    expect(moneyText('1200', 'BHD', 'en').padding).toBe('');
  });

  it('writes a true minus, and a plus only where signs are asked for', () => {
    expect(moneyText('-50000', 'INR', 'en').text).toBe('−500.00');
    expect(moneyText('50000', 'INR', 'en').text).toBe('500.00');
    expect(moneyText('50000', 'INR', 'en', true).text).toBe('+500.00');
    expect(moneyText('-50000', 'INR', 'en', true).text).toBe('−500.00');
    expect(moneyText('0', 'INR', 'en', true).text).toBe('0.00');
  });

  it('writes amounts below one major unit with their zero', () => {
    expect(moneyText('5', 'INR', 'en').text).toBe('0.05');
    expect(moneyText('-5', 'BHD', 'en').text).toBe('−0.005');
  });

  it('groups as the locale does, in digits 0–9', () => {
    expect(moneyText('123456700', 'INR', 'en-IN').text).toBe('12,34,567.00');
    expect(moneyText('123456700', 'INR', 'de').text).toBe('1.234.567,00');
    expect(moneyText('123456700', 'INR', 'ar-EG').text).toBe('1,234,567.00');
    expect(formatCount(1_284_311, 'en')).toBe('1,284,311');
  });

  it('shows minor units for a code outside the table, because no point is better than a wrong one', () => {
    expect(moneyText('120000', 'XXX', 'en').text).toBe('120,000');
  });

  it('puts the code first in a sentence and last on the clipboard', () => {
    expect(moneyPhrase('500000', 'INR', 'en')).toBe('INR 5,000.00');
    expect(moneyPlain('500000', 'INR')).toBe('5000.00 INR');
    expect(moneyPlain('-500', 'JPY')).toBe('-500 JPY');
  });
});
