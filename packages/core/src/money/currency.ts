/** An ISO 4217 code that Tieout takes; made only by `currency()`. */
export type Currency = string & { readonly __brand: 'Currency' };

// ISO 4217 list one as published on 2026-01-01, by number of minor digits. Left out, as the wire contract says: the eight codes the
// list marks as funds (BOV CHE CHW CLF COU MXV USN UYI) and the thirteen it gives no exponent (metals, bond units, SDR, SUCRE,
// ADB unit, test, none). Kept: UYW (not marked as a fund, four digits) and XAD. Gone from the list: ANG (now XCG) and BGN (now EUR).
// The exponents are ISO's; Intl follows CLDR's habits instead and is wrong for HUF, IDR, IQD and others.
const CODES_BY_EXPONENT: readonly (readonly [exponent: number, codes: string])[] = [
  [0, 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF'],
  [
    2,
    `AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC CUP CVE CZK
     DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD
     KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP
     PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH
     USD UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG`,
  ],
  [3, 'BHD IQD JOD KWD LYD OMR TND'],
  [4, 'UYW'],
];

const EXPONENTS: ReadonlyMap<string, number> = new Map(
  CODES_BY_EXPONENT.flatMap(([exponent, codes]) =>
    codes.split(/\s+/).map((code) => [code, exponent] as const),
  ),
);

/** Upper case only: the code as ISO writes it. */
export function isCurrency(code: string): code is Currency {
  return EXPONENTS.has(code);
}

/** The code as a Currency, or undefined where the list of 2026-01-01 does not have it. */
export function currency(code: string): Currency | undefined {
  return isCurrency(code) ? code : undefined;
}

/** Minor digits: 0 for JPY, 2 for INR, 3 for KWD. */
export function exponentOf(code: Currency): number {
  // A Currency is made by a check against this very table, so the lookup cannot miss.
  return EXPONENTS.get(code) ?? 0;
}

/** Every currency Tieout takes, in alphabetical order, with its number of minor digits. */
export const CURRENCIES: ReadonlyMap<Currency, number> = new Map(
  [...EXPONENTS.keys()]
    .filter(isCurrency)
    .toSorted()
    .map((code) => [code, exponentOf(code)]),
);
