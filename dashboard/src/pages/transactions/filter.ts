import { CHANNELS, REASONS, SEVERITIES, SOURCES, VERDICT_STATUSES } from '@tieout/core';
import type { Channel, Reason, Severity, Source, Txn, VerdictStatus } from '../../api/schema.ts';

/** What a list shows: within one field any of the values, over the fields all of them. An empty field asks nothing. */
export interface TransactionFilter {
  readonly status: readonly VerdictStatus[];
  readonly reason: readonly Reason[];
  readonly severity: readonly Severity[];
  readonly channel: readonly Channel[];
  readonly missing: readonly Source[];
  readonly currency: readonly string[];
  /** A transaction id or the beginning of one. */
  readonly q: string;
}

/** The same in the address: "MISMATCHED,PARTIAL"; what is empty is left out. */
export type TransactionSearch = { readonly [field in keyof TransactionFilter]?: string };

export const NO_FILTER: TransactionFilter = {
  status: [],
  reason: [],
  severity: [],
  channel: [],
  missing: [],
  currency: [],
  q: '',
};

const LISTS = ['status', 'reason', 'severity', 'channel', 'missing', 'currency'] as const;
export type ListField = (typeof LISTS)[number];

const TXN_ID_PART = /^[A-Za-z0-9._:-]{1,64}$/;
const CURRENCY_CODE = /^[A-Z]{3}$/;

/** Reads what an address carries; values nobody knows are dropped, so an old or mistyped link still opens. */
export function filterOf(search: Readonly<Record<string, unknown>>): TransactionFilter {
  const listed = (field: ListField): string[] => {
    const value = search[field];
    return typeof value === 'string' ? value.split(',') : [];
  };
  const known = <T extends string>(field: ListField, allowed: readonly T[]): T[] => {
    const values = listed(field);
    return allowed.filter((value) => values.includes(value));
  };
  const q = typeof search['q'] === 'string' ? search['q'] : '';
  return {
    status: known('status', VERDICT_STATUSES),
    reason: known('reason', REASONS),
    severity: known('severity', SEVERITIES),
    channel: known('channel', CHANNELS),
    missing: known('missing', SOURCES),
    currency: [...new Set(listed('currency'))].filter((code) => CURRENCY_CODE.test(code)).toSorted(),
    q: TXN_ID_PART.test(q) ? q : '',
  };
}

export function searchOf(filter: TransactionFilter): TransactionSearch {
  const lists = LISTS.filter((field) => filter[field].length > 0).map((field) => [
    field,
    filter[field].join(','),
  ]);
  return Object.fromEntries(filter.q === '' ? lists : [...lists, ['q', filter.q]]);
}

/** The API's query for the same rows. */
export function queryOf(filter: TransactionFilter): {
  [field in keyof TransactionFilter]?: TransactionFilter[field] extends readonly (infer E)[] ? E[] : string;
} {
  return Object.fromEntries(
    Object.entries(filter).filter(([, value]: [string, string | readonly string[]]) => value.length > 0),
  );
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
  value: TransactionFilter[F][number],
): TransactionFilter {
  const values: readonly string[] = filter[field];
  const next = values.includes(value) ? values.filter((other) => other !== value) : [...values, value];
  return filterOf({ ...searchOf(filter), [field]: next.join(',') });
}

const holds = (asked: readonly string[], values: readonly string[]): boolean =>
  asked.length === 0 || values.some((value) => asked.includes(value));

/** Whether a list with this filter shows this transaction; the same answer as the API's. */
export function fits(filter: TransactionFilter, txn: Txn): boolean {
  return (
    holds(filter.status, [txn.status]) &&
    holds(filter.reason, txn.reasons) &&
    holds(filter.severity, txn.severity === null ? [] : [txn.severity]) &&
    holds(filter.channel, [txn.channel]) &&
    holds(filter.missing, txn.missing) &&
    holds(filter.currency, [txn.currency]) &&
    txn.txn_id.startsWith(filter.q)
  );
}
