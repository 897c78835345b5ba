/** A range of issuer prefixes (ISO/IEC 7812 issuer identification numbers, as the schemes publish them) and the lengths they are issued in. */
interface Scheme {
  readonly name: string;
  /** Inclusive ranges of equally long prefixes. */
  readonly prefixes: readonly (readonly [from: string, to: string])[];
  readonly lengths: readonly number[];
}

const one = (...prefixes: string[]): (readonly [string, string])[] => prefixes.map((p) => [p, p]);

const SCHEMES: readonly Scheme[] = [
  { name: 'Visa', prefixes: one('4'), lengths: [13, 16, 18, 19] },
  {
    name: 'Mastercard',
    prefixes: [
      ['51', '55'],
      ['2221', '2720'],
    ],
    lengths: [16],
  },
  { name: 'American Express', prefixes: one('34', '37'), lengths: [15] },
  {
    name: 'Discover',
    prefixes: [
      ['6011', '6011'],
      ['644', '649'],
      ['65', '65'],
    ],
    lengths: [16, 17, 18, 19],
  },
  {
    name: 'Diners Club',
    prefixes: [
      ['300', '305'],
      ['3095', '3095'],
      ['36', '36'],
      ['38', '39'],
    ],
    lengths: [14, 15, 16, 17, 18, 19],
  },
  { name: 'JCB', prefixes: [['3528', '3589']], lengths: [16, 17, 18, 19] },
  { name: 'UnionPay', prefixes: one('62', '81'), lengths: [16, 17, 18, 19] },
  { name: 'RuPay', prefixes: one('60', '65', '82', '508', '353', '356'), lengths: [16] },
  {
    name: 'Maestro',
    prefixes: one('5018', '5020', '5038', '5893', '6304', '6759', '6761', '6762', '6763', '6390', '67'),
    lengths: [13, 14, 15, 16, 17, 18, 19],
  },
  { name: 'Mir', prefixes: [['2200', '2204']], lengths: [16, 17, 18, 19] },
];

/** Digits in one run, with spaces or dashes between them. */
const RUN = /[0-9](?:[ -]*[0-9])*/g;
const SHORTEST = 13;
const LONGEST = 19;

/** True where the value, spaces and dashes removed, has a known scheme's prefix and length and passes the Luhn check (ISO/IEC 7812-1). */
export function isCardNumber(value: string): boolean {
  // Tokens almost always contain a letter: most values are done here.
  if (value.length < SHORTEST || !/^[0-9 -]+$/.test(value)) return false;
  const digits = value.replaceAll(/[ -]/g, '');
  return digits.length >= SHORTEST && digits.length <= LONGEST && hasScheme(digits) && passesLuhn(digits);
}

/**
 * A copy of the bytes in which each of these values, where it is a card number, has all digits but the last four overwritten by `*`. Length
 * and framing stay, so the record still decodes.
 */
export function maskValues(bytes: Buffer, values: readonly string[]): Buffer {
  const masked = Buffer.from(bytes);
  for (const value of values) {
    if (!isCardNumber(value)) continue;
    const needle = Buffer.from(value, 'utf8');
    for (let at = masked.indexOf(needle); at !== -1; at = masked.indexOf(needle, at + 1)) {
      maskDigits(masked, at, at + needle.length);
    }
  }
  return masked;
}

/**
 * The same for bytes that could not be decoded: every run of digits that is a card number. A length byte of the encoding may itself read as a
 * digit, so a run is tried without its first, its last, and both digits as well.
 */
export function maskRuns(bytes: Buffer): Buffer {
  const masked = Buffer.from(bytes);
  for (const match of bytes.toString('latin1').matchAll(RUN)) {
    const [run] = match;
    for (const [skipStart, skipEnd] of [
      [0, 0],
      [1, 0],
      [0, 1],
      [1, 1],
    ] as const) {
      if (!isCardNumber(run.slice(skipStart, run.length - skipEnd))) continue;
      maskDigits(masked, match.index + skipStart, match.index + run.length - skipEnd);
      break;
    }
  }
  return masked;
}

function maskDigits(bytes: Buffer, from: number, to: number): void {
  let kept = 0;
  for (let at = to - 1; at >= from; at -= 1) {
    const byte = bytes[at] ?? 0;
    if (byte < 0x30 || byte > 0x39) continue;
    kept += 1;
    if (kept > 4) bytes[at] = 0x2a;
  }
}

function hasScheme(digits: string): boolean {
  return SCHEMES.some(
    ({ prefixes, lengths }) =>
      lengths.includes(digits.length) &&
      prefixes.some(([from, to]) => {
        const prefix = digits.slice(0, from.length);
        return prefix >= from && prefix <= to;
      }),
  );
}

function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - i) - 48;
    const doubled = i % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
