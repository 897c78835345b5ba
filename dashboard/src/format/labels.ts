import { reasonLabel, sourceName } from '@tieout/core';
import type {
  Channel,
  DeadLetterCode,
  Hint,
  Outcome,
  Rail,
  Reason,
  Severity,
  Source,
  VerdictStatus,
} from '../api/schema.ts';

/** The API's words, written as words: BANK_MISSING → "Bank missing". */
function asWords(code: string): string {
  const [first = '', ...rest] = code.split('_');
  return [
    `${first.slice(0, 1)}${first.slice(1).toLowerCase()}`,
    ...rest.map((word) => word.toLowerCase()),
  ].join(' ');
}

const ACRONYMS: Partial<Record<Reason, string>> = { FX_ADJUSTMENT: 'FX adjustment' };

export function reasonWords(reason: Reason): string {
  return ACRONYMS[reason] ?? asWords(reasonLabel(reason));
}

export function statusWords(status: VerdictStatus): string {
  return asWords(status);
}

export function severityWords(severity: Severity): string {
  return asWords(severity.toUpperCase());
}

export function outcomeWords(outcome: Outcome): string {
  return asWords(outcome);
}

export function eventTypeWords(type: string): string {
  return asWords(type);
}

const CHANNEL_WORDS: Record<Channel, string> = {
  MOBILE: 'Mobile',
  WEB: 'Web',
  POS: 'POS',
  ATM: 'ATM',
  BRANCH: 'Branch',
};

export function channelWords(channel: Channel): string {
  return CHANNEL_WORDS[channel];
}

const RAIL_WORDS: Record<Rail, string> = {
  CARD: 'Card',
  UPI: 'UPI',
  WALLET: 'Wallet',
  NETBANKING: 'Net banking',
};

export function railWords(rail: Rail): string {
  return RAIL_WORDS[rail];
}

/** "Bank", "Gateway", "App". */
export function sourceWords(source: Source): string {
  return sourceName(source);
}

const HINT_WORDS: Record<Hint, string> = {
  FEE_SIZED: 'The difference equals the gateway’s fee.',
  MINOR_UNIT_SLIP: 'One amount is exactly 10, 100 or 1,000 times the other: a slip of minor units.',
  TIMEZONE_SIZED: 'The times differ by a whole step of time zones.',
  IDENTICAL_COPY: 'Two of the counted events have equal content: a copy, not a second payment.',
};

export function hintWords(hint: Hint): string {
  return HINT_WORDS[hint];
}

const DEAD_LETTER_WORDS: Record<DeadLetterCode, string> = {
  TOO_LARGE: 'Too large',
  UNKNOWN_SCHEMA: 'Unknown schema',
  UNDECODABLE: 'Undecodable',
  KEY_MISMATCH: 'Key mismatch',
  INVALID_FIELD: 'Invalid field',
  UNKNOWN_CURRENCY: 'Unknown currency',
  INVALID_AMOUNT: 'Invalid amount',
  INVALID_TIME: 'Invalid time',
  PAN_LIKE: 'Card number',
  WRONG_PARTITION: 'Wrong partition',
  STORE_REFUSED: 'Refused by the store',
};

export function deadLetterWords(code: DeadLetterCode): string {
  return DEAD_LETTER_WORDS[code];
}

/** Statuses in the order people ask about them: what is wrong, what waits, what is done. */
export const STATUSES_SHOWN: readonly VerdictStatus[] = [
  'MISMATCHED',
  'PARTIAL',
  'PENDING',
  'RESOLVED',
  'CLOSED',
  'MATCHED',
];

/** "1 transaction", "12 transactions"; `count` is already formatted. */
export function counted(count: string, one: string, many = `${one}s`): string {
  return `${count} ${count === '1' ? one : many}`;
}
