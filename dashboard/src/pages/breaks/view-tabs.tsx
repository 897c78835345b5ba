import { Link } from '@tanstack/react-router';
import type { TransactionFilter } from '../transactions/filter.ts';
import { BREAK_VIEWS, isShown } from '../transactions/views.ts';

/** The questions of every day. Each is an address; the one that is asked exactly is marked. */
export function ViewTabs({ filter }: { filter: TransactionFilter }) {
  return (
    <nav
      aria-label="Views"
      className="-mx-1 flex gap-1 overflow-x-auto px-1 text-table max-lg:-my-1 max-lg:py-1"
    >
      {BREAK_VIEWS.map((view) => {
        const shown = isShown(view, filter);
        return (
          <Link
            key={view.name}
            to="/breaks"
            search={view.search}
            activeOptions={{ exact: true, includeSearch: true }}
            aria-current={shown ? 'page' : undefined}
            className={`inline-flex h-7 shrink-0 items-center rounded-control px-2.5 whitespace-nowrap ${shown ? 'bg-selected font-medium text-matched' : 'text-ink-soft hover:bg-hover hover:text-ink'}`}
          >
            {view.name}
          </Link>
        );
      })}
    </nav>
  );
}
