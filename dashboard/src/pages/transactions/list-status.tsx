import { ArrowUp } from 'lucide-react';
import { Button } from '../../components/button.tsx';
import { useZone } from '../../components/moment.tsx';
import { formatCount, LOCALE } from '../../format/money.ts';
import { formatClock } from '../../format/time.ts';
import { feed } from '../../live/feed.ts';
import { useObservable } from '../../observable.ts';
import type { ListKeeper, ListView } from './list-keeper.ts';
import { hasMore } from './transaction-list.ts';

interface Props {
  readonly keeper: ListKeeper;
  readonly view: ListView;
  /** How many the filter shows, as it is to be read; null where that is not known. */
  readonly all: string | null;
  readonly order: string;
}

/** How many rows there are, and the pill that says how many more came while the list was held still. */
export function ListStatus({ keeper, view, all, order }: Props) {
  const { list } = view;
  const waiting = list.waiting.size;
  const loaded = formatCount(list.rows.length, LOCALE);
  const link = useObservable(feed.state);
  const { timeZone, label } = useZone();
  const lostAt = link.link === 'lost' ? `${formatClock(link.since, timeZone).slice(0, 8)} ${label}` : null;
  const following = lostAt === null ? (view.held ? 'held still' : 'following') : `as of ${lostAt}`;
  const rows = all === null ? `${loaded}${hasMore(list) ? '+' : ''} loaded` : `${loaded} of ${all} loaded`;
  return (
    <div className="flex shrink-0 items-center gap-3 text-small text-ink-soft">
      {waiting > 0 && (
        <Button
          look="solid"
          className="!h-7 rounded-full text-small"
          title="Show what is new (.)"
          onClick={() => keeper.follow()}
        >
          <ArrowUp size={14} aria-hidden="true" />
          {formatCount(waiting, LOCALE)}
          {list.overflowed ? '+' : ''} new
        </Button>
      )}
      {!view.loading && list.rows.length > 0 && (
        <span className="max-sm:hidden">
          {rows}, {order} · {following}
        </span>
      )}
    </div>
  );
}
