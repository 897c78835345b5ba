import type { Txn, TxnPage } from '../../api/schema.ts';
import { fits, type TransactionFilter } from './filter.ts';

/** Rows a list may hold: while it follows, the oldest give way; what waits beyond this is loaded instead of kept. */
export const ROWS_MAX = 5_000;
/** A row that fits no more stays this long, dimmed, before a following list lets it go. */
export const FAREWELL_MS = 4_000;

export interface Row {
  readonly txn: Txn;
  /** When a change last reached this row while it was shown, ms since 1970; 0 if none has. */
  readonly changedAt: number;
}

/**
 * A live list of transactions, newest first. Rows change in place; what is new waits until it is released, so that nothing moves under
 * somebody who reads or points. Pure: `at` is the time of the call, ms since 1970.
 */
export interface TransactionList {
  readonly filter: TransactionFilter;
  readonly rows: readonly Row[];
  /** New transactions that fit and are not shown yet. */
  readonly waiting: ReadonlyMap<string, Txn>;
  /** More waits than is kept: to show all of it the list has to be loaded anew. */
  readonly overflowed: boolean;
  /** Where the next page begins; null at the end. */
  readonly nextCursor: string | null;
  /** The tail was let go: older rows are asked for by time, from the last row on. */
  readonly trimmed: boolean;
}

export function emptyList(filter: TransactionFilter): TransactionList {
  return { filter, rows: [], waiting: new Map(), overflowed: false, nextCursor: null, trimmed: false };
}

/** A fresh list from its first page. */
export function loaded(filter: TransactionFilter, page: TxnPage): TransactionList {
  const rows = page.items.map((txn) => ({ txn, changedAt: 0 }));
  return { ...emptyList(filter), rows, nextCursor: page.next_cursor };
}

/** The list with a further page at its end; rows already there are not doubled. */
export function extended(list: TransactionList, page: TxnPage): TransactionList {
  const shown = new Set(list.rows.map(({ txn }) => txn.txn_id));
  const further = page.items.filter(({ txn_id }) => !shown.has(txn_id));
  return {
    ...list,
    rows: [...list.rows, ...further.map((txn) => ({ txn, changedAt: 0 }))],
    nextCursor: page.next_cursor,
    trimmed: false,
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
    if (fits(list.filter, change) && isWithin(list, change)) waiting.set(id, change);
    else waiting.delete(id);
  }
  if (waiting.size <= ROWS_MAX) return { ...list, rows, waiting };
  return { ...list, rows, waiting: newestOf(waiting), overflowed: true };
}

/** Lets in what waits; rows that stopped fitting longer ago than `farewellMs` go. */
export function released(list: TransactionList, at: number, farewellMs = 0): TransactionList {
  const staying = list.rows.filter(
    ({ txn, changedAt }) => fits(list.filter, txn) || at - changedAt < farewellMs,
  );
  const entering = [...list.waiting.values()]
    .toSorted(orderByNewest)
    .map((txn): Row => ({ txn, changedAt: 0 }));
  const merged = mergeByNewest(entering, staying);
  const trims = merged.length > ROWS_MAX;
  return {
    ...list,
    rows: trims ? merged.slice(0, ROWS_MAX) : merged,
    waiting: new Map(),
    nextCursor: trims ? null : list.nextCursor,
    trimmed: trims || list.trimmed,
  };
}

/** Whether rows older than the last one can be asked for. */
export function hasMore(list: TransactionList): boolean {
  return list.nextCursor !== null || list.trimmed;
}

function isNewer(change: Txn, known: Txn | undefined): boolean {
  return known === undefined || change.revision > known.revision;
}

/** A transaction older than the last row, where more can be loaded, comes with its own page. */
function isWithin(list: TransactionList, txn: Txn): boolean {
  const last = list.rows.at(-1);
  return last === undefined || !hasMore(list) || orderByNewest(txn, last.txn) < 0;
}

/** The API's order: first seen, then id, both falling. ISO instants of one form compare as text. */
function orderByNewest(one: Txn, other: Txn): number {
  if (one.first_seen_at !== other.first_seen_at) return one.first_seen_at > other.first_seen_at ? -1 : 1;
  if (one.txn_id === other.txn_id) return 0;
  return one.txn_id > other.txn_id ? -1 : 1;
}

function newestOf(waiting: ReadonlyMap<string, Txn>): ReadonlyMap<string, Txn> {
  const kept = [...waiting.values()].toSorted(orderByNewest).slice(0, ROWS_MAX);
  return new Map(kept.map((txn) => [txn.txn_id, txn]));
}

function mergeByNewest(entering: readonly Row[], staying: readonly Row[]): readonly Row[] {
  if (entering.length === 0) return staying;
  const merged: Row[] = [];
  let next = 0;
  for (const row of staying) {
    for (let candidate = entering[next]; candidate !== undefined; candidate = entering[next]) {
      if (orderByNewest(candidate.txn, row.txn) > 0) break;
      merged.push(candidate);
      next += 1;
    }
    merged.push(row);
  }
  return [...merged, ...entering.slice(next)];
}
