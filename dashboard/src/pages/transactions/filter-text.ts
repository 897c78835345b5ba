/**
 * A filter as people type it: `missing:core age>1h owner:me -reason:FX_ADJUSTMENT severity:critical,high ccy:EUR amount>=1000.00 TXN10`.
 * Words are parted by spaces; a word without a sign is the beginning of a transaction id.
 */
import { parseMajor, currency as currencyOf } from '@tieout/core';
import {
  ALLOWED,
  filterOf,
  isText,
  isValue,
  LIST_FIELDS,
  NO_FILTER,
  searchOf,
  TEXT_FIELDS,
  type ListField,
  type TextField,
  type TransactionFilter,
} from './filter.ts';

export interface FilterProblem {
  /** The word that is wrong, as it was typed. */
  readonly word: string;
  readonly message: string;
}

export type ParsedFilter =
  | { readonly filter: TransactionFilter }
  | { readonly problems: readonly FilterProblem[] };

/** What each list is called in a text. */
const LIST_KEYS: Readonly<Record<ListField, string>> = {
  status: 'status',
  reason: 'reason',
  severity: 'severity',
  missing: 'missing',
  at_fault: 'fault',
  channel: 'channel',
  currency: 'ccy',
  work_state: 'state',
  assignee: 'owner',
};

/** What each bound is called in a text, and the sign before its value. */
const TEXT_WORDS: Readonly<Record<Exclude<TextField, 'q'>, string>> = {
  older: 'age>',
  younger: 'age<',
  amount_min: 'amount>=',
  amount_max: 'amount<=',
  within: 'last:',
  from: 'from:',
  to: 'to:',
};

const ALIASES: Readonly<Record<string, string>> = {
  currency: 'ccy',
  at_fault: 'fault',
  assignee: 'owner',
  work_state: 'state',
  seen: 'last',
};

const SOURCE_NAMES: Readonly<Record<string, string>> = { bank: 'core', app: 'mobile' };

/** The filter as one text; parsing it gives the same filter. */
export function filterText(filter: TransactionFilter): string {
  const lists = LIST_FIELDS.flatMap((field) => [
    ...(filter[field].length === 0 ? [] : [`${LIST_KEYS[field]}:${filter[field].join(',')}`]),
    ...(filter.not[field].length === 0 ? [] : [`-${LIST_KEYS[field]}:${filter.not[field].join(',')}`]),
  ]);
  const texts = TEXT_FIELDS.filter((field) => filter[field] !== '').map((field) =>
    field === 'q' ? wordOfId(filter.q) : `${TEXT_WORDS[field]}${filter[field]}`,
  );
  return [...lists, ...texts].join(' ');
}

/** An id is a word of its own, unless it would read as something else: "status:MATCHED" is an id, too. */
function wordOfId(q: string): string {
  const read = readWord(q);
  return 'field' in read && read.field === 'q' && read.value === q ? q : `id:${q}`;
}

/** Takes a text apart, or says which words it cannot take and why. */
export function parseFilter(text: string): ParsedFilter {
  const search: Record<string, string> = {};
  const problems: FilterProblem[] = [];
  for (const word of text.split(/\s+/).filter((one) => one !== '')) {
    const read = readWord(word);
    if ('message' in read) problems.push({ word, message: read.message });
    else if (!read.adds && search[read.field] !== undefined) problems.push({ word, message: 'asked twice' });
    else search[read.field] = joined(search[read.field], read);
  }
  if (problems.length > 0) return { problems };
  const filter = filterOf({ ...searchOf(NO_FILTER), ...search });
  const money = moneyProblem(filter);
  return money === null ? { filter } : { problems: [money] };
}

interface ReadWord {
  readonly field: string;
  readonly value: string;
  /** Several of these are one list. */
  readonly adds: boolean;
}

function joined(before: string | undefined, { value, adds }: ReadWord): string {
  return adds && before !== undefined ? `${before},${value}` : value;
}

const WORD = /^(-?)([A-Za-z_]+)(>=|<=|>|<|:)(.*)$/;

function readWord(word: string): ReadWord | { readonly message: string } {
  const [, minus = '', name = '', sign = '', value = ''] = WORD.exec(word) ?? [];
  const key = ALIASES[name.toLowerCase()] ?? name.toLowerCase();
  const list = LIST_FIELDS.find((field) => LIST_KEYS[field] === key);
  if (list !== undefined) return sign === ':' ? readList(list, minus, value) : asksColon(key);
  if (key === 'id' && sign === ':' && minus === '') return readId(value);
  const bound = boundOf(key, sign);
  if (bound === null) {
    if (key === 'age' || key === 'amount') return { message: `${key} needs >, <, >= or <= and a value` };
    return readId(word);
  }
  if (minus !== '') return { message: `${key} cannot be left out; turn its sign around` };
  const kept = bound === 'from' || bound === 'to' ? asInstant(value) : value;
  if (!isText(bound, kept))
    return { message: `${value === '' ? 'Nothing' : value} is no ${MEANINGS[bound]}` };
  return { field: bound, value: kept, adds: false };
}

function readId(value: string): ReadWord | { readonly message: string } {
  if (isText('q', value)) return { field: 'q', value, adds: false };
  return { message: `neither a filter nor the beginning of an id` };
}

function asksColon(key: string): { readonly message: string } {
  return { message: `${key} is followed by a colon: ${key}:…` };
}

function readList(field: ListField, minus: string, text: string): ReadWord | { readonly message: string } {
  const values = text.split(',').map((value) => canonical(field, value));
  const wrong = values.find((value) => !isValue(field, value));
  if (wrong !== undefined) {
    const allowed = ALLOWED[field];
    const listed = allowed === null ? '' : `: ${allowed.join(', ')}`;
    return { message: `${wrong === '' ? 'Nothing' : wrong} is no ${LIST_NOUNS[field]}${listed}` };
  }
  return { field: `${minus}${field}`, value: values.join(','), adds: true };
}

/** People write "critical", "Missing_core", "bank"; the field's own spelling is kept. */
function canonical(field: ListField, value: string): string {
  if (field === 'assignee') return value;
  if (field === 'currency') return value.toUpperCase();
  const allowed: readonly string[] = ALLOWED[field] ?? [];
  const meant =
    field === 'missing' || field === 'at_fault' ? (SOURCE_NAMES[value.toLowerCase()] ?? value) : value;
  return allowed.find((one) => one.toLowerCase() === meant.toLowerCase()) ?? value;
}

function boundOf(key: string, sign: string): Exclude<TextField, 'q'> | null {
  switch (`${key}${sign}`) {
    case 'age>':
    case 'age>=':
      return 'older';
    case 'age<':
    case 'age<=':
      return 'younger';
    case 'amount>=':
      return 'amount_min';
    case 'amount<=':
      return 'amount_max';
    case 'last:':
      return 'within';
    case 'from:':
      return 'from';
    case 'to:':
      return 'to';
    default:
      return null;
  }
}

/** "2026-11-21" and "2026-11-21T14:00" are UTC, as everything without a zone is here. */
function asInstant(value: string): string {
  const zoned = /^\d{4}-\d\d-\d\d$/.test(value)
    ? `${value}T00:00Z`
    : /(Z|[+-]\d\d:\d\d)$/.test(value)
      ? value
      : `${value}Z`;
  const at = Date.parse(zoned);
  return Number.isNaN(at) ? value : new Date(at).toISOString();
}

const MEANINGS: Readonly<Record<Exclude<TextField, 'q'>, string>> = {
  older: 'length of time: 90s, 15m, 1h, 2d',
  younger: 'length of time: 90s, 15m, 1h, 2d',
  within: 'length of time: 90s, 15m, 1h, 2d',
  amount_min: 'amount: 1000 or 1000.00',
  amount_max: 'amount: 1000 or 1000.00',
  from: 'time: 2026-11-21T14:00Z',
  to: 'time: 2026-11-21T14:00Z',
};

const LIST_NOUNS: Readonly<Record<ListField, string>> = {
  status: 'status',
  reason: 'reason',
  severity: 'severity',
  missing: 'source',
  at_fault: 'source',
  channel: 'channel',
  currency: 'currency',
  work_state: 'state',
  assignee: 'user name',
};

/** Amounts of different currencies have no order: an amount needs the one currency it is in, and that currency's decimals. */
function moneyProblem(filter: TransactionFilter): FilterProblem | null {
  for (const field of ['amount_min', 'amount_max'] as const) {
    const amount = filter[field];
    if (amount === '') continue;
    const word = `${TEXT_WORDS[field]}${amount}`;
    const [only, ...others] = filter.currency;
    const code = only === undefined || others.length > 0 ? undefined : currencyOf(only);
    if (code === undefined) return { word, message: 'amount needs one currency beside it: ccy:EUR' };
    if (parseMajor(amount, code) === undefined) {
      return { word, message: `${amount} has more decimals than ${code}` };
    }
  }
  return null;
}
