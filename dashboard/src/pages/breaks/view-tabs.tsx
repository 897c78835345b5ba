import { Link } from '@tanstack/react-router';
import type { TransactionFilter } from '../transactions/filter.ts';
import { addressOf } from '../transactions/saved-view.ts';
import { useSavedViews } from '../transactions/saved-views.ts';
import { BREAK_VIEWS, isShown } from '../transactions/views.ts';

interface Props {
  readonly filter: TransactionFilter;
  /** The saved view that is shown, if any. */
  readonly view: string | undefined;
}

/** The questions of every day, then a person's own. Each is an address; the one that is asked exactly is marked. */
export function ViewTabs({ filter, view: id }: Props) {
  const { views } = useSavedViews();
  const own = views.filter(({ list }) => list === '/breaks');
  const saved = own.find((view) => view.id === id);
  const tabs = [
    ...BREAK_VIEWS.map((view) => ({
      name: view.name,
      search: view.search,
      key: view.name,
      shown: saved === undefined && isShown(view, filter),
    })),
    ...own.map((view) => ({ name: view.name, search: addressOf(view), key: view.id, shown: view === saved })),
  ];
  return (
    <nav
      aria-label="Views"
      className="-mx-1 flex gap-1 overflow-x-auto px-1 text-table max-lg:-my-1 max-lg:py-1"
    >
      {tabs.map(({ key, name, search, shown }) => (
        <Link
          key={key}
          to="/breaks"
          search={search}
          activeOptions={{ exact: true, includeSearch: true }}
          aria-current={shown ? 'page' : undefined}
          className={`inline-flex h-7 shrink-0 items-center rounded-control px-2.5 whitespace-nowrap ${shown ? 'bg-selected font-medium text-matched' : 'text-ink-soft hover:bg-hover hover:text-ink'}`}
        >
          {name}
        </Link>
      ))}
    </nav>
  );
}
