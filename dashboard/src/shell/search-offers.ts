import type { VerdictStatus } from '../api/schema.ts';
import { counted } from '../format/labels.ts';
import { formatCount, LOCALE } from '../format/money.ts';
import type { ListSearch } from '../pages/transactions/list-search.ts';
import { addressOf, type ListPath, type SavedView } from '../pages/transactions/saved-view.ts';
import { BREAK_VIEWS } from '../pages/transactions/views.ts';
import { pastedColumn, pastedId, type PastedColumn } from './pasted-id.ts';

type PagePath = '/' | '/breaks' | '/transactions' | '/sources' | '/dead-letters' | '/audit/access' | '/me';

/** Where an offer leads. */
export type Lead =
  | { readonly to: 'transaction'; readonly txnId: string }
  | { readonly to: 'page'; readonly path: PagePath }
  | { readonly to: 'list'; readonly path: ListPath; readonly search: ListSearch }
  | { readonly to: 'pasted'; readonly column: PastedColumn };

export interface Offer {
  readonly key: string;
  readonly kind: 'transaction' | 'page' | 'view' | 'pasted';
  readonly words: string;
  /** Why it is offered, or what it is. */
  readonly aside: string;
  readonly status: VerdictStatus | null;
  readonly lead: Lead;
}

/** What the API found; `by` is what else it was found by, null where that is its id. */
export interface Found {
  readonly txn_id: string;
  readonly status: VerdictStatus;
  readonly by: string | null;
}

const PAGES: readonly { readonly name: string; readonly path: PagePath; readonly auditor?: true }[] = [
  { name: 'Overview', path: '/' },
  { name: 'Breaks', path: '/breaks' },
  { name: 'Transactions', path: '/transactions' },
  { name: 'Sources', path: '/sources' },
  { name: 'Dead letters', path: '/dead-letters' },
  { name: 'Access log', path: '/audit/access', auditor: true },
  { name: 'Preferences', path: '/me' },
];

/**
 * What a text may mean, the likeliest first: the transaction of exactly this id, a page or view of this name, what else was found, a column of
 * ids, and the page of an id nobody has spoken of yet. `found` is null while that is not known.
 */
export function offersFor(
  text: string,
  found: readonly Found[] | null,
  seesAccess: boolean,
  saved: readonly SavedView[],
): readonly Offer[] {
  const asked = text.trim();
  const id = pastedId(asked);
  const exact = (found ?? []).filter(({ txn_id }) => txn_id === id);
  const others = (found ?? []).filter(({ txn_id }) => txn_id !== id);
  return [
    ...exact.map(foundOffer),
    ...named(asked, seesAccess, saved),
    ...others.map(foundOffer),
    ...columnOffer(asked),
    ...(id === null || exact.length > 0 ? [] : [unheardOffer(id, found)]),
  ];
}

function foundOffer({ txn_id, status, by }: Found): Offer {
  return {
    key: `transaction ${txn_id}`,
    kind: 'transaction',
    words: txn_id,
    aside: by ?? '',
    status,
    lead: { to: 'transaction', txnId: txn_id },
  };
}

function named(asked: string, seesAccess: boolean, saved: readonly SavedView[]): readonly Offer[] {
  const begins = (name: string): boolean => ` ${name}`.toLowerCase().includes(` ${asked.toLowerCase()}`);
  const pages = PAGES.filter(
    ({ name, auditor }) => begins(name) && (auditor === undefined || seesAccess),
  ).map(({ name, path }): Offer => ({
    key: `page ${path}`,
    kind: 'page',
    words: name,
    aside: 'Page',
    status: null,
    lead: { to: 'page', path },
  }));
  const views = BREAK_VIEWS.filter(({ name }) => begins(name)).map(({ name, search }): Offer => ({
    key: `view ${name}`,
    kind: 'view',
    words: name,
    aside: 'View of breaks',
    status: null,
    lead: { to: 'list', path: '/breaks', search },
  }));
  const own = saved
    .filter(({ name }) => begins(name))
    .map((view): Offer => ({
      key: `view ${view.id}`,
      kind: 'view',
      words: view.name,
      aside: `Your view of ${view.list === '/breaks' ? 'breaks' : 'transactions'}`,
      status: null,
      lead: { to: 'list', path: view.list, search: addressOf(view) },
    }));
  return [...pages, ...own, ...views];
}

function columnOffer(asked: string): readonly Offer[] {
  const column = pastedColumn(asked);
  if (column === null) return [];
  return [
    {
      key: 'pasted',
      kind: 'pasted',
      words: `Open ${counted(formatCount(column.ids.length, LOCALE), 'id')} as a list`,
      aside: column.others.length === 0 ? '' : `${column.others.length} of the words are no ids`,
      status: null,
      lead: { to: 'pasted', column },
    },
  ];
}

function unheardOffer(txnId: string, found: readonly Found[] | null): Offer {
  return {
    key: 'unheard',
    kind: 'transaction',
    words: txnId,
    aside: found === null ? 'Open this id' : 'Nothing heard of it yet: watch for it',
    status: null,
    lead: { to: 'transaction', txnId },
  };
}
