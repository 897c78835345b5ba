import { isCurrency } from '../money/currency.ts';
import type { Currency } from '../money/currency.ts';
import { join } from './reader.ts';
import type { Reader } from './reader.ts';
import type { MoneyLimit } from './rule-set.ts';

export function readLimit(reader: Reader, value: unknown, path: string, defaultMajor: bigint): MoneyLimit {
  const fields = reader.fields(value, path, ['default_major', 'minor_by_currency']);
  return {
    defaultMajor: reader.amount(fields['default_major'], join(path, 'default_major'), defaultMajor),
    minorByCurrency: readByCurrency(
      reader,
      fields['minor_by_currency'],
      join(path, 'minor_by_currency'),
      (each, eachPath) => reader.amount(each, eachPath, 0n),
    ),
  };
}

export function readByCurrency<T>(
  reader: Reader,
  value: unknown,
  path: string,
  read: (each: unknown, path: string) => T,
): Map<Currency, T> {
  const byCurrency = new Map<Currency, T>();
  for (const [code, each] of Object.entries(reader.fields(value, path))) {
    const eachPath = join(path, code);
    if (isCurrency(code)) byCurrency.set(code, read(each, eachPath));
    else reader.refuse(eachPath, 'is not a currency of ISO 4217 list one as of 2026-01-01', null);
  }
  return byCurrency;
}
