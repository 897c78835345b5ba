import { fetchKnown, fetchSummary, fetchTransactions } from '../../api/client.ts';
import { asProblem, type ApiProblem } from '../../api/problem.ts';
import type { Txn, TxnPage } from '../../api/schema.ts';
import { feed } from '../../live/feed.ts';
import { paintSoon } from '../../live/paint.ts';
import { Observable } from '../../observable.ts';
import { filterKey, type TransactionFilter } from './filter.ts';
import { queryOf } from './filter-query.ts';
import { foldTexts, type Fold } from './fold.ts';
import type { Sort } from './list-order.ts';
import type { ListSearch } from './list-search.ts';
import {
  changed,
  emptyList,
  extended,
  FAREWELL_MS,
  hasMore,
  isResting,
  loaded,
  NOTHING_ASKED,
  released,
  wakened,
  type Asked,
  type TransactionList,
} from './transaction-list.ts';

const PAGE_ROWS = 200;
const SNAPSHOT_TRIES = 3;
/** As many as the API takes at once. */
const IDS_MAX = 500;

/** What is drawn: the list and how its loading stands. `loading` with rows means: these are the old ones. */
export interface ListView {
  readonly list: TransactionList;
  readonly loading: boolean;
  readonly loadingMore: boolean;
  /** New rows are held back: somebody reads or points. */
  readonly held: boolean;
  readonly problem: ApiProblem | null;
}

/**
 * Keeps a list of transactions current: it loads, takes changes, and draws through the paint clock. It lives outside the
 * pages, so going to a transaction and Back finds the list where it was, scrolled as it was, and still live.
 */
export class ListKeeper {
  readonly view = new Observable<ListView>({
    list: emptyList(NOTHING_ASKED),
    loading: false,
    loadingMore: false,
    held: false,
    problem: null,
  });
  /** The page it is shown on, and the address it was last asked with there. */
  readonly path: '/transactions' | '/breaks' | '/pasted';
  search: ListSearch = {};
  /** Where the person had scrolled to, and the row they were on, kept for Back. */
  scrollTop = 0;
  activeId: string | null = null;
  /** Counts the times somebody asked to be back at the top and follow; whoever draws the rows goes there. */
  readonly followed = new Observable(0);
  #current: ListView = this.view.get();
  #key: string | null = null;
  #request: AbortController | null = null;
  /** Reasons to hold new rows back: scrolled, focused, pointing. None means following. */
  readonly #holds = new Set<string>();

  constructor(path: ListKeeper['path']) {
    this.path = path;
    feed.onChanges((items) => {
      if (this.#key === null) return;
      this.#update({ list: changed(this.#current.list, items, Date.now()) });
    });
    feed.onReload(() => {
      if (this.#key !== null) this.retry();
    });
    feed.onBack(() => {
      if (this.#current.problem !== null) this.retry();
    });
  }

  /** Shows this; where it is what is already kept, at once and without asking. */
  open(filter: TransactionFilter, sort: Sort, me: string, folds: readonly Fold[] = []): void {
    const key = [sort, filterKey(filter), ...foldTexts(folds)].join(' ');
    this.#open(key, { filter, sort, folds, me, at: Date.now(), ids: null });
  }

  /** Shows these, in this order, as far as they are known. */
  openIds(ids: readonly string[]): void {
    const places = new Map(ids.map((id, place) => [id, place]));
    this.#open(ids.join(), { ...NOTHING_ASKED, at: Date.now(), ids: places });
  }

  #open(key: string, asked: Asked): void {
    if (this.#key === key) return;
    this.#key = key;
    this.scrollTop = 0;
    this.activeId = null;
    void this.#load(asked);
  }

  retry(): void {
    void this.#load({ ...this.#current.list.asked, at: Date.now() });
  }

  /** Holds new rows back, or lets them in again, for one of several reasons at once. */
  hold(reason: string, held: boolean): void {
    if (held) this.#holds.add(reason);
    else this.#holds.delete(reason);
    if (this.#current.held !== this.#holds.size > 0) this.#update({ held: this.#holds.size > 0 });
    if (this.#holds.size === 0 && this.#current.list.waiting.size > 0) this.#release();
  }

  /** Shows what waits and follows again: a person asked for it. */
  follow(): void {
    this.scrollTop = 0;
    this.activeId = null;
    this.hold('scroll', false);
    this.#release();
    this.followed.set(this.followed.get() + 1);
  }

  #release(): void {
    if (this.#current.list.overflowed) {
      this.retry();
      return;
    }
    this.#update({ list: released(this.#current.list, Date.now()) });
    this.#draw();
  }

  async more(): Promise<void> {
    const { list, loading, loadingMore } = this.#current;
    if (loading || loadingMore || !hasMore(list) || isResting(list)) return;
    this.#update({ loadingMore: true, problem: null });
    const request = this.#request;
    const query = { ...queryOf(list.asked), ...startAfter(list), limit: PAGE_ROWS };
    try {
      const page = await fetchTransactions(query, request?.signal);
      if (request !== this.#request) return;
      this.#update({ list: extended(this.#current.list, page), loadingMore: false });
    } catch (failure) {
      if (request !== this.#request) return;
      this.#update({ loadingMore: false, problem: asProblem(failure) });
    }
    this.#draw();
  }

  /** Looks on where it rests. */
  lookFurther(): void {
    this.#update({ list: wakened(this.#current.list) });
    void this.more();
  }

  async #load(asked: Asked): Promise<void> {
    this.#request?.abort();
    const request = new AbortController();
    this.#request = request;
    // The old rows stay, dimmed, until the new ones are here.
    this.#update({
      list: { ...this.#current.list, asked },
      loading: true,
      loadingMore: false,
      problem: null,
    });
    this.#draw();
    try {
      const list = await currentSnapshot(asked, request.signal);
      if (request !== this.#request) return;
      this.#update({ list, loading: false });
    } catch (failure) {
      if (request !== this.#request) return;
      this.#update({ loading: false, problem: asProblem(failure) });
    }
    this.#draw();
  }

  #update(change: Partial<ListView>): void {
    this.#current = { ...this.#current, ...change };
    paintSoon(this.#paint);
  }

  readonly #draw = (): void => this.view.set(this.#current);

  /** New rows enter here and nowhere else: from the moment somebody holds the list, no drawing moves a row. */
  readonly #paint = (): void => {
    const { list, loading, problem } = this.#current;
    const still = this.#holds.size > 0 || loading || (list.overflowed && problem !== null);
    if (!still && list.overflowed) this.retry();
    else if (!still) this.#current = { ...this.#current, list: released(list, Date.now(), FAREWELL_MS) };
    this.#draw();
  };
}

/** There is nothing to show, here or further on. */
export function isEmpty({ list, loading, loadingMore }: ListView): boolean {
  return !loading && !loadingMore && list.rows.length === 0 && list.waiting.size === 0 && !hasMore(list);
}

/** A first page, brought up to date with what the feed delivered while it was on its way. */
async function currentSnapshot(asked: Asked, signal: AbortSignal): Promise<TransactionList> {
  for (let tries = 1; ; tries += 1) {
    const page = await firstPage(asked, signal);
    const since = feed.meet(page.as_of);
    if (since !== null) return released(changed(loaded(asked, page), since, 0), 0);
    // More changed meanwhile than the feed keeps. If that goes on, the page alone is better than none: the feed mends its rows.
    if (tries === SNAPSHOT_TRIES) return loaded(asked, page);
  }
}

async function firstPage(asked: Asked, signal: AbortSignal): Promise<TxnPage> {
  if (asked.ids === null) return fetchTransactions({ ...queryOf(asked), limit: PAGE_ROWS }, signal);
  // Known ids come without a cursor: what the feed delivers from here on goes on top of them.
  const { as_of } = await fetchSummary(signal);
  feed.begin(as_of);
  const items: Txn[] = [];
  const ids = [...asked.ids.keys()];
  for (let from = 0; from < ids.length; from += IDS_MAX) {
    // One after the other: a thousand ids are two questions, and nobody waits for the second.
    // oxlint-disable-next-line no-await-in-loop
    const known = await fetchKnown(ids.slice(from, from + IDS_MAX), signal);
    items.push(...known.items);
  }
  return { items, next_cursor: null, looked_to: null, as_of };
}

/** Where the page after this list begins: at its cursor, or, the tail being let go, at the time of its last row. */
function startAfter(list: TransactionList): { cursor: string } | { to: string } | Record<string, never> {
  if (list.nextCursor !== null) return { cursor: list.nextCursor };
  const last = list.rows.at(-1);
  // `to` is exclusive and rows may share a millisecond: one more, and the doubles are dropped.
  return last === undefined ? {} : { to: new Date(Date.parse(last.txn.first_seen_at) + 1).toISOString() };
}

/** Everything, live; and what is broken. Each is kept while the other is looked at. */
export const transactionList = new ListKeeper('/transactions');
export const breakList = new ListKeeper('/breaks');
export const pastedList = new ListKeeper('/pasted');

/** The one that was looked at last: what J and K walk from a transaction's page, and where Escape leads back to. */
export const lastList = new Observable(transactionList);
