import { currency, parseMajor } from '@tieout/core';
import type { Txn } from '../../api/schema.ts';
import type { ListField, TransactionFilter } from './filter.ts';
import { spanOf } from './span.ts';

/** Who asks, and when: what `me` means, and since when "the last 15 minutes" began. A list keeps both until it loads again. */
export interface Asking {
  readonly me: string;
  /** ms since 1970. */
  readonly at: number;
}

/** Whether a list with this filter shows this transaction; the same answer as the API's. */
export function fits(filter: TransactionFilter, txn: Txn, asking: Asking): boolean {
  return (
    LISTED.every(([field, valuesOf]) => {
      const values = valuesOf(txn);
      return holds(filter[field], values) && !filter.not[field].some((value) => values.includes(value));
    }) &&
    fitsOwner(filter, txn, asking) &&
    txn.txn_id.startsWith(filter.q) &&
    fitsAge(filter, txn, asking) &&
    fitsAmount(filter, txn) &&
    fitsTime(filter, txn, asking)
  );
}

const LISTED: readonly (readonly [ListField, (txn: Txn) => readonly string[]])[] = [
  ['status', (txn) => [txn.status]],
  ['reason', (txn) => txn.reasons],
  ['severity', (txn) => (txn.severity === null ? [] : [txn.severity])],
  ['missing', (txn) => txn.missing],
  ['at_fault', (txn) => (txn.at_fault === null ? [] : [txn.at_fault])],
  ['channel', (txn) => [txn.channel]],
  ['currency', (txn) => [txn.currency]],
  ['work_state', (txn) => [txn.work_state]],
];

function holds(asked: readonly string[], values: readonly string[]): boolean {
  return asked.length === 0 || values.some((value) => asked.includes(value));
}

function fitsOwner({ assignee, not }: TransactionFilter, txn: Txn, { me }: Asking): boolean {
  const is = (name: string): boolean =>
    name === 'nobody' ? txn.assignee === null : txn.assignee === (name === 'me' ? me : name);
  return (assignee.length === 0 || assignee.some(is)) && !not.assignee.some(is);
}

function fitsAge({ older, younger }: TransactionFilter, { broken_at }: Txn, { at }: Asking): boolean {
  if (older === '' && younger === '') return true;
  if (broken_at === null) return false;
  const age = at - Date.parse(broken_at);
  return age >= (spanOf(older) ?? -Infinity) && age <= (spanOf(younger) ?? Infinity);
}

/** An amount asked in minor units; null where none is, or it cannot be an amount of the one currency asked for. */
export function minorOf(amount: string, currencies: readonly string[]): bigint | null {
  const [only, ...others] = currencies;
  const code = only === undefined || others.length > 0 ? undefined : currency(only);
  return amount === '' || code === undefined ? null : (parseMajor(amount, code) ?? null);
}

function fitsAmount({ amount_min, amount_max, currency: asked }: TransactionFilter, txn: Txn): boolean {
  const [least, most] = [minorOf(amount_min, asked), minorOf(amount_max, asked)];
  if (least === null && most === null) return true;
  const amount = BigInt(txn.amount_minor);
  return (least === null || amount >= least) && (most === null || amount <= most);
}

/** When "within" begins, ms; null where it is not asked. */
export function withinFrom({ within }: TransactionFilter, { at }: Asking): number | null {
  const span = spanOf(within);
  return span === null ? null : at - span;
}

function fitsTime(filter: TransactionFilter, { first_seen_at }: Txn, asking: Asking): boolean {
  const since = withinFrom(filter, asking);
  // ISO instants of one form compare as text.
  return (
    (filter.from === '' || first_seen_at >= filter.from) &&
    (filter.to === '' || first_seen_at < filter.to) &&
    (since === null || Date.parse(first_seen_at) >= since)
  );
}
