import { isTxnId } from '@tieout/core';
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Link } from '@tanstack/react-router';
import { Notice } from './components/states.tsx';
import {
  filterOf as letterFilterOf,
  peekOf,
  searchOf as letterSearchOf,
  type DeadLetterSearch,
} from './pages/dead-letters/filter.ts';
import { OverviewPage } from './pages/overview/overview-page.tsx';
import { rangeSearch } from './pages/overview/range.ts';
import { listSearch } from './pages/transactions/list-search.ts';
import { Shell } from './shell/shell.tsx';

const root = createRootRoute({ component: Shell, notFoundComponent: NoSuchPage });

const overview = createRoute({
  getParentRoute: () => root,
  path: '/',
  validateSearch: rangeSearch,
  component: OverviewPage,
});

const transactions = createRoute({
  getParentRoute: () => root,
  path: '/transactions',
  validateSearch: listSearch,
  component: lazyRouteComponent(
    () => import('./pages/transactions/transactions-page.tsx'),
    'TransactionsPage',
  ),
});

const breaks = createRoute({
  getParentRoute: () => root,
  path: '/breaks',
  validateSearch: listSearch,
  component: lazyRouteComponent(() => import('./pages/breaks/breaks-page.tsx'), 'BreaksPage'),
});

const pasted = createRoute({
  getParentRoute: () => root,
  path: '/pasted',
  validateSearch: ({ column, peek }: Record<string, unknown>): { column?: string; peek?: string } => ({
    ...(typeof column === 'string' ? { column } : {}),
    ...(typeof peek === 'string' && isTxnId(peek) ? { peek } : {}),
  }),
  component: lazyRouteComponent(() => import('./pages/pasted/pasted-page.tsx'), 'PastedPage'),
});

const transaction = createRoute({
  getParentRoute: () => root,
  path: '/transactions/$txnId',
  component: lazyRouteComponent(() => import('./pages/transaction/transaction-page.tsx'), 'TransactionPage'),
});

const sources = createRoute({
  getParentRoute: () => root,
  path: '/sources',
  component: lazyRouteComponent(() => import('./pages/sources/sources-page.tsx'), 'SourcesPage'),
});

const deadLetters = createRoute({
  getParentRoute: () => root,
  path: '/dead-letters',
  validateSearch: (search: Record<string, unknown>): DeadLetterSearch =>
    letterSearchOf(letterFilterOf(search), peekOf(search)),
  component: lazyRouteComponent(
    () => import('./pages/dead-letters/dead-letters-page.tsx'),
    'DeadLettersPage',
  ),
});

const access = createRoute({
  getParentRoute: () => root,
  path: '/audit/access',
  component: lazyRouteComponent(() => import('./pages/access/access-page.tsx'), 'AccessPage'),
});

const me = createRoute({
  getParentRoute: () => root,
  path: '/me',
  component: lazyRouteComponent(() => import('./pages/me/me-page.tsx'), 'MePage'),
});

export const router = createRouter({
  routeTree: root.addChildren([
    overview,
    breaks,
    transactions,
    pasted,
    transaction,
    sources,
    deadLetters,
    access,
    me,
  ]),
  // Plain values with readable commas: an address is something people read, send and edit.
  parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch: (search: Record<string, string | undefined>) => {
    const parts = Object.entries(search).flatMap(([name, value]) =>
      value === undefined || value === ''
        ? []
        : [`${name}=${encodeURIComponent(value).replaceAll('%2C', ',')}`],
    );
    return parts.length === 0 ? '' : `?${parts.join('&')}`;
  },
  defaultPreload: false, // every read of transaction data is recorded: nothing is fetched because a pointer passed over it
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}

function NoSuchPage() {
  return (
    <Notice
      heading="h1"
      title="No such page"
      actions={
        <Link to="/" className="font-medium text-matched hover:underline">
          Go to Overview
        </Link>
      }
    >
      The address leads nowhere.
    </Notice>
  );
}
