import { describe, expect, it } from 'vitest';
import { isCardNumber, maskRuns, maskValues } from './card-number.ts';

describe('a card number', () => {
  it.each([
    ['4111111111111111', 'Visa, 16 digits'],
    ['4222222222222', 'Visa, 13 digits'],
    ['5555 5555 5555 4444', 'Mastercard with spaces'],
    ['2223-0031-2200-3222', 'Mastercard of the 2-series with dashes'],
    ['378282246310005', 'American Express'],
    ['6011111111111117', 'Discover'],
    ['30569309025904', 'Diners Club'],
    ['3530111333300000', 'JCB'],
    ['6200000000000005', 'UnionPay'],
    [' 4111 1111-1111 1111 ', 'with spaces around'],
  ])('is seen in %s (%s)', (value) => {
    expect(isCardNumber(value)).toBe(true);
  });

  it.each([
    ['4111111111111112', 'fails the Luhn check'],
    ['9111111111111111', 'has no known prefix'],
    ['411111111111116', 'has a length Visa does not issue'],
    ['tok_4111111111111111', 'is a token'],
    ['4111.1111.1111.1111', 'has other separators'],
    ['411111111111', 'is too short'],
    ['', 'is empty'],
  ])('is not seen in %s, which %s', (value) => {
    expect(isCardNumber(value)).toBe(false);
  });
});

describe('masking', () => {
  it('overwrites all but the last four digits and keeps the length and everything else', () => {
    const bytes = Buffer.from('before 4111 1111 1111 1111 after');
    expect(maskValues(bytes, ['4111 1111 1111 1111']).toString()).toBe('before **** **** **** 1111 after');
    expect(bytes.toString()).toContain('4111 1111');
  });

  it('leaves values alone that are no card numbers', () => {
    expect(maskValues(Buffer.from('4111111111111112'), ['4111111111111112']).toString()).toBe(
      '4111111111111112',
    );
  });

  it('finds them in bytes nobody could decode, also where a length byte beside them reads as a digit', () => {
    const bytes = Buffer.concat([
      Buffer.from([0, 0xff, 0x30]),
      Buffer.from('4111111111111111'),
      Buffer.from([0x32, 1]),
    ]);
    expect(maskRuns(bytes).toString('latin1')).toBe('\u0000\u00ff0************11112\u0001');
  });
});
