import {
  CHANNELS,
  currency,
  REASONS,
  SEVERITIES,
  SOURCES,
  VERDICT_STATUSES,
  WORK_STATES,
  type WorkState,
} from '@tieout/core';
import type { Channel, Reason, Severity, Source, VerdictStatus } from '../../api/schema.ts';
import { spanOf } from './span.ts';

/** Within one field any of the values, over the fields all of them. An empty field asks nothing. */
interface Lists {
  readonly status: readonly VerdictStatus[];
  readonly reason: readonly Reason[];
  readonly severity: readonly Severity[];
  readonly missing: readonly Source[];
  readonly at_fault: readonly Source[];
  readonly channel: readonly Channel[];
  readonly currency: readonly string[];
  readonly work_state: readonly WorkState[];
  /** User names; `me` is whoever looks, `nobody` what nobody has. */
  readonly assignee: readonly string[];
}

export type ListField = keyof Lists;

/** What a list shows. Every text is empty where it asks nothing, and in the one form that is also written in the address. */
export interface TransactionFilter extends Lists {
  /** None of these. */
  readonly not: Lists;
  /** A transaction id or the beginning of one. */
  readonly q: string;
  /** Broken for longer than this: "90s", "15m", "1h", "2d". */
  readonly older: string;
  /** Broken for less than this. */
  readonly younger: string;
  /** In major units of the one currency that is asked for, inclusive: "1000.00". */
  readonly amount_min: string;
  readonly amount_max: string;
  /** First seen within this long before now. */
  readonly within: string;
  /** First seen at or after, and before: ISO 8601 in UTC. */
  readonly from: string;
  readonly to: string;
}

const NO_LISTS: Lists = {
  status: [],
  reason: [],
  severity: [],
  missing: [],
  at_fault: [],
  channel: [],
  currency: [],
  work_state: [],
  assignee: [],
};

const NO_TEXTS = {
  q: '',
  older: '',
  younger: '',
  amount_min: '',
  amount_max: '',
  within: '',
  from: '',
  to: '',
};

export type TextField = keyof typeof NO_TEXTS;

export const NO_FILTER: TransactionFilter = { ...NO_LISTS, ...NO_TEXTS, not: NO_LISTS };

export const LIST_FIELDS = [
  'status',
  'severity',
  'reason',
  'missing',
  'at_fault',
  'channel',
  'currency',
  'work_state',
  'assignee',
] as const satisfies readonly ListField[];

export const TEXT_FIELDS = [
  'older',
  'younger',
  'amount_min',
  'amount_max',
  'within',
  'from',
  'to',
  'q',
] as const satisfies readonly TextField[];

/** The same in the address: "MISMATCHED,PARTIAL"; under "-reason" what is left out; nothing for what is empty. */
export type TransactionSearch = {
  readonly [field in ListField | TextField | `-${ListField}`]?: string;
};

const TXN_ID_PART = /^[A-Za-z0-9._:-]{1,64}$/;
const USER_NAME = /^[^\s,"]{1,256}$/u;
const DECIMAL = /^\d{1,18}(\.\d{1,4})?$/;

export const GRAVEST_FIRST: readonly Severity[] = SEVERITIES.toReversed();

/** The values a list may hold; null where any that passes `isValue` may. */
export const ALLOWED: { readonly [F in ListField]: readonly Lists[F][number][] | null } = {
  status: VERDICT_STATUSES,
  reason: REASONS,
  severity: GRAVEST_FIRST,
  missing: SOURCES,
  at_fault: SOURCES,
  channel: CHANNELS,
  currency: null,
  work_state: WORK_STATES,
  assignee: null,
};

/** Whether a list of this field may hold this value. */
export function isValue(field: ListField, value: string): boolean {
  const allowed: readonly string[] | null = ALLOWED[field];
  if (allowed !== null) return allowed.includes(value);
  return field === 'currency' ? currency(value) !== undefined : USER_NAME.test(value);
}

/** Whether this text asks something that can be answered, in the form it is kept in. */
export function isText(field: TextField, value: string): boolean {
  switch (field) {
    case 'q':
      return TXN_ID_PART.test(value);
    case 'older':
    case 'younger':
    case 'within':
      return spanOf(value) !== null;
    case 'amount_min':
    case 'amount_max':
      return DECIMAL.test(value);
    case 'from':
    case 'to':
      return isInstant(value);
  }
}

function isInstant(value: string): boolean {
  const at = Date.parse(value);
  return !Number.isNaN(at) && new Date(at).toISOString() === value;
}

/** Reads what an address carries; values nobody knows are dropped, so an old or mistyped link still opens. */
export function filterOf(search: Readonly<Record<string, unknown>>): TransactionFilter {
  const valuesOf = (name: string): string[] => {
    const value = search[name];
    return typeof value === 'string' ? value.split(',') : [];
  };
  const listsOf = (prefix: '' | '-'): Lists => ({
    status: known(VERDICT_STATUSES, valuesOf(`${prefix}status`)),
    reason: known(REASONS, valuesOf(`${prefix}reason`)),
    severity: known(GRAVEST_FIRST, valuesOf(`${prefix}severity`)),
    missing: known(SOURCES, valuesOf(`${prefix}missing`)),
    at_fault: known(SOURCES, valuesOf(`${prefix}at_fault`)),
    channel: known(CHANNELS, valuesOf(`${prefix}channel`)),
    work_state: known(WORK_STATES, valuesOf(`${prefix}work_state`)),
    currency: free('currency', valuesOf(`${prefix}currency`)),
    assignee: free('assignee', valuesOf(`${prefix}assignee`)),
  });
  const texts = Object.fromEntries(
    TEXT_FIELDS.map((field) => {
      const value = search[field];
      return [field, typeof value === 'string' && isText(field, value) ? value : ''];
    }),
  );
  return { ...NO_TEXTS, ...texts, ...listsOf(''), not: listsOf('-') };
}

/** In the field's own order, so that equal filters are equal texts. */
function known<T extends string>(allowed: readonly T[], values: readonly string[]): T[] {
  return allowed.filter((value) => values.includes(value));
}

function free(field: ListField, values: readonly string[]): string[] {
  return [...new Set(values)].filter((value) => isValue(field, value)).toSorted();
}

export function searchOf(filter: TransactionFilter): TransactionSearch {
  const lists = LIST_FIELDS.flatMap((field): (readonly [string, string])[] => [
    [field, filter[field].join(',')],
    [`-${field}`, filter.not[field].join(',')],
  ]);
  const texts = TEXT_FIELDS.map((field): readonly [string, string] => [field, filter[field]]);
  return Object.fromEntries([...lists, ...texts].filter(([, value]) => value !== ''));
}

/** One key for equal filters. */
export function filterKey(filter: TransactionFilter): string {
  return JSON.stringify(searchOf(filter));
}

export function isFiltered(filter: TransactionFilter): boolean {
  return filterKey(filter) !== filterKey(NO_FILTER);
}

/** Whether it asks for nothing but statuses: then counters of statuses count its rows. */
export function asksStatusOnly(filter: TransactionFilter): boolean {
  return filterKey({ ...filter, status: [] }) === filterKey(NO_FILTER);
}

/** Adds the value, or takes it out where it is there. */
export function toggled<F extends ListField>(
  filter: TransactionFilter,
  field: F,
  value: Lists[F][number],
): TransactionFilter {
  const values: readonly string[] = filter[field];
  const next = values.includes(value) ? values.filter((other) => other !== value) : [...values, value];
  return filterOf({ ...searchOf(filter), [field]: next.join(',') });
}

/** The filter without one of its fields, or without what it leaves out. */
export function dropped(
  filter: TransactionFilter,
  field: ListField | TextField | `-${ListField}`,
): TransactionFilter {
  return filterOf({ ...searchOf(filter), [field]: '' });
}
