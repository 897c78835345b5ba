import type { Txn, TxnPage } from '../../api/schema.ts';
import { NO_FILTER, type TransactionFilter } from './filter.ts';
import { fits, type Asking } from './filter-fits.ts';
import { isFolded, type Fold } from './fold.ts';
import { compareBy, type Sort } from './list-order.ts';

/** Rows a list may hold: while it follows, the oldest give way; what waits beyond this is loaded instead of kept. */
export const ROWS_MAX = 5_000;
/** After so many pages in a row that brought nothing, going on is asked for: a rare filter would read all there is by itself. */
export const EMPTY_PAGES_MAX = 10;
/** A row that fits no more stays this long, dimmed, before a following list lets it go. */
export const FAREWELL_MS = 4_000;

export interface Row {
  readonly txn: Txn;
  /** When a change last reached this row while it was shown, ms since 1970; 0 if none has. */
  readonly changedAt: number;
}

/** What a list shows, in which order, for whom, and as of when it was asked. */
export interface Asked extends Asking {
  readonly filter: TransactionFilter;
  readonly sort: Sort;
  /** None of what these stand for. */
  readonly folds: readonly Fold[];
  /** Only these, each at its place, whatever the filter and order; null for whatever fits. */
  readonly ids: ReadonlyMap<string, number> | null;
}

export const NOTHING_ASKED: Asked = {
  filter: NO_FILTER,
  sort: 'time',
  folds: [],
  me: '',
  at: 0,
  ids: null,
};

/**
 * A live list of transactions. Rows change in place; what is new waits until it is released, so that nothing moves under
 * somebody who reads or points. Pure: `at` is the time of the call, ms since 1970.
 */
export interface TransactionList {
  readonly asked: Asked;
  readonly rows: readonly Row[];
  /** New transactions that fit and are not shown yet. */
  readonly waiting: ReadonlyMap<string, Txn>;
  /** More waits than is kept: to show all of it the list has to be loaded anew. */
  readonly overflowed: boolean;
  /** Where the next page begins; null at the end. */
  readonly nextCursor: string | null;
  /** The tail was let go: older rows are asked for by time, from the last row on. */
  readonly trimmed: boolean;
  /** How far back everything was looked at; null where that is not known, or nothing is left. */
  readonly lookedTo: string | null;
  /** The last so many pages brought nothing. */
  readonly emptyPages: number;
}

export function emptyList(asked: Asked): TransactionList {
  return {
    asked,
    rows: [],
    waiting: new Map(),
    overflowed: false,
    nextCursor: null,
    trimmed: false,
    lookedTo: null,
    emptyPages: 0,
  };
}

/** A fresh list from its first page. */
export function loaded(asked: Asked, page: TxnPage): TransactionList {
  const rows = page.items.map((txn) => ({ txn, changedAt: 0 }));
  return { ...emptyList(asked), rows, ...endOf(page, 0) };
}

/** The list with a further page at its end; rows already there are not doubled. */
export function extended(list: TransactionList, page: TxnPage): TransactionList {
  const shown = new Set(list.rows.map(({ txn }) => txn.txn_id));
  const further = page.items.filter(({ txn_id }) => !shown.has(txn_id));
  return {
    ...list,
    rows: [...list.rows, ...further.map((txn) => ({ txn, changedAt: 0 }))],
    ...endOf(page, list.emptyPages),
    trimmed: false,
  };
}

function endOf(
  { items, next_cursor, looked_to }: TxnPage,
  emptyBefore: number,
): Pick<TransactionList, 'nextCursor' | 'lookedTo' | 'emptyPages'> {
  return {
    nextCursor: next_cursor,
    lookedTo: looked_to,
    emptyPages: items.length === 0 ? emptyBefore + 1 : 0,
  };
}

/** Applies changes in the order they came: shown rows are replaced in place, by greater revisions only; what is new and fits waits. */
export function changed(list: TransactionList, items: readonly Txn[], at: number): TransactionList {
  const latest = new Map<string, Txn>();
  for (const item of items) {
    if (isNewer(item, latest.get(item.txn_id))) latest.set(item.txn_id, item);
  }
  const rows = list.rows.map((row) => {
    const change = latest.get(row.txn.txn_id);
    if (change === undefined) return row;
    latest.delete(change.txn_id);
    return isNewer(change, row.txn) ? { txn: change, changedAt: at } : row;
  });
  const waiting = new Map(list.waiting);
  for (const [id, change] of latest) {
    if (!isNewer(change, waiting.get(id))) continue;
    if (isListed(list, change) && isWithin(list, change)) waiting.set(id, change);
    else waiting.delete(id);
  }
  if (waiting.size <= ROWS_MAX) return { ...list, rows, waiting };
  return { ...list, rows, waiting: firstOf(list, waiting), overflowed: true };
}

/** Lets in what waits, each row to its place; rows that stopped fitting longer ago than `farewellMs` go. */
export function released(list: TransactionList, at: number, farewellMs = 0): TransactionList {
  const staying = list.rows.filter((row) => isListed(list, row.txn) || at - row.changedAt < farewellMs);
  const entering = [...list.waiting.values()].map((txn): Row => ({ txn, changedAt: 0 }));
  const compare = orderOf(list.asked);
  const rows = [...entering, ...staying].toSorted((one, other) => compare(one.txn, other.txn));
  const full = rows.length > ROWS_MAX;
  // Older rows can be asked for by time. Of another order, what gave way could not be found again: that list begins anew.
  const trims = full && list.asked.sort === 'time';
  return {
    ...list,
    rows: trims ? rows.slice(0, ROWS_MAX) : rows,
    waiting: new Map(),
    overflowed: list.overflowed || (full && !trims),
    nextCursor: trims ? null : list.nextCursor,
    trimmed: trims || list.trimmed,
  };
}

function orderOf({ ids, sort }: Asked): (one: Txn, other: Txn) => number {
  if (ids === null) return compareBy(sort);
  return (one, other) => (ids.get(one.txn_id) ?? 0) - (ids.get(other.txn_id) ?? 0);
}

/** Whether the list shows this transaction, as it stands now. */
export function isListed({ asked }: TransactionList, txn: Txn): boolean {
  if (asked.ids !== null) return asked.ids.has(txn.txn_id);
  return fits(asked.filter, txn, asked) && !isFolded(asked.folds, txn);
}

/** Whether rows beyond the last one can be asked for. */
export function hasMore(list: TransactionList): boolean {
  return list.nextCursor !== null || list.trimmed;
}

/** Whether somebody has to ask for more of it: it would look on for long, and has found nothing for a while. */
export function isResting(list: TransactionList): boolean {
  return hasMore(list) && list.emptyPages >= EMPTY_PAGES_MAX;
}

/** The same list, to be looked on from where it rests. */
export function wakened(list: TransactionList): TransactionList {
  return { ...list, emptyPages: 0 };
}

function isNewer(change: Txn, known: Txn | undefined): boolean {
  return known === undefined || change.revision > known.revision;
}

/** A transaction beyond the last row, where more can be loaded, comes with its own page. */
function isWithin(list: TransactionList, txn: Txn): boolean {
  const last = list.rows.at(-1);
  return last === undefined || !hasMore(list) || orderOf(list.asked)(txn, last.txn) < 0;
}

function firstOf({ asked }: TransactionList, waiting: ReadonlyMap<string, Txn>): ReadonlyMap<string, Txn> {
  const kept = [...waiting.values()].toSorted(orderOf(asked)).slice(0, ROWS_MAX);
  return new Map(kept.map((txn) => [txn.txn_id, txn]));
}
