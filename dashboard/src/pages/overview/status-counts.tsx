import { Link } from '@tanstack/react-router';
import type { Summary } from '../../api/schema.ts';
import { StatusBadge } from '../../components/badges.tsx';
import { Skeleton } from '../../components/states.tsx';
import { STATUSES_SHOWN } from '../../format/labels.ts';
import { formatCount, LOCALE } from '../../format/money.ts';
import { NO_FILTER, searchOf } from '../transactions/filter.ts';

/** How many transactions stand in each status; each count opens the list it counts. */
export function StatusCounts({ summary }: { summary: Summary | null }) {
  return (
    <ul
      aria-label="Transactions by status"
      className="grid grid-cols-2 overflow-hidden rounded-panel border border-line bg-line gap-px sm:grid-cols-3 xl:grid-cols-6"
    >
      {STATUSES_SHOWN.map((status) => (
        <li key={status} className="bg-panel">
          <Link
            to="/transactions"
            search={searchOf({ ...NO_FILTER, status: [status] })}
            className="flex flex-col gap-0.5 px-4 py-3 outline-offset-[-2px] hover:bg-hover"
          >
            <span className="text-small">
              <StatusBadge status={status} />
            </span>
            <span data-testid={`count-${status}`} className="text-title font-semibold">
              {summary === null ? (
                <Skeleton className="h-4 w-16" />
              ) : (
                formatCount(summary.totals[status], LOCALE)
              )}
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
