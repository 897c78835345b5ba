import { Link } from '@tanstack/react-router';
import type { Summary } from '../../api/schema.ts';
import { Money } from '../../components/money.tsx';
import { Skeleton } from '../../components/states.tsx';
import { formatCount, LOCALE } from '../../format/money.ts';
import { NO_FILTER, searchOf } from '../transactions/filter.ts';

const CURRENCIES_SHOWN = 6;

/** One line a currency: sums over currencies mean nothing. */
export function AtRisk({ summary }: { summary: Summary | null }) {
  const lines = summary?.at_risk.filter(({ at_risk_minor }) => at_risk_minor !== '0') ?? [];
  const shown = lines.slice(0, CURRENCIES_SHOWN);
  return (
    <section
      aria-label="At risk"
      className="flex min-w-0 flex-col gap-1 rounded-panel border border-line bg-panel px-4 py-3"
    >
      <h2 className="text-small font-medium text-ink-soft">At risk</h2>
      {summary === null && <Skeleton className="my-1.5 h-5 w-40" />}
      {summary !== null && lines.length === 0 && (
        <span className="text-figure font-semibold tracking-tight">Nothing</span>
      )}
      {shown.length > 0 && (
        <ul className="flex flex-col">
          {shown.map(({ currency, at_risk_minor, breaks }) => (
            <li key={currency}>
              <Link
                to="/transactions"
                search={searchOf({ ...NO_FILTER, status: ['MISMATCHED'], currency: [currency] })}
                className="-mx-1 grid grid-cols-[3rem_1fr_auto] items-baseline gap-3 rounded px-1 py-[3px] text-body hover:bg-hover"
              >
                <span className="text-ink-soft">{currency}</span>
                <span className="text-right font-semibold">
                  <Money minor={at_risk_minor} currency={currency} />
                </span>
                <span className="min-w-20 text-right text-small text-waiting">
                  {formatCount(breaks, LOCALE)} {breaks === 1 ? 'break' : 'breaks'}
                </span>
              </Link>
            </li>
          ))}
        </ul>
      )}
      {lines.length > shown.length && (
        <span className="text-small text-waiting">and {lines.length - shown.length} more currencies</span>
      )}
    </section>
  );
}
