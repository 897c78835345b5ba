import type { Channel, Reason, Severity, Source, VerdictStatus } from '../../api/schema.ts';
import { channelWords, reasonWords, severityWords, sourceWords, statusWords } from '../../format/labels.ts';
import { formatDay, formatMinute } from '../../format/time.ts';
import { ALLOWED, type ListField, type TextField, type TransactionFilter } from './filter.ts';

/** What each field is called where people choose. */
export const FIELD_NAMES: Readonly<Record<ListField, string>> = {
  status: 'Status',
  reason: 'Reason',
  severity: 'Severity',
  missing: 'Missing',
  at_fault: 'At fault',
  channel: 'Channel',
  currency: 'Currency',
  work_state: 'State',
  assignee: 'Owner',
};

const WORK_STATE_WORDS = {
  OPEN: 'Open',
  ASSIGNED: 'Assigned',
  AWAITING_APPROVAL: 'Awaiting approval',
  RESOLVED: 'Resolved',
} as const;

export function workStateWords(state: keyof typeof WORK_STATE_WORDS): string {
  return WORK_STATE_WORDS[state];
}

/** One value of a list as words: MISSING_CORE → "Bank missing". */
export function valueWords(field: ListField, value: string): string {
  const found = WORDS[field].get(value);
  if (found !== undefined) return found;
  if (field === 'assignee') return value === 'me' ? 'Me' : value === 'nobody' ? 'Nobody' : value;
  return value;
}

function worded<T extends string>(
  values: readonly T[] | null,
  words: (value: T) => string,
): ReadonlyMap<string, string> {
  return new Map((values ?? []).map((value) => [value, words(value)]));
}

const NONE: ReadonlyMap<string, string> = new Map();
const WORDS: Readonly<Record<ListField, ReadonlyMap<string, string>>> = {
  status: worded<VerdictStatus>(ALLOWED.status, statusWords),
  reason: worded<Reason>(ALLOWED.reason, reasonWords),
  severity: worded<Severity>(ALLOWED.severity, severityWords),
  missing: worded<Source>(ALLOWED.missing, sourceWords),
  at_fault: worded<Source>(ALLOWED.at_fault, sourceWords),
  channel: worded<Channel>(ALLOWED.channel, channelWords),
  work_state: worded(ALLOWED.work_state, workStateWords),
  currency: NONE,
  assignee: NONE,
};

/** What a bound asks, as words for its chip. */
export function boundWords(field: TextField, filter: TransactionFilter, zone: ZoneShown): string {
  const value = filter[field];
  switch (field) {
    case 'q':
      return `Id begins with ${value}`;
    case 'older':
      return `Older than ${value}`;
    case 'younger':
      return `Younger than ${value}`;
    case 'amount_min':
      return `Amount ≥ ${value}`;
    case 'amount_max':
      return `Amount ≤ ${value}`;
    case 'within':
      return `Last ${value}`;
    case 'from':
      return `From ${instantWords(value, zone)}`;
    case 'to':
      return `To ${instantWords(value, zone)}`;
  }
}

export interface ZoneShown {
  readonly timeZone: string;
  readonly label: string;
}

function instantWords(value: string, { timeZone, label }: ZoneShown): string {
  const at = Date.parse(value);
  return `${formatDay(at, timeZone)} ${formatMinute(at, timeZone)} ${label}`;
}

/** What a chip says that was chosen: "Bank missing", "Bank missing +2". */
export function chosenWords(field: ListField, values: readonly string[]): string {
  const [first, ...others] = values;
  if (first === undefined) return '';
  return `${valueWords(field, first)}${others.length === 0 ? '' : ` +${others.length}`}`;
}
