import { Link } from '@tanstack/react-router';
import type { AtRisk, Summary } from '../../api/schema.ts';
import { Moment } from '../../components/moment.tsx';
import { Panel } from '../../components/panel.tsx';
import { Skeleton } from '../../components/states.tsx';
import { counted, reasonWords } from '../../format/labels.ts';
import { formatCount, LOCALE, moneyPhrase } from '../../format/money.ts';
import { NO_FILTER, searchOf } from '../transactions/filter.ts';

/** Why open breaks are open, and what is at risk in them. Lengths compare the reasons with each other. */
export function ReasonsPanel({ summary }: { summary: Summary | null }) {
  const most = Math.max(1, ...(summary?.reasons.map(({ count }) => count) ?? []));
  return (
    <Panel
      title="Why breaks are open"
      aside={
        summary !== null && (
          <>
            counted <Moment at={summary.breaks_at} clock="counted" zoned />
          </>
        )
      }
    >
      {summary === null && <Skeletons />}
      {summary?.reasons.length === 0 && (
        <p className="px-4 py-8 text-center text-ink-soft">No open breaks.</p>
      )}
      <ul className="py-1.5 md:max-xl:grid md:max-xl:grid-cols-2">
        {summary?.reasons.map(({ reason, count, at_risk }) => (
          <li key={reason}>
            <Link
              to="/breaks"
              search={searchOf({ ...NO_FILTER, reason: [reason] })}
              title={reason}
              className="grid grid-cols-[minmax(0,1fr)_3.5rem] gap-x-3 px-4 py-1.5 text-table outline-offset-[-2px] hover:bg-hover"
            >
              <span className="truncate">{reasonWords(reason)}</span>
              <span data-testid={`reason-${reason}`} className="text-right font-medium">
                {formatCount(count, LOCALE)}
              </span>
              <span className="truncate text-small text-waiting">{atRiskWords(at_risk)}</span>
              <svg
                viewBox="0 0 100 6"
                preserveAspectRatio="none"
                className="h-1.5 w-full self-center"
                aria-hidden="true"
              >
                <rect width="100" height="6" rx="1" className="fill-waiting-tint" />
                <rect width={(100 * count) / most} height="6" rx="1" className="fill-mismatched" />
              </svg>
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** "INR 4,500.00 at risk", "INR 4,500.00 and 3 more currencies at risk". */
function atRiskWords(lines: readonly AtRisk[]): string {
  const [first, ...others] = lines.filter(({ at_risk_minor }) => at_risk_minor !== '0');
  if (first === undefined) return 'nothing at risk';
  const amount = moneyPhrase(first.at_risk_minor, first.currency, LOCALE);
  if (others.length === 0) return `${amount} at risk`;
  return `${amount} and ${counted(String(others.length), 'more currency', 'more currencies')} at risk`;
}

function Skeletons() {
  return (
    <div className="flex flex-col gap-3 px-4 py-3">
      {[0, 1, 2, 3].map((line) => (
        <Skeleton key={line} className="h-8 w-full" />
      ))}
    </div>
  );
}
