import { Link } from '@tanstack/react-router';
import type { Summary } from '../../api/schema.ts';
import { Moment } from '../../components/moment.tsx';
import { Panel } from '../../components/panel.tsx';
import { Skeleton } from '../../components/states.tsx';
import { reasonWords } from '../../format/labels.ts';
import { formatCount, LOCALE } from '../../format/money.ts';
import { NO_FILTER, searchOf } from '../transactions/filter.ts';

/** Why open breaks are open. Lengths compare the reasons with each other. */
export function ReasonsPanel({ summary }: { summary: Summary | null }) {
  const most = Math.max(1, ...(summary?.reasons.map(({ count }) => count) ?? []));
  return (
    <Panel
      title="Why breaks are open"
      aside={
        summary !== null && (
          <>
            counted <Moment at={summary.breaks_at} clock="counted" />
          </>
        )
      }
    >
      {summary === null && <ReasonSkeletons />}
      {summary?.reasons.length === 0 && (
        <p className="px-4 py-8 text-center text-ink-soft">No open breaks.</p>
      )}
      <ul className="py-1.5">
        {summary?.reasons.map(({ reason, count }) => (
          <li key={reason}>
            <Link
              to="/transactions"
              search={searchOf({ ...NO_FILTER, status: ['MISMATCHED'], reason: [reason] })}
              title={reason}
              className="grid grid-cols-[minmax(8.5rem,1fr)_minmax(48px,1fr)_3.5rem] items-center gap-3 px-4 py-1.5 text-table outline-offset-[-2px] hover:bg-hover"
            >
              <span className="truncate">{reasonWords(reason)}</span>
              <svg viewBox="0 0 100 6" preserveAspectRatio="none" className="h-1.5 w-full" aria-hidden="true">
                <rect width="100" height="6" rx="1" className="fill-waiting-tint" />
                <rect width={(100 * count) / most} height="6" rx="1" className="fill-mismatched" />
              </svg>
              <span data-testid={`reason-${reason}`} className="text-right font-medium">
                {formatCount(count, LOCALE)}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function ReasonSkeletons() {
  return (
    <div className="flex flex-col gap-3 px-4 py-3">
      {[0, 1, 2, 3].map((line) => (
        <Skeleton key={line} className="h-3 w-full" />
      ))}
    </div>
  );
}
